// What happens to a sell: how it begins, what its user and the chain do, and how it must end.
import { SellPage } from '../../../clients/node/src/index.js';

const REFUND_ADDRESS = 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8';

export const KINDS = [
  { name: 'paid', card: 'tok_ok', ends: 'completed' },
  { name: 'paid slowly', card: 'tok_slow', ends: 'completed' },
  { name: 'over', card: 'tok_ok', amount: '260', ends: 'completed' },
  { name: 'another card', card: 'tok_declined', ends: 'completed' },
  { name: 'card closed', card: 'tok_closed', ends: 'failed' },
  { name: 'cancelled', card: 'tok_ok', amount: null, ends: 'cancelled' },
  { name: 'no deposit', card: 'tok_ok', amount: null, ends: 'failed' },
];

export class Sell {
  constructor(number, partner, sandbox, baseUrl) {
    Object.assign(this, { number, partner, sandbox, baseUrl, kind: KINDS[number % KINDS.length] });
  }

  /** A session in one of the two sources' shapes, by turns, and a sell of 250 USDT. */
  async begin() {
    const user = { partner_user_id: `user-${this.number}`, user_email: `user-${this.number}+verified@example.com` };
    const session = this.number % 2
      ? await this.partner.widget.createSession({ ...user, currency: 'USDT', network: 'TRC20', fiat_currency: 'EUR', type: 'sell', crypto_amount: '250' })
      : await this.partner.sessions.create({ ...user, flow: 'off_ramp', currency: 'EUR', target_token: 'USDT', target_network: 'TRON', user_reference: `order-${this.number}` });
    this.sessionId = session.id;
    this.page = new SellPage({ baseUrl: this.baseUrl, sessionId: session.id, clientSecret: session.client_secret, maxRetries: 10 });
    const sell = await this.#accept();
    this.id = sell.id;
    this.address = sell.deposit.address;
  }

  /** The user or the chain does what this kind of sell is about. */
  async go() {
    if (this.kind.name === 'cancelled') return this.partner.sessions.cancel(this.sessionId);
    if (this.kind.amount === null) return undefined;
    return this.sandbox.post('/sandbox/deposits', { network: 'TRC20', address: this.address, amount: this.kind.amount ?? '250' });
  }

  /** What the partner does when it is told. */
  async hear(event) {
    if (event.type === 'sell.action_required') await this.page.givePayoutDetails({ card_token: 'tok_ok' });
  }

  async #accept() {
    for (;;) {
      const quote = await this.page.lockQuote({ crypto_amount: '250' });
      try {
        return await this.page.startSell({ quote_id: quote.id, card_token: this.kind.card, refund_address: REFUND_ADDRESS });
      } catch (e) {
        if (e.code !== 'quote_expired') throw e;
      }
    }
  }
}
