// What an operator can do with a sell: where it is possible, what it asks for, and what it will do. The server decides; this says it before.

import { isPositive, money, short } from './amounts.js';
import { card, caseWords, HOLDS } from './words.js';

const ENDS = ['paid', 'expired', 'refunded', 'cancelled'];

const held = ({ held: amount, sell }) => money(short(amount, sell.currency), sell.currency);

const isMismatch = ({ sell }) => sell.phase === 'on_hold' && sell.hold_reason === 'deposit_mismatch';

// Somebody has to look before anything goes back: no one operator waives that.
const isHeldForALook = ({ sell, cases }) => sell.hold_reason === 'compliance_review' || cases.some(({ kind }) => kind === 'compliance_review');

const openPayouts = ({ sell }) => sell.payouts.filter(({ status }) => status === 'submitted');
const openRefunds = ({ sell }) => sell.refunds.filter(({ status }) => status === 'pending');

const doubt = ({ sell }) => sell.hold_reason ? `The doubt that held it (${HOLDS[sell.hold_reason]?.[0] ?? sell.hold_reason}) is waived.` : null;

const noWayBack = 'It cannot be called back.';

/** What processing a notice will do, which is no action on a sell. */
export const PROCESSING = 'The provider is asked at this moment. What it answers is recorded for the sell; of the notice nothing is used but the name of the transfer, payout or verification. Then the notice leaves the list.';

/**
 * Each: its name, whether it is possible, whether a second must agree (where approvals are on), what it asks for, and what it will do
 * in sentences, given what was typed in.
 */
export const ACTS = {
  release: {
    name: 'Release', needsSecond: () => true,
    isPossible: whole => whole.sell.phase === 'on_hold' && !isMismatch(whole),
    says: whole => ['The sell goes on from where its money stands.', doubt(whole),
      isPositive(whole.held) && whole.sell.status !== 'failed' && `What is confirmed (${held(whole)}) is paid out, once the provider and the checks allow.`, noWayBack],
  },
  pay_out: {
    name: 'Pay out', needsSecond: () => true,
    isPossible: whole => !isMismatch(whole) && isPositive(whole.held) && openPayouts(whole).length === 0 && openRefunds(whole).length === 0
      && (['on_hold', 'action_required', 'refund_failed'].includes(whole.sell.phase) || (whole.sell.phase === 'paid' && ['returned', 'failed'].includes(whole.sell.payouts.at(-1)?.status))),
    fields: () => [{ id: 'card_token', label: 'Another card (its token)', hint: 'Empty: the card that the user gave last.' }],
    says: (whole, { card_token: token }) => [
      `For ${held(whole)} that we hold, what the quote says is paid, at 1 ${whole.sell.currency} = ${money(short(whole.sell.quote.rate), whole.sell.fiat_currency)} less the fee, to ${token ? 'the other card' : lastCard(whole)}.`,
      doubt(whole), 'Open cases are waived with it. What comes from now on does not join it.', noWayBack],
  },
  refund: {
    name: 'Refund', needsSecond: ({ refund_address: address }, whole) => Boolean(address) || isHeldForALook(whole),
    isPossible: whole => openRefunds(whole).length === 0 && openPayouts(whole).length === 0 && whole.sell.phase !== 'refunding' && (isPositive(whole.held) || isMismatch(whole)),
    fields: () => [{ id: 'refund_address', label: 'Another refund address', hint: 'Empty: the refund address that the user gave.' }],
    says: (whole, { refund_address: address }) => [
      isMismatch(whole) ? `What the custodian itself confirms, at most ${held(whole)}, goes back` : `All that we hold, ${held(whole)}, goes back`,
      ` to ${address || 'the refund address that the user gave'}, less the cost where it came by the user’s own mistake.`,
      ENDS.includes(whole.sell.phase) ? 'The sell’s end stands.' : 'The sell fails, and is refunded.', noWayBack],
  },
  hold: {
    name: 'Hold', needsSecond: () => false,
    isPossible: ({ sell }) => !ENDS.includes(sell.phase) && sell.phase !== 'on_hold',
    says: whole => ['Nothing is begun any more until somebody releases it, pays it out or refunds it. Partner and user see that it is checked.',
      openPayouts(whole).length + openRefunds(whole).length > 0 && 'What is on its way already is not called back.'],
  },
  cancel: {
    name: 'Cancel', needsSecond: () => false,
    isPossible: ({ sell }) => sell.phase === 'awaiting_deposit' && !sell.deposits.some(({ status }) => status !== 'dropped'),
    says: () => ['The custodian is asked first. Where nothing has come, the sell ends as cancelled; what comes later goes back.', 'The end stands.'],
  },
  match_deposit: {
    name: 'Count a transfer', needsSecond: () => true,
    isPossible: () => true,
    fields: () => [
      { id: 'tx_hash', label: 'Transaction', hint: 'Its hash.', required: true },
      { id: 'log_index', label: 'Which transfer of it', inputmode: 'numeric', value: '0', hint: 'Its log index; 0 where there is one.', number: true, required: true }],
    says: whole => ['The custodian is asked for this transfer to the sell’s address. What it answers is counted as a deposit: its amount, never one of yours.',
      ENDS.includes(whole.sell.phase) && 'The sell has ended: the transfer is held, and then dealt with as what came late.'],
  },
  close_case: {
    name: 'Close a case', needsSecond: () => false,
    isPossible: ({ cases }) => cases.length > 0,
    fields: ({ cases }) => [{ id: 'case_id', label: 'Which', choices: cases.map(one => [one.id, `${caseWords(one.kind)}: ${one.detail}`]), required: true }],
    says: () => ['The case is gone from the queue, with your reason in the log. No money moves by it.'],
  },
  set_aside_entry: {
    name: 'Set an entry aside', needsSecond: () => true,
    isPossible: ({ entries }) => entries.length > 0,
    fields: ({ entries }) => [{ id: 'entry_id', label: 'Which', choices: entries.map(one => [one.entry_id, `sha256 ${one.sha256.slice(0, 16)}…`]), required: true }],
    says: () => ['The entry does not stand in the way of a payout or an end any more. If it was this user’s money after all, it is not counted.'],
  },
  resolve_payout: {
    name: 'Record what became of a payout', needsSecond: () => true,
    isPossible: whole => openPayouts(whole).length > 0 && (whole.sell.hold_reason === 'payout_unresolved' || whole.cases.some(({ kind }) => kind === 'payout_unresolved')),
    fields: whole => [
      { id: 'payout_id', label: 'Which', choices: openPayouts(whole).map(one => [one.id, `${money(one.amount, one.currency)} to ${card(one.card)}`]), required: true },
      { id: 'outcome', label: 'What became of it', choices: [['settled', 'It arrived'], ['failed', 'It failed: nothing was paid'], ['returned', 'It came back']], required: true },
      { id: 'amount', label: `How much (${whole.sell.fiat_currency})`, inputmode: 'decimal', hint: 'What arrived, or what came back. Empty where it failed.' },
      { id: 'evidence', label: 'How you know', hint: 'The provider’s statement, a letter: by name and date.', required: true }],
    says: (_, { outcome }) => [outcome === 'failed' ? 'The payout counts as failed: another payout or a refund is possible then. If it did arrive after all, the money is paid twice.'
      : outcome === 'returned' ? 'The payout counts as paid and come back: another payout or a refund is possible then.'
      : 'The payout counts as paid, and the sell is completed.', 'What the provider says later against it opens a case.'],
  },
  resolve_refund: {
    name: 'Record what became of a refund', needsSecond: () => true,
    isPossible: whole => openRefunds(whole).length > 0 && (whole.sell.hold_reason === 'refund_unresolved' || whole.cases.some(({ kind }) => kind === 'refund_unresolved')),
    fields: whole => [
      { id: 'refund_id', label: 'Which', choices: openRefunds(whole).map(one => [one.id, `${money(short(one.amount, whole.sell.currency), whole.sell.currency)} to ${one.address}`]), required: true },
      { id: 'outcome', label: 'What became of it', choices: [['sent', 'It was sent'], ['failed', 'It failed: nothing was sent']], required: true },
      { id: 'tx_hash', label: 'Transaction', hint: 'Of the refund, where it was sent.' },
      { id: 'evidence', label: 'How you know', hint: 'The custodian’s statement, the explorer: by name and date.', required: true }],
    says: (_, { outcome }) => [outcome === 'failed' ? 'The refund counts as failed, and can be sent again. If it was sent after all, the money goes back twice.' : 'The refund counts as sent.', 'What the custodian says later against it opens a case.'],
  },
  redeliver: {
    name: 'Send the webhooks again', needsSecond: () => false,
    isPossible: ({ queues }) => queues.includes('webhook_dead'),
    says: () => ['The sell’s events that were given up go to the partner’s endpoint once more, in order. No money moves.'],
  },
};

const lastCard = ({ sell }) => sell.payouts.length > 0 ? `${card(sell.payouts.at(-1).card)}, or the card that was given since` : 'the card that the user gave';
