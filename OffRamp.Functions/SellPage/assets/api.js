// The API of one session. The secret stays in this module: it is in no URL, no storage and no message.

import { fieldProblem } from './words.js';

const PAUSES = [700, 2000, 5000];
const LONGEST_PAUSE = 10_000;

/** What names one wish of the user. Browsers of some apps and old phones have no randomUUID. */
export const newKey = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');

/** Why a request was not done. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? '');
    this.status = status;
    this.code = problem.code ?? 'unreachable';
    this.retryable = problem.retryable ?? false;
    this.errors = problem.errors ?? [];
  }

  /** What is wrong with one field, if anything is, in a sentence for people. */
  of(field) {
    const error = this.errors.find(({ path }) => path === field);
    return error && fieldProblem(error);
  }
}

export class SessionApi {
  #secret;
  #base;
  #ahead = -Infinity;

  constructor(sessionId, secret) {
    this.#secret = secret;
    this.#base = `/widget/sessions/${encodeURIComponent(sessionId)}`;
  }

  /** The server's time: a user's clock may be wrong. */
  now() {
    return Date.now() + (this.#ahead > -Infinity ? this.#ahead : 0);
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
  async act(path, body = {}, key = newKey()) {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#send('POST', path, body, key);
      } catch (refused) {
        if (!refused.retryable || attempt >= PAUSES.length) throw refused;
        const pause = Math.min(refused.after ?? PAUSES[attempt], LONGEST_PAUSE);
        await new Promise(goOn => setTimeout(goOn, pause));
      }
    }
  }

  async #send(method, path, body, key) {
    const headers = { Authorization: `Bearer ${this.#secret}` };
    if (body) headers['Content-Type'] = 'application/json';
    if (key) headers['Idempotency-Key'] = key;
    let answer;
    let json;
    try {
      answer = await fetch(this.#base + path, { method, headers, body: body && JSON.stringify(body), cache: 'no-store', credentials: 'omit' });
      json = await answer.json();
    } catch {
      throw new Refused(answer?.status ?? 0, { retryable: true });
    }
    const date = Date.parse(answer.headers.get('Date'));
    // Whole seconds, and as old as the answer's way was long: the latest of all is the nearest to the truth.
    if (date) this.#ahead = Math.max(this.#ahead, date - Date.now());
    if (answer.ok) return json;
    const refused = new Refused(answer.status, json);
    const seconds = Number(answer.headers.get('Retry-After'));
    if (seconds > 0) refused.after = seconds * 1000;
    throw refused;
  }
}
