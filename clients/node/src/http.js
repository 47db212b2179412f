// One way to the API: the credential, a deadline for each try, and tries that repeat only what is safe to repeat.

import { randomUUID } from 'node:crypto';
import { ConnectionError, errorOf } from './errors.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

/** What a caller may say with each call. */
const OPTIONS = ['idempotencyKey', 'signal', 'timeout', 'maxRetries'];

export class Http {
  #token;

  constructor({ baseUrl, token, fetch = globalThis.fetch, timeout = 30_000, maxRetries = 4, sleep = pause }) {
    if (!token) throw new TypeError('OffRamp: a token is needed.');
    this.#token = token;
    this.baseUrl = new URL(baseUrl).href.replace(/\/$/, '');
    Object.assign(this, { fetch, timeout, maxRetries, sleep });
  }

  get(path, query, options) {
    return this.send('GET', path, { query }, options);
  }

  put(path, body, options) {
    return this.send('PUT', path, { body }, options);
  }

  /** Under a key of its own, or the caller's: so a repeat has one effect, whoever repeats. */
  post(path, body = {}, options = {}) {
    return this.send('POST', path, { body }, { idempotencyKey: randomUUID(), ...options });
  }

  /** @returns the JSON of the answer; its text where `accept` asks for something else. */
  async send(method, path, { query, body, accept = 'application/json' } = {}, options = {}) {
    known(options);
    const tries = options.maxRetries ?? this.maxRetries;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#once(method, this.#url(path, query), body, accept, options);
      } catch (error) {
        options.signal?.throwIfAborted();
        if (attempt >= tries || !mayTryAgain(error)) throw error;
        await this.sleep(waitBefore(attempt + 1, error.retryAfter), options.signal);
      }
    }
  }

  #url(path, query = {}) {
    const url = new URL(this.baseUrl + path);
    for (const [name, value] of Object.entries(query ?? {}))
      if (value !== undefined && value !== null) url.searchParams.set(name, value instanceof Date ? value.toISOString() : String(value));
    return url;
  }

  async #once(method, url, body, accept, { idempotencyKey, signal, timeout = this.timeout }) {
    const headers = { Authorization: `Bearer ${this.#token}`, Accept: accept };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
    const deadline = AbortSignal.timeout(timeout);
    let answer;
    let text;
    try {
      answer = await this.fetch(url, {
        method, headers, body: body === undefined ? undefined : JSON.stringify(body), redirect: 'error',
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      });
      text = await answer.text();
    } catch (cause) {
      signal?.throwIfAborted();
      throw new ConnectionError(deadline.aborted ? `No answer within ${timeout} ms.` : `No connection: ${cause.cause?.message ?? cause.message}`, { cause });
    }
    if (!answer.ok) throw errorOf(answer.status, parsed(text) ?? {}, answer.headers);
    if (accept !== 'application/json') return text;
    const json = parsed(text);
    if (json === undefined) throw new ConnectionError('The answer is not JSON: something between here and OffRamp has answered.');
    return json;
  }
}

function known(options) {
  const other = Object.keys(options).find(name => !OPTIONS.includes(name));
  if (other) throw new TypeError(`OffRamp: there is no option ${other}; there are ${OPTIONS.join(', ')}.`);
}

// Every call is safe to repeat: reads, PUTs, and POSTs by their key.
const mayTryAgain = error => error instanceof ConnectionError || error.retryable === true;

function waitBefore(attempt, retryAfter) {
  const wait = Math.min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE);
  return retryAfter === null || retryAfter === undefined ? wait / 2 + Math.random() * (wait / 2) : Math.min(retryAfter * 1000, LONGEST_PAUSE);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Waits, and stops waiting when the signal says so. */
export function pause(milliseconds, signal) {
  return new Promise((done, fail) => {
    const timer = setTimeout(finish, milliseconds);
    const stop = () => { clearTimeout(timer); fail(signal.reason); };
    function finish() {
      signal?.removeEventListener('abort', stop);
      done();
    }
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
