// How the pages ask our API: what is refused, what is repeated, and whose clock counts.

const PAUSES = [700, 2000, 5000];
const LONGEST_PAUSE = 10_000;

/** What names one wish of a person. Browsers of some apps and old phones have no randomUUID. */
export const newKey = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');

/** Why a request was not done. */
export class Refused extends Error {
  constructor(status, problem, retryAfter = 0) {
    super(problem.detail ?? '');
    this.status = status;
    this.code = problem.code ?? 'unreachable';
    this.retryable = problem.retryable ?? false;
    this.errors = problem.errors ?? [];
    this.after = retryAfter > 0 ? retryAfter * 1000 : null;
  }
}

/** Repeats by itself what may succeed later: with one key, that is one effect. */
export async function patiently(send) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await send();
    } catch (refused) {
      if (!refused.retryable || attempt >= PAUSES.length) throw refused;
      await new Promise(goOn => setTimeout(goOn, Math.min(refused.after ?? PAUSES[attempt], LONGEST_PAUSE)));
    }
  }
}

/** Asks a server of which we know the time. */
export class Requests {
  #ahead = -Infinity;

  /** The server's time: a person's clock may be wrong, and in local mode the server's can be moved. */
  now() {
    return Date.now() + (this.#ahead > -Infinity ? this.#ahead : 0);
  }

  /** @returns {answer, body}. @throws Refused */
  async send(url, method, body, headers, options = {}) {
    let answer;
    let json;
    try {
      answer = await fetch(url, {
        method, headers: { ...headers, ...body && { 'Content-Type': 'application/json' } }, body: body && JSON.stringify(body), cache: 'no-store', ...options });
      json = await answer.json();
    } catch {
      throw new Refused(answer?.status ?? 0, { retryable: true });
    }
    // Whole seconds, and as old as the answer's way was long: the latest of all is the nearest to the truth.
    const date = Date.parse(answer.headers.get('Date'));
    if (date) this.#ahead = Math.max(this.#ahead, date - Date.now());
    if (answer.ok) return { answer, body: json };
    throw new Refused(answer.status, json, Number(answer.headers.get('Retry-After')));
  }
}
