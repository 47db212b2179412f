// Live updates, where there are any: they say when to look, and the API says what there is to see.

const AFTER_LOSS = 5_000;

export class LiveUpdates {
  #api;
  #onChange;
  #socket = null;
  #notBefore = 0;

  /** @param onChange called with the sequence of each event. */
  constructor(api, onChange) {
    this.#api = api;
    this.#onChange = onChange;
  }

  /** As long as this is so, a change is heard of at once. */
  get isOn() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Connects where that is due and possible. To be called again and again; nobody has to wait for it. */
  async follow() {
    if (this.#socket || performance.now() < this.#notBefore) return;
    this.#notBefore = Infinity;
    let pause = AFTER_LOSS;
    try {
      const { url } = await this.#api.follow();
      this.#socket = new WebSocket(url);
      this.#socket.onmessage = ({ data }) => this.#onChange(JSON.parse(data).sequence);
      this.#socket.onclose = () => { this.#socket = null; };
    } catch (refused) {
      pause = refused.after ?? 12 * AFTER_LOSS;
    }
    this.#notBefore = performance.now() + pause;
  }
}
