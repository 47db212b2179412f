// The operators' API. The key lives in the tab's own storage and is sent to this server alone.

const PLACE = 'offramp-operator-key';
const PAUSES = [700, 2000, 5000];
const LONGEST_PAUSE = 10_000;

/** What names one wish of the operator. */
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
}

export class OperatorApi {
  #key = sessionStorage.getItem(PLACE);
  #ahead = -Infinity;

  get hasKey() {
    return this.#key !== null;
  }

  signIn(key) {
    this.#key = key;
    if (key === null) sessionStorage.removeItem(PLACE);
    else sessionStorage.setItem(PLACE, key);
  }

  /** The server's time: in local mode it can be moved. */
  now() {
    return Date.now() + (this.#ahead > -Infinity ? this.#ahead : 0);
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
  async act(method, path, body, { key = newKey(), version = null } = {}) {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#send(method, path, body, method === 'POST' ? key : null, version);
      } catch (refused) {
        if (!refused.retryable || attempt >= PAUSES.length) throw refused;
        await new Promise(goOn => setTimeout(goOn, Math.min(refused.after ?? PAUSES[attempt], LONGEST_PAUSE)));
      }
    }
  }

  async #send(method, path, body, key, version) {
    const headers = {};
    if (this.#key) headers['X-Operator-Key'] = this.#key;
    if (body) headers['Content-Type'] = 'application/json';
    if (key) headers['Idempotency-Key'] = key;
    if (version) headers['If-Match'] = version;
    let answer;
    let json;
    try {
      answer = await fetch(`/ops/api${path}`, { method, headers, body: body && JSON.stringify(body), cache: 'no-store' });
      json = await answer.json();
    } catch {
      throw new Refused(answer?.status ?? 0, { retryable: true });
    }
    // Whole seconds, and as old as the answer's way was long. In local mode time can also be moved.
    const date = Date.parse(answer.headers.get('Date'));
    if (date) this.#ahead = Math.abs(date - Date.now() - this.#ahead) > 5000 ? date - Date.now() : Math.max(this.#ahead, date - Date.now());
    if (answer.ok) return { body: json, status: answer.status, version: answer.headers.get('ETag') };
    const refused = new Refused(answer.status, json);
    const seconds = Number(answer.headers.get('Retry-After'));
    if (seconds > 0) refused.after = seconds * 1000;
    throw refused;
  }
}
