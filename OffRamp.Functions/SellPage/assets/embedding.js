// Talks to the page that frames this one, if there is one: to that page's exact origin, as the browser names it in the
// first message, and only after that message. Who may frame us at all is the browser's to decide, by frame-ancestors.

const ENVELOPE = { source: 'offramp', version: 1 };

// The page around this one speaks as soon as this one is loaded, and that may be before its words are: it is heard from the first moment on.
let early = [];
const keep = event => { if (event.source === window.parent && early.length < 10) early.push(event); };
window.addEventListener('message', keep);

export class Embedding {
  #origin = null;
  #told = '';
  #session = null;
  #closes = false;

  constructor() {
    if (window.parent === window) return;
    document.documentElement.classList.add('embedded');
    window.removeEventListener('message', keep);
    window.addEventListener('message', event => this.#hear(event));
    for (const event of early) this.#hear(event);
    early = [];
    new ResizeObserver(() => this.#tellHeight()).observe(document.body);
  }

  /** The embedding page wants to be told when the user is done, instead of being left. */
  get closes() {
    return this.#closes;
  }

  /** Tells what has changed. */
  follow(session) {
    if (!session) return;
    const { sell } = session;
    const isNewAddress = sell && !this.#session?.sell;
    this.#session = session;
    if (!this.#origin) return;
    const now = { session_id: session.id, sell_id: sell?.id ?? null, status: session.status, phase: sell?.phase ?? null };
    if (JSON.stringify(now) !== this.#told) this.#tell('status_changed', now);
    this.#told = JSON.stringify(now);
    if (isNewAddress) this.#tellAddress(sell);
  }

  close() {
    this.#tell('close', { session_id: this.#session?.id ?? null, status: this.#session?.status ?? null });
  }

  #hear({ source, origin, data }) {
    if (source !== window.parent || data?.source !== ENVELOPE.source || data.version !== ENVELOPE.version || data.type !== 'hello') return;
    if (!/^(https?|capacitor|ionic):\/\//.test(origin)) return;
    this.#origin = origin;
    this.#closes = data.data?.closes === true;
    this.#tell('ready', {});
    this.#tellHeight();
    const session = this.#session;
    this.#told = '';
    this.follow(session);
    if (session?.sell) this.#tellAddress(session.sell);
  }

  #tellAddress({ id, currency, network, crypto_amount, deposit }) {
    this.#tell('deposit_address', { sell_id: id, currency, network, crypto_amount, address: deposit.address, memo: deposit.memo, deadline: deposit.deadline });
  }

  #tellHeight() {
    this.#tell('resize', { height: Math.ceil(document.querySelector('.page').getBoundingClientRect().height) });
  }

  #tell(type, data) {
    if (this.#origin) window.parent.postMessage({ ...ENVELOPE, type, data }, this.#origin);
  }
}
