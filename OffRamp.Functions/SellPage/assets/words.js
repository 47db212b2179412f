// What the API's words mean to the user, in the sentences of the page's language.

import { money, short, typed } from './amounts.js';
import { knows, say } from './language.js';

export const NETWORKS = {
  TRC20: { name: 'TRON (TRC20)', begins: 'T', pattern: /^T[1-9A-HJ-NP-Za-km-z]{33}$/ },
  ERC20: { name: 'Ethereum (ERC20)', begins: '0x', pattern: /^0x[0-9a-fA-F]{40}$/ },
};

export const network = name => NETWORKS[name]?.name ?? name;

const BRANDS = { visa: 'Visa', mastercard: 'Mastercard', amex: 'American Express', maestro: 'Maestro' };

export const card = ({ brand, last4 }) => `${BRANDS[brand] ?? brand} •••• ${last4}`;

const first = (...names) => names.find(knows);

/** What is wrong with one field: the API's reason or limit, in the page's words. What the API itself says is for developers. */
function fieldProblem({ code, reason, limit }) {
  const name = first(`field.${reason}`, `field.${code}.${limit?.per}`, `field.${code}`, 'field.other');
  return say(name, { limit: limit && money(short(limit.amount), limit.currency), decimal: typed('99.50') });
}

/** What is wrong with one field, if anything is. */
export function problemOf(refused, field) {
  const error = refused.errors?.find(({ path }) => path === field);
  return error && fieldProblem(error);
}

/** Why something was not done. */
export function problem(refused) {
  if (knows(`problem.${refused.code}`)) return say(`problem.${refused.code}`);
  if (refused.status >= 500) return say('problem.server');
  if (refused.errors?.length > 0) return fieldProblem(refused.errors[0]);
  return say(first(`field.${refused.code}`, 'problem.other'));
}

const sentences = (...names) => names.filter(name => name && knows(name)).map(name => say(name)).filter(Boolean).join(' ');

// While the next payout is looked into, what became of the one before says nothing about it.
const begun = ({ phase, payouts }) => phase === 'paying_out' ? payouts.filter(({ status }) => !['failed', 'returned'].includes(status)) : payouts;

/** Where a sell stands: a headline and what comes next. */
export function standing(sell) {
  const payout = begun(sell).at(-1);
  const values = {
    due: money(short(sell.amount_due), sell.currency),
    received: money(short(sell.received_amount), sell.currency),
    paid: money(payout?.amount ?? sell.fiat_amount, sell.fiat_currency),
    card: payout ? card(payout.card) : say('card.yours'),
    why: sell.phase === 'on_hold' ? say(first(`hold.${sell.hold_reason}`, 'hold.other')) : '',
  };
  return { title: say(first(`phase.${sell.phase}`, 'phase.other'), values), text: textOf(sell, values) };
}

function textOf(sell, values) {
  if (sell.phase === 'on_hold') return say(first(`hold.${sell.hold_reason}.text`, 'phase.on_hold.text'), values);
  const next = sell.new_session_can_help === false ? 'next.support' : `next.${sell.failure_code}`;
  switch (sell.phase) {
    case 'expired':
      return sentences('phase.expired.text', next);
    case 'refunding':
      return sentences(`failure.${sell.failure_code}`, 'phase.refunding.text', next);
    case 'refunded':
      return sentences(`failure.${sell.failure_code}`, next);
    default:
      return knows(`phase.${sell.phase}.text`) ? say(`phase.${sell.phase}.text`, values) : '';
  }
}

// What became of too much, as far as it is decided; how much is dust the page knows only while it has a quote.
function excess({ status, refunds = [], payouts, fiat_amount: quoted }) {
  const payout = payouts.at(-1);
  if (status === 'failed') return null;
  if (refunds.some(({ reason }) => reason === 'excess')) return 'label.over_refunded';
  if (Number(payout?.amount) > Number(quoted) && ['submitted', 'settled'].includes(payout.status)) return 'label.over_paid';
  return 'label.over_open';
}

function labelled(label, sell) {
  if (label === 'under' && sell.status !== 'pending') return '';
  return sentences(`label.${label}`, label === 'over' && excess(sell));
}

// Told once, and of the phase it was told in: what comes after a slow confirmation is not slow by that.
const isDelayed = ({ delayed_at: told, status_history: story }) => told && Date.parse(story?.at(-1)?.at) <= Date.parse(told);

/** What was odd, one sentence each. */
export const oddities = sell => [isDelayed(sell) && sentences(`delay.${sell.phase}`), ...sell.labels.map(label => labelled(label, sell))].filter(Boolean);
