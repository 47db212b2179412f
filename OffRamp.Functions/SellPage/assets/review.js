// The terms, locked for a minute and renewed while they are looked at, and the one button that makes a sell of them.

import { termsOf } from './amount.js';
import { newKey } from './api.js';
import { money, short } from './amounts.js';
import { say } from './language.js';
import { button, duration, facts, h, left, message, title } from './view.js';
import { card, network, problem, problemOf } from './words.js';

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
      news.textContent = changed ? say('review.changed') : '';
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
    sell.textContent = say('review.sell_amount', { amount: money(short(quote.crypto_amount), quote.asset) });
    terms.replaceChildren(termsOf(quote), whatIf(quote));
  }

  function tick() {
    const time = quote ? Date.parse(quote.expires_at) - page.api.now() : 0;
    const again = renewals >= MOST_RENEWALS || !quote;
    sell.disabled = time <= 0;
    renew.hidden = time > 0 || !again || isAsking;
    clock.textContent = time > 0 ? say('review.yours', { left: left(time) }) : say(again ? 'review.expired' : 'review.asking_again');
    if (quote && time <= 0 && !again && !isAsking && !sell.hasAttribute('aria-busy') && !document.hidden) {
      renewals++;
      lock();
    }
  }

  const sell = button(say('review.sell'), async () => {
    error.say('');
    try {
      page.take(await page.api.act('/sell', { quote_id: quote.id, card_token: draft.card.token, refund_address: draft.refundAddress }, order));
    } catch (refused) {
      await refuse(refused);
    }
  });
  const renew = button(say('review.renew'), () => { renewals = 0; error.say(''); return lock(); }, 'quiet', { hidden: true });

  // Each complaint goes to where the user can do something about it.
  async function refuse(refused) {
    const wrongAddress = problemOf(refused, 'refund_address');
    const wrongCard = problemOf(refused, 'card_token');
    if (wrongAddress) back({ field: 'refund', text: wrongAddress }, { isPayoutGiven: false });
    else if (wrongCard) back({ field: 'card', text: wrongCard }, { isPayoutGiven: false, card: null });
    else if (refused.code === 'limit_exceeded' && !page.fixedAmount()) back({ field: 'amount', text: problem(refused) }, { amount: null });
    else {
      error.say(problem(refused));
      if (refused.code === 'quote_expired') await lock();
      else await page.refresh();
    }
  }

  const element = h('section', {}, title(say('review.title')), news, terms,
    facts([
      [say('review.card'), card(draft.card)],
      [say('terms.network'), network(session.network)],
      [say('payout.refund'), h('span', { class: 'mono' }, draft.refundAddress)],
    ]),
    clock, error.element, sell, renew,
    h('div', { class: 'row' },
      button(say('review.change'), () => { draft.isPayoutGiven = false; page.show(); }, 'link'),
      !page.fixedAmount() && button(say('amount.change'), () => { draft.amount = null; page.show(); }, 'link')));
  clock.textContent = say('review.asking');
  sell.disabled = true;
  lock();
  return { element, tick };
}

// What happens when not exactly that arrives, in numbers of this quote.
function whatIf({ asset, fiat_currency: fiat, if_under: under, if_over: over, if_late: late }) {
  const amount = text => money(short(text), asset);
  const outcome = under.outcome === 'convert_actual'
    ? say('terms.under_converted', { received: amount(under.example.received_amount), paid: money(under.example.fiat_amount, fiat), minimum: amount(under.minimum) })
    : say('terms.under_refunded');
  return h('details', {}, h('summary', {}, say('terms.what_if')),
    h('ul', {},
      h('li', {}, say('terms.under', { exact: amount(under.accepted_from), outcome })),
      h('li', {}, say('terms.over', {
        converted: amount(over.converted_below), received: amount(over.example.received_amount), refunded: amount(over.example.refunded_amount),
      })),
      h('li', {}, say('terms.late', { window: duration(late.deposit_window_seconds) }))));
}
