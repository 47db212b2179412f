// What the API's words mean to the user, in plain sentences.

import { money, short } from './amounts.js';

export const NETWORKS = {
  TRC20: { name: 'TRON (TRC20)', begins: 'T', pattern: /^T[1-9A-HJ-NP-Za-km-z]{33}$/ },
  ERC20: { name: 'Ethereum (ERC20)', begins: '0x', pattern: /^0x[0-9a-fA-F]{40}$/ },
};

export const network = name => NETWORKS[name]?.name ?? name;

const BRANDS = { visa: 'Visa', mastercard: 'Mastercard', amex: 'American Express', maestro: 'Maestro' };

export const card = ({ brand, last4 }) => `${BRANDS[brand] ?? brand} •••• ${last4}`;

const PROBLEMS = {
  unreachable: 'We could not reach the server. Check your connection and try again.',
  rate_unavailable: 'There is no current rate at the moment. Please try again shortly.',
  provider_unavailable: 'One of our providers does not answer at the moment. Please try again shortly.',
  rate_limited: 'That was a bit fast. Please try again in a moment.',
  asset_paused: 'Selling this currency is paused at the moment. Please try again later.',
  quote_expired: 'The rate has expired. Here is a new one: please check it and confirm again.',
  deposit_already_detected: 'Your transfer was seen already, so this sale can no longer be cancelled.',
  session_not_cancellable: 'This can no longer be cancelled.',
  session_ended: 'This sale has ended.',
  no_action_required: 'The sale has moved on. Nothing is needed from you any more.',
  decision_pending: 'This takes longer than usual. Please try again in a moment.',
  kyc_required: 'Your identity has to be verified first.',
  amount_fixed: 'The amount of this sale is fixed.',
  sell_exists: 'This sale is under way already.',
  session_busy: 'That was a bit fast. Please try again in a moment.',
  idempotency_in_progress: 'That was a bit fast. Please try again in a moment.',
  quote_not_valid: 'This rate cannot be used any more. Please ask for a new one.',
  storage_unavailable: 'Something does not answer on our side at the moment. Nothing was lost. Please try again shortly.',
  not_found: 'This link is not valid any more.',
  offramp_disabled: 'Nothing new can be sold here at the moment. Sales under way go on.',
  country_not_supported: 'Sales are not possible in your country.',
};

const FIELD_PROBLEMS = {
  invalid_amount: 'This amount cannot be used. Enter one with fewer decimals, such as 250 or 99.50.',
  invalid_email: 'Enter an e-mail address, such as ada@example.com.',
  required: 'This is needed.',
  too_long: 'This is too long.',
};

// What the API says with these is made for people: it has the limit, or the reason.
const TOLD_BY_API = ['out_of_range', 'limit_exceeded', 'invalid_refund_address', 'invalid_card_token'];

/** What is wrong with one field. */
export const fieldProblem = ({ code, message }) =>
  TOLD_BY_API.includes(code) ? message : FIELD_PROBLEMS[code] ?? 'This cannot be used. Please check it.';

/** Why something was not done. */
export function problem(refused) {
  if (PROBLEMS[refused.code]) return PROBLEMS[refused.code];
  if (refused.status >= 500) return 'Something went wrong on our side. Nothing was lost. Please try again.';
  if (refused.errors?.length > 0) return fieldProblem(refused.errors[0]);
  return TOLD_BY_API.includes(refused.code) ? refused.message : 'That could not be done. Please look at what has changed and try again.';
}

const HOLDS = {
  rate_moved: 'The market moved a lot since your rate was fixed, so we check this sale by hand.',
  confirmation_timeout: 'The network has not confirmed your transfer for a long time, so we look into it by hand.',
  payout_unresolved: 'The card provider has not told us yet whether your payout arrived, so we ask by hand.',
};

const FAILURES = {
  underpaid: 'Less arrived than was agreed, so the sale could not go on.',
  payout_failed: 'Your card could not be paid.',
  refund_requested: 'You asked for your crypto back.',
  kyc_required: 'Your identity could not be verified in time.',
  operator: 'We could not go on with this sale.',
};

// What to do after a sell that failed. What a new one cannot help with is for people to clear up.
const NEXT = {
  deposit_timeout: 'You can start again whenever you like.',
  underpaid: 'You can start again, and send the amount that the page asks for.',
  payout_failed: 'You can start again with another card.',
  refund_requested: 'You can start again whenever you like.',
  kyc_required: 'You can start again; your identity is verified first.',
};

const next = ({ new_session_can_help: again, failure_code: code }) =>
  again === false ? ' Please ask support what comes next, with the reference below.' : NEXT[code] ? ` ${NEXT[code]}` : '';

// While the next payout is looked into, what became of the one before says nothing about it.
const begun = ({ phase, payouts }) => phase === 'paying_out' ? payouts.filter(({ status }) => !['failed', 'returned'].includes(status)) : payouts;

/** Where a sell stands: a headline and what comes next. */
export function standing(sell) {
  const payout = begun(sell).at(-1);
  const paid = money(payout?.amount ?? sell.fiat_amount, sell.fiat_currency);
  const to = payout ? card(payout.card) : 'your card';
  const received = money(short(sell.received_amount), sell.currency);
  switch (sell.phase) {
    case 'awaiting_deposit':
      return { title: `Send ${money(short(sell.amount_due), sell.currency)}`, text: '' };
    case 'confirming_deposit':
      return { title: 'We see your transfer', text: 'The network is confirming it. This usually takes a few minutes. You can close this page: the sale goes on by itself.' };
    case 'paying_out':
      return { title: 'Your payout is on its way', text: `${received} arrived. ${paid} are being sent to ${to}. Most cards show it within minutes, some banks take up to three days.` };
    case 'action_required':
      return { title: 'Your card could not be paid', text: `Nothing is lost: we hold your ${received}. Give another card, or have your crypto sent back.` };
    case 'on_hold':
      if (sell.hold_reason === 'kyc_required')
        return { title: 'We are checking this sale', text: 'Your identity has to be verified again before we pay out. Your money is safe. If it is not done within 7 days, your crypto goes back.' };
      return { title: 'We are checking this sale', text: `${HOLDS[sell.hold_reason] ?? 'One of us is looking at it.'} Your money is safe, and you need not do anything on this page.` };
    case 'paid':
      return { title: 'Done', text: `${paid} were sent to ${to}.` };
    case 'expired':
      return { title: 'No transfer arrived in time', text: 'Nothing was sold and nothing is owed. If you did send something, it is found and goes back to your refund address.' + next(sell) };
    case 'refunding':
      return { title: 'Your crypto is on its way back', text: `${FAILURES[sell.failure_code] ?? ''} It goes to your refund address.${next(sell)}`.trim() };
    case 'refund_failed':
      return { title: 'Your crypto could not be sent back yet', text: 'Nothing is lost. Give another refund address, or wait until we have looked at it.' };
    case 'refunded':
      return { title: 'Your crypto was sent back', text: `${FAILURES[sell.failure_code] ?? ''}${next(sell)}`.trim() };
    case 'cancelled':
      return { title: 'Cancelled', text: 'Nothing was sold. Please do not send anything to the address any more: it would go back to your refund address.' };
    default:
      return { title: 'Your sale is under way', text: '' };
  }
}

// What became of too much, as far as it is decided; how much is dust the page knows only while it has a quote.
function excess({ status, refunds = [], payouts, fiat_amount: quoted }) {
  const payout = payouts.at(-1);
  if (status === 'failed') return '';
  if (refunds.some(({ reason }) => reason === 'excess')) return ' What was too much goes back to your refund address.';
  if (Number(payout?.amount) > Number(quoted) && ['submitted', 'settled'].includes(payout.status))
    return ' What was too much is paid out with the rest, at the same rate.';
  return ' A very small excess is paid out with the rest; more than that goes back to your refund address.';
}

const LABELS = {
  under: sell => sell.status === 'pending' && 'Less has arrived than agreed. Send the rest to the same address until the deadline, and the sale goes on.',
  over: sell => `You sent more than agreed.${excess(sell)}`,
  late: () => 'A transfer arrived after the deadline. It is dealt with on its own; see below.',
  duplicate: () => 'Another transfer arrived after this sale was covered. It goes back to your refund address.',
  reorged: () => 'The network took back a transfer. We are looking at it; there is nothing for you to do.',
  slow: () => 'The network is slower than usual.',
  returned: () => 'Your bank sent the payout back. We hold the money and look at it by hand.',
};

const DELAYS = {
  confirming_deposit: 'The network takes longer than usual to confirm your transfer. You need not do anything: the sale goes on by itself.',
  paying_out: 'This payout takes longer than usual. Your money is safe, and you need not do anything: we ask again until we know.',
};

// Told once, and of the phase it was told in: what comes after a slow confirmation is not slow by that.
const isDelayed = ({ delayed_at: told, status_history: story }) => told && Date.parse(story?.at(-1)?.at) <= Date.parse(told);

/** What was odd, one sentence each. */
export const oddities = sell => [isDelayed(sell) && DELAYS[sell.phase], ...sell.labels.map(label => LABELS[label]?.(sell))].filter(Boolean);

export const REFUND_STATUS = { pending: 'on its way', sent: 'sent', failed: 'not possible yet' };

export const DEPOSIT_STATUS = { seen: 'waiting for confirmation', confirmed: 'confirmed', dropped: 'taken back by the network' };
