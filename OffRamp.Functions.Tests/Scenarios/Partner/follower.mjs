// Follows one sell by a plain WebSocket; comes back where it is cut off, and asks for what it has missed.
import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';

export class Follower {
  updates = new Map(); // by sequence
  problems = [];
  connections = 0;
  #isOver = false;

  constructor(api, sellId) {
    Object.assign(this, { api, sellId });
  }

  async connect() {
    const { url } = await this.api.post(`/v1/sells/${this.sellId}/realtime`, { after: this.#last() });
    this.connections++;
    this.socket = new WebSocket(url);
    this.socket.on('message', text => this.#hear(JSON.parse(text)));
    this.socket.on('error', () => {});
    this.socket.on('close', () => this.#comeBack());
  }

  /** The network is gone for a moment. */
  cut() {
    this.socket.terminate();
  }

  close() {
    this.#isOver = true;
    this.socket?.terminate();
  }

  #last() {
    let last = 0;
    while (this.updates.has(last + 1)) last++;
    return last;
  }

  #hear(update) {
    if (update.event !== 'tx.update' || update.merchant_transaction_id !== this.sellId) this.problems.push(`${this.sellId} was told ${JSON.stringify(update)}`);
    const known = this.updates.get(update.sequence);
    if (known && known.event_id !== update.event_id) this.problems.push(`${this.sellId} heard two events ${update.sequence}`);
    this.updates.set(update.sequence, update);
    if (this.#last() < update.sequence) this.cut(); // something is missing
  }

  async #comeBack() {
    while (!this.#isOver) {
      try {
        await pause(200);
        return await this.connect();
      } catch (e) {
        this.problems.push(`${this.sellId}: ${e.message}`);
      }
    }
  }
}
