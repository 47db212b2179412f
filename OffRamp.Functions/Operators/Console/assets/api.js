// The operators' API. The key lives in the tab's own storage and is sent to this server alone.

import { newKey, patiently, Requests } from './requests.js';

/** Keys for what a person wishes: the same wish, sent again after no answer, is the same request; another is another. */
export function keysOfWishes() {
  let last;
  return wish => {
    const text = JSON.stringify(wish);
    if (last?.text !== text) last = { text, key: newKey() };
    return last.key;
  };
}

const PLACE = 'offramp-operator-key';

export class OperatorApi {
  #key = sessionStorage.getItem(PLACE);
  #requests = new Requests();

  get hasKey() {
    return this.#key !== null;
  }

  signIn(key) {
    this.#key = key;
    if (key === null) sessionStorage.removeItem(PLACE);
    else sessionStorage.setItem(PLACE, key);
  }

  /** The server's time. */
  now() {
    return this.#requests.now();
  }

  /** @returns the body. */
  async get(path) {
    return (await this.read(path)).body;
  }

  /** @returns {body, version}: as what it was read, for whoever changes it. */
  read(path) {
    return this.#send('GET', path);
  }

  /** All of a list, up to so many pages of a hundred. */
  async list(path, pages = 1) {
    const found = [];
    let cursor = null;
    for (let page = 0; page < pages; page++) {
      const { data, next_cursor: next } = await this.get(`${path}${path.includes('?') ? '&' : '?'}limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
      found.push(...data);
      cursor = next;
      if (!cursor) break;
    }
    return { data: found, hasMore: cursor !== null };
  }

  /**
   * Repeats by itself what may succeed later; the key makes that one effect.
   * @param version what the operator has seen: refused where somebody has changed it since.
   */
  act(method, path, body, { key = newKey(), version = null } = {}) {
    return patiently(() => this.#send(method, path, body, method === 'POST' ? key : null, version));
  }

  async #send(method, path, body, key, version) {
    const headers = {
      ...this.#key && { 'X-Operator-Key': this.#key },
      ...key && { 'Idempotency-Key': key },
      ...version && { 'If-Match': version },
    };
    const { answer, body: json } = await this.#requests.send(`/ops/api${path}`, method, body, headers);
    return { body: json, status: answer.status, version: answer.headers.get('ETag') };
  }
}
