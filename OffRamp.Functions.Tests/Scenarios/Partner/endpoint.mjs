// The partner's webhook endpoint: verifies, refuses the first none to three tries of each event, keeps what it takes.
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const TOLERANCE = 5 * 60 * 1000;

export class Endpoint {
  taken = []; // in the order in which it said 2xx
  refused = 0;
  repeated = 0;
  problems = [];
  #tries = new Map();
  #ids = new Set();
  #earliest = 0;

  constructor(onEvent) {
    this.onEvent = onEvent;
  }

  async listen() {
    this.server = createServer((request, response) => this.#receive(request, response));
    await new Promise(resolve => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${this.server.address().port}/hooks`;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  trust(secret) {
    this.verifier = new Webhook(secret);
  }

  /** Business time is at least this by now. */
  isAfter(now) {
    this.#earliest = now;
  }

  async #receive(request, response) {
    const body = Buffer.concat(await request.toArray()).toString();
    const answer = status => response.writeHead(status).end();
    const id = request.headers['webhook-id'];
    if (!this.#isOurs(request.headers, body)) {
      this.problems.push(`the webhook ${id} does not verify`);
      return answer(401);
    }

    const event = JSON.parse(body);
    if (event.id !== id) this.problems.push(`webhook-id is ${id}, the body's ${event.id}`);
    const tries = (this.#tries.get(id) ?? 0) + 1;
    this.#tries.set(id, tries);
    if (tries <= refusalsOf(id)) {
      this.refused++;
      return answer(tries % 2 ? 500 : 503);
    }

    if (this.#ids.has(id)) this.repeated++;
    else {
      this.#ids.add(id);
      this.taken.push(event);
      this.onEvent(event);
    }
    return answer(204);
  }

  // The package looks at this machine's clock; business time is another one here. So the time is looked at apart.
  #isOurs(headers, body) {
    const sentAt = Number(headers['webhook-timestamp']) * 1000;
    const real = Date.now;
    try {
      Date.now = () => sentAt;
      this.verifier.verify(body, headers);
      return sentAt > this.#earliest - TOLERANCE;
    } catch {
      return false;
    } finally {
      Date.now = real;
    }
  }
}

/** How often an event is refused: none to three times, and the same each time the story is told. */
export const refusalsOf = id => [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7) % 4;
