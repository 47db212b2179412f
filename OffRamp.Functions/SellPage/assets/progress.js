// After the transfer was seen: where it stands, what came in, what went out, and how it ended.

import { isPositive, money, short } from './amounts.js';
import { wayBack } from './ends.js';
import { say } from './language.js';
import { facts, h, note, shortcut, title } from './view.js';
import { card, oddities, standing } from './words.js';

const ENDS = ['completed', 'failed', 'cancelled'];

export function progressStep(page) {
  const element = h('section');
  let drawn = 0;

  function draw() {
    const { sell } = page.session;
    if (sell.sequence === drawn) return;
    drawn = sell.sequence;
    element.replaceChildren(...whole(page, sell));
  }

  draw();
  return { element, update: draw };
}

function whole(page, sell) {
  const { title: head, text } = standing(sell);
  const end = ENDS.includes(sell.status);
  const { return_url: back, cancel_url: away } = page.session;
  return [
    h('div', { class: `mark ${markOf(sell)}`, 'aria-hidden': 'true' }),
    title(head),
    text && h('p', {}, text),
    ...oddities(sell).map(odd => note(odd)),
    isUnderWay(sell) && way(sell),
    account(sell),
    end && wayBack(page, sell.status === 'completed' ? back : away ?? back),
    end && h('p', { class: 'hint' }, say('account.keep')),
  ].filter(Boolean);
}

const isUnderWay = sell => ['confirming_deposit', 'paying_out'].includes(sell.phase);

function markOf(sell) {
  if (sell.phase === 'paid') return 'good';
  if (sell.phase === 'refunded') return 'back';
  if (ENDS.includes(sell.status)) return 'ended';
  return sell.phase === 'on_hold' ? 'held' : 'busy';
}

function way(sell) {
  const paying = sell.phase === 'paying_out';
  const steps = [['way.seen', 'done'], ['way.confirmed', paying ? 'done' : 'now'], ['way.paid', paying ? 'now' : '']];
  return h('ol', { class: 'way' }, steps.map(([text, kind]) => h('li', { class: kind, 'aria-current': kind === 'now' ? 'step' : null }, say(text))));
}

/** What came in and what went out: every transfer, payout and refund that a user may ask about. */
export function account(sell) {
  const crypto = amount => money(short(amount), sell.currency);
  const lines = [
    ...sell.deposits.map(({ amount, tx_hash: hash, status, confirmations }) =>
      [say('account.sent'), [crypto(amount), detail(soFar(status, confirmations), hash)]]),
    isPositive(sell.received_amount) && sell.status !== 'failed' && [say('terms.rate'), `1 ${sell.currency} = ${money(short(sell.quote.rate), sell.fiat_currency)}`],
    ...sell.payouts.map(({ amount, currency, card: to, status }) =>
      [say('account.payout'), [money(amount, currency), detail(say('account.payout_detail', { card: card(to), status: say(`payout_status.${status}`) }))]]),
    ...sell.refunds.map(({ amount, address, status, tx_hash: hash }) =>
      [say('account.refund'), [crypto(amount), detail(say('account.refund_detail', { address: `${address.slice(0, 6)}…${address.slice(-6)}`, status: say(`refund_status.${status}`) }), hash)]]),
  ].filter(Boolean);
  return lines.length > 0 && facts(lines);
}

function soFar(status, count) {
  const told = say(`deposit_status.${status}`);
  return status === 'seen' ? say('account.so_far', { status: told, count }) : told;
}

const detail = (text, hash) => h('small', {}, text, hash && h('br'), hash && shortcut(say('page.transaction'), hash));
