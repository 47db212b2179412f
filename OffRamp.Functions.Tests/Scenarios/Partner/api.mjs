// Calls of the contract, as a careful client makes them: a key for each deed, and again after whatever may pass.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const MOST_TRIES = 30;

export class Refused extends Error {
  constructor(method, path, status, problem) {
    super(`${method} ${path}: ${status} ${JSON.stringify(problem)}`);
    this.code = problem?.code;
  }
}

export class Api {
  constructor(base, token) {
    this.base = base;
    this.token = token;
  }

  get(path) {
    return this.#send('GET', path);
  }

  post(path, body = {}) {
    return this.#send('POST', path, body, randomUUID());
  }

  put(path, body) {
    return this.#send('PUT', path, body);
  }

  async #send(method, path, body, key) {
    for (let tries = 1; ; tries++) {
      const answer = await this.#try(method, path, body, key);
      if (answer?.status < 300) return answer.body;
      const mayPass = !answer || answer.body?.retryable || answer.status === 429;
      if (!mayPass || tries === MOST_TRIES) throw new Refused(method, path, answer?.status, answer?.body);
      await pause(1000 * (answer?.retryAfter ?? 1));
    }
  }

  async #try(method, path, body, key) {
    const headers = { 'content-type': 'application/json' };
    if (this.token) headers.authorization = `Bearer ${this.token}`;
    if (key) headers['idempotency-key'] = key;
    try {
      const answer = await fetch(this.base + path, { method, headers, body: body && JSON.stringify(body) });
      const text = await answer.text();
      return { status: answer.status, retryAfter: Number(answer.headers.get('retry-after')) || undefined, body: text ? JSON.parse(text) : null };
    } catch {
      return null; // No answer: nobody knows, and the key makes it safe to ask again.
    }
  }
}

/** Runs `work` for each item, so many at once. */
export async function forEach(items, atOnce, work) {
  const left = [...items.entries()];
  const worker = async () => {
    for (let next; (next = left.shift()); ) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
