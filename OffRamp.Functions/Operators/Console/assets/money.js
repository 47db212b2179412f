// Deposits, payouts and refunds: what came, what went, and where it can be looked up.

import { aligned } from './amounts.js';
import { badge, h, onChain, shortened, table, when } from './view.js';
import { card, reasonWords, STATES } from './words.js';

const GOOD = { confirmed: 'good', settled: 'good', sent: 'good', failed: 'bad', returned: 'warn', dropped: 'quiet' };

const state = (kind, word) => badge(STATES[kind][word] ?? word, GOOD[word] ?? '');

const recovery = ({ recovery: number }) => number && h('small', { class: 'soft' }, `after the end, ${number}`);

export function deposits(sell) {
  if (sell.deposits.length === 0) return null;
  const amounts = aligned(sell.deposits.map(({ amount }) => amount), sell.currency);
  return [h('h3', {}, 'Deposits'), table('Deposits', [{ name: 'Seen' }, { name: sell.currency, num: true }, { name: 'State' }, { name: 'Confirmations', num: true }, { name: 'Transaction' }],
    sell.deposits.map((one, at) => [
      [when(one.seen_at), recovery(one)], amounts[at], state('deposits', one.status), String(one.confirmations),
      [onChain(sell.network, 'transaction', one.tx_hash), ` #${one.log_index}`],
    ]))];
}

export function payouts(sell) {
  if (sell.payouts.length === 0) return null;
  const amounts = aligned(sell.payouts.map(({ amount }) => amount), sell.fiat_currency);
  return [h('h3', {}, 'Payouts'), table('Payouts', [{ name: 'Sent' }, { name: sell.fiat_currency, num: true }, { name: 'State' }, { name: 'To' }, { name: 'Provider’s reference' }],
    sell.payouts.map((one, at) => [
      [when(one.submitted_at), recovery(one)], amounts[at],
      [state('payouts', one.status), one.failure_code && ` ${reasonWords(one.failure_code)}`, one.returned_amount && ` ${one.returned_amount} ${one.currency} came back`],
      card(one.card), one.provider_reference ? shortened(one.provider_reference) : '–',
    ]))];
}

export function refunds(sell) {
  if (sell.refunds.length === 0) return null;
  const amounts = aligned(sell.refunds.map(({ amount }) => amount), sell.currency);
  return [h('h3', {}, 'Refunds'), table('Refunds', [{ name: 'Begun' }, { name: sell.currency, num: true }, { name: 'State' }, { name: 'Why' }, { name: 'To' }, { name: 'Transaction' }],
    sell.refunds.map((one, at) => [
      [when(one.created_at), recovery(one)], amounts[at], state('refunds', one.status), reasonWords(one.reason),
      onChain(sell.network, 'address', one.address), one.tx_hash ? onChain(sell.network, 'transaction', one.tx_hash) : '–',
    ]))];
}
