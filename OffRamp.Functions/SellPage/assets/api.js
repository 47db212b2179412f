// The API of one session. The secret stays in this module: it is in no URL, no storage and no message.

import { newKey, patiently, Requests } from './requests.js';

export { newKey };

export class SessionApi {
  #secret;
  #base;
  #requests = new Requests();

  constructor(sessionId, secret) {
    this.#secret = secret;
    this.#base = `/widget/sessions/${encodeURIComponent(sessionId)}`;
  }

  /** The server's time: a user's clock may be wrong. */
  now() {
    return this.#requests.now();
  }

  read() {
    return this.#send('GET', '');
  }

  /** The address of a WebSocket; asked once, because the page can do without. */
  follow() {
    return this.#send('POST', '/realtime', {});
  }

  /**
   * Repeats by itself what may succeed later; the key makes that one effect.
   * @param key names what the user wants: the same for each try.
   */
  act(path, body = {}, key = newKey()) {
    return patiently(() => this.#send('POST', path, body, key));
  }

  async #send(method, path, body, key) {
    const headers = { Authorization: `Bearer ${this.#secret}`, ...key && { 'Idempotency-Key': key } };
    return (await this.#requests.send(this.#base + path, method, body, headers, { credentials: 'omit' })).body;
  }
}
