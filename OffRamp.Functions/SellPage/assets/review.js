// The terms, locked for a minute and renewed while they are looked at, and the one button that makes a sell of them.

import { termsOf } from './amount.js';
import { newKey } from './api.js';
import { money, short } from './amounts.js';
import { button, facts, h, left, message, title } from './view.js';
import { card, network, problem } from './words.js';

const MOST_RENEWALS = 10;

export function reviewStep(page) {
  const { draft, session } = page;
  const terms = h('div');
  const clock = h('p', { class: 'clock' });
  const error = message();
  const news = h('p', { class: 'note', role: 'status', hidden: true });
  let quote = null;
  let renewals = 0;
  let isAsking = false;
  let order = newKey();

  async function lock() {
    if (isAsking) return;
    isAsking = true;
    try {
      const before = quote;
      quote = await page.api.act('/quote', draft.amount ?? {});
      order = newKey();
      const changed = before && (before.fiat_amount !== quote.fiat_amount || before.crypto_amount !== quote.crypto_amount);
      news.hidden = !changed;
      news.textContent = changed ? 'The rate has changed. Please check the new amounts.' : '';
      draw();
    } catch (refused) {
      quote = null;
      if (!page.fixedAmount() && refused.status === 422) back({ field: 'amount', text: problem(refused) }, { amount: null });
      else error.say(problem(refused));
    } finally {
      isAsking = false;
      tick();
    }
  }

  function back(remark, change) {
    page.remark = remark;
    Object.assign(draft, change);
    page.refresh();
  }

  function draw() {
    sell.textContent = `Sell ${money(short(quote.crypto_amount), quote.asset)}`;
    terms.replaceChildren(termsOf(quote), whatIf(quote));
  }

  function tick() {
    const time = quote ? Date.parse(quote.expires_at) - page.api.now() : 0;
    const again = renewals >= MOST_RENEWALS || !quote;
    sell.disabled = time <= 0;
    renew.hidden = time > 0 || !again || isAsking;
    clock.textContent = time > 0 ? `This rate is yours for ${left(time)}` : again ? 'The rate has expired.' : 'Asking for a new rate …';
    if (quote && time <= 0 && !again && !isAsking && !sell.hasAttribute('aria-busy') && !document.hidden) {
      renewals++;
      lock();
    }
  }

  const sell = button('Sell', async () => {
    error.say('');
    try {
      page.take(await page.api.act('/sell', { quote_id: quote.id, card_token: draft.card.token, refund_address: draft.refundAddress }, order));
    } catch (refused) {
      await refuse(refused);
    }
  });
  const renew = button('Ask for a new rate', () => { renewals = 0; error.say(''); return lock(); }, 'quiet', { hidden: true });

  // Each complaint goes to where the user can do something about it.
  async function refuse(refused) {
    const wrongAddress = refused.of?.('refund_address');
    const wrongCard = refused.of?.('card_token');
    if (wrongAddress) back({ field: 'refund', text: wrongAddress }, { isPayoutGiven: false });
    else if (wrongCard) back({ field: 'card', text: wrongCard }, { isPayoutGiven: false, card: null });
    else if (refused.code === 'limit_exceeded' && !page.fixedAmount()) back({ field: 'amount', text: problem(refused) }, { amount: null });
    else {
      error.say(problem(refused));
      if (refused.code === 'quote_expired') await lock();
      else await page.refresh();
    }
  }

  const element = h('section', {}, title('Check and confirm'), news, terms,
    facts([
      ['Card', card(draft.card)],
      ['You send on', network(session.network)],
      ['Refund address', h('span', { class: 'mono' }, draft.refundAddress)],
    ]),
    clock, error.element, sell, renew,
    h('div', { class: 'row' },
      button('Change card or refund address', () => { draft.isPayoutGiven = false; page.show(); }, 'link'),
      !page.fixedAmount() && button('Change the amount', () => { draft.amount = null; page.show(); }, 'link')));
  clock.textContent = 'Asking for the rate …';
  sell.disabled = true;
  lock();
  return { element, tick };
}

// What happens when not exactly that arrives, in numbers of this quote.
function whatIf({ asset, fiat_currency: fiat, if_under: under, if_over: over, if_late: late }) {
  const amount = text => money(short(text), asset);
  const converted = under.outcome === 'convert_actual';
  return h('details', {}, h('summary', {}, 'What if I send too little, too much, or too late?'),
    h('ul', {},
      h('li', {}, `Too little: from ${amount(under.accepted_from)} on it counts as exact. Below, you can send the rest until the deadline. Then `,
        converted ? `what arrived is paid out at this rate (${amount(under.example.received_amount)} would give ${money(under.example.fiat_amount, fiat)}); less than ${amount(under.minimum)} goes back.`
          : 'all of it goes back to your refund address.'),
      h('li', {}, `Too much: up to ${amount(over.converted_below)} too much is paid out with the rest, at this rate. More than that goes back to your refund address: of ${amount(over.example.received_amount)} you would get ${amount(over.example.refunded_amount)} back.`),
      h('li', {}, `Too late: after ${Math.round(late.deposit_window_seconds / 360) / 10} hours everything goes back to your refund address.`)));
}
