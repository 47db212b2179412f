// What happened, oldest first: events, money, people, in one line of time.

import { money, short } from './amounts.js';
import { empty, h, onChain, when } from './view.js';
import { actionWords, card, EVENTS, INBOX, LOOKS, outcomeWords, PHASES, reasonWords } from './words.js';

// What deposits, payouts and refunds say of themselves, with their amounts.
const OF_MONEY = ['deposit.seen', 'deposit.confirmed', 'payout.submitted', 'payout.settled', 'refund.pending'];
// What users do is told by no event of its own.
const OF_USERS = ['card', 'refund', 'refund_address', 'cancel'];

export function story(whole, audit) {
  const lines = happened(whole, audit);
  return lines.length === 0 ? empty('Nothing has happened yet.') : h('ol', { class: 'story' }, lines.map(({ at, text, look, more }) =>
    h('li', { class: look ?? null }, h('div', { class: 'story-when' }, when(at)), h('div', {}, text, more && h('small', { class: 'soft' }, more)))));
}

function happened(whole, audit) {
  const { sell, notices } = whole;
  const types = Object.fromEntries(whole.webhook_attempts.map(({ sequence, type }) => [sequence, type]));
  const lines = [
    ...sell.status_history.filter(one => !OF_MONEY.includes(types[one.sequence])).map(one => ({ at: one.at, order: one.sequence, ...ofEvent(one, types[one.sequence]) })),
    ...ofMoney(whole),
    ...notices.filter(({ kind }) => OF_USERS.includes(kind)).map(one => ({
      at: one.received_at, order: 0, look: 'person', text: INBOX[one.kind], more: one.refusal ? outcomeWords(one.refusal) : one.taken_at_sequence === null ? 'not looked at yet' : null })),
    ...audit.toReversed().map(one => ({
      at: one.at, order: (one.sequence ?? 0) + 0.5, look: 'person', text: `${one.operator}: ${actionWords(one.action)}`, more: [one.reason, one.outcome !== 'done' && outcomeWords(one.outcome)].filter(Boolean).join(' – ') })),
  ];
  return lines.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at) || one.order - other.order);
}

// What happened at one moment stands in the order of its events: the first deposit's is the first of its kind, and so on.
function ofMoney({ sell, webhook_attempts: events }) {
  const crypto = amount => money(short(amount, sell.currency), sell.currency);
  const sequences = Object.fromEntries(OF_MONEY.map(type => [type, events.filter(one => one.type === type).map(({ sequence }) => sequence)]));
  const line = (at, type, text, look) => at && { at, order: sequences[type].shift() ?? 0, text, look };
  return [
    ...sell.deposits.flatMap(one => [
      line(one.seen_at, 'deposit.seen', [`${crypto(one.amount)} seen, `, onChain(sell.network, 'transaction', one.tx_hash)]),
      line(one.confirmed_at, 'deposit.confirmed', `${crypto(one.amount)} confirmed`)]),
    ...sell.payouts.flatMap(one => [
      line(one.submitted_at, 'payout.submitted', `${money(one.amount, one.currency)} sent to ${card(one.card)}`),
      line(one.settled_at, 'payout.settled', `${money(one.amount, one.currency)} settled`, 'good')]),
    ...sell.refunds.map(one => line(one.created_at, 'refund.pending', [`Refund of ${crypto(one.amount)} begun, to `, onChain(sell.network, 'address', one.address)])),
  ].filter(Boolean);
}

/** What one event was, and why. */
const ofEvent = ({ phase, reason }, type) => ({
  text: type ? EVENTS[type] ?? type : PHASES[phase] ?? phase, look: LOOKS[phase], more: reason && reasonWords(reason),
});

/** What has happened to a sell since it stood at that sequence, for whoever decided on it as it was then: every event, with what is known of it. */
export function changesSince(whole, sequence) {
  const { sell } = whole;
  const known = Object.fromEntries(sell.status_history.map(one => [one.sequence, one]));
  const since = whole.webhook_attempts.filter(one => one.sequence > sequence);
  if (since.length === 0) return h('p', {}, 'Nothing has changed since.');
  return h('ol', { class: 'story' }, since.map(({ sequence: at, type }) => {
    const one = known[at];
    const { text, look, more } = ofEvent(one ?? {}, type);
    return h('li', { class: look ?? null }, h('div', { class: 'story-when' }, one ? when(one.at) : ''), h('div', {}, text, more && h('small', { class: 'soft' }, more)));
  }));
}
