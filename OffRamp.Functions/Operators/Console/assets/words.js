// What the API's words mean to an operator, in plain sentences.

/** The queues, in the order of their haste: what each is, and what helps. */
export const QUEUES = {
  on_hold: ['On hold', 'Stopped until a person decides, or until what holds it is cleared up.'],
  refund_failed: ['Refund failed', 'The crypto could not be sent back. It is held; agree on another address with the user, through the partner.'],
  case: ['Cases', 'Something odd that only a person can settle.'],
  stuck: ['Stuck', 'It should have moved by now. It is visited every minute: look at the providers and the storage.'],
  late: ['Late money', 'A transfer came after the end; it goes back by itself.'],
  action_required: ['Waiting for the user', 'A card was declined. Nothing to do but help the user; at the end it is refunded by itself.'],
  webhook_dead: ['Webhooks given up', 'The partner’s endpoint did not take an event for three days. No money is touched.'],
};

export const HOLDS = {
  compliance_review: ['compliance review', 'The sender is risky, sanctioned or unknown, or too much came. Look into the sender. Clean: release it. Too much, and fine: pay it out or refund it. Sanctioned: leave it, and do what the law asks.'],
  confirmation_timeout: ['not confirmed for a day', 'Ask the custodian. If the transfer is confirmed later, the sell goes on by itself. If it never will be: refund or cancel what there is.'],
  deposit_mismatch: ['the custodian has less than we would pay', 'Nobody can waive this. The custodian is asked every 5 minutes, and the sell goes on once its total covers the payout. An entry of its list that cannot be read and is not ours: set it aside. For good: refund what it confirms.'],
  payout_unresolved: ['nobody knows what became of the payout', 'Never pay again. Get a statement from the payout provider, then record what became of the payout, with the amount and your evidence.'],
  refund_unresolved: ['nobody knows what became of the refund', 'Get the custodian’s word, then record what became of the refund, with the transaction and your evidence.'],
  rate_moved: ['the rate fell by more than 2 %', 'Pay it out, and the loss is ours, or refund it.'],
  kyc_required: ['the verification lapsed', 'It goes on by itself when the user is verified again; after 7 days it is refunded by itself. A rejected user: refund, or what compliance says.'],
  operator: ['held by a person', 'Read who held it and why, below. Then release it, pay it out or refund it.'],
};

export const CASES = {
  late_deposit: 'A transfer came after the end: it goes back or is paid by itself, unless it is held',
  duplicate_deposit: 'A transfer came once too often: it goes back by itself, unless it is held',
  wrong_network: 'A transfer came on another network',
  wrong_token: 'Another token came',
  wrong_memo: 'A transfer came with another memo',
  zero_value: 'A transfer of nothing came',
  unusable_amount: 'A transfer’s amount cannot be used',
  before_birth: 'A transfer is from before the sell: perhaps somebody else’s',
  foreign_transfers: 'The custodian lists transfers that are not this sell’s',
  unreadable_entry: 'The custodian’s list has an entry that cannot be read',
  deposit_contradiction: 'The custodian’s notice and its list disagree about a transfer',
  unconfirmed_deposit: 'A confirmed transfer is not confirmed any more',
  reorg_after_confirmation: 'The network took back a transfer after it was confirmed',
  payout_contradiction: 'The payout provider contradicts what is recorded',
  payout_returned: 'The bank sent the payout back',
  payout_unresolved: 'Nobody knows what became of the payout',
  refund_unresolved: 'Nobody knows what became of the refund',
  refund_contradiction: 'The custodian contradicts what is recorded of a refund',
  ledger_gap: 'The ledger does not close',
};

export const caseWords = kind => CASES[kind] ?? (HOLDS[kind] ? sentence(HOLDS[kind][0]) : plain(kind));

export const PHASES = {
  awaiting_deposit: 'Waits for the deposit', confirming_deposit: 'Waits for confirmations', on_hold: 'On hold', paying_out: 'Paying out',
  action_required: 'Waits for the user', paid: 'Paid', expired: 'Expired', refunding: 'Refunding', refund_failed: 'Refund failed',
  refunded: 'Refunded', cancelled: 'Cancelled',
};

/** How a phase looks: good, busy, bad or ended. */
export const LOOKS = { on_hold: 'warn', action_required: 'warn', refund_failed: 'bad', paid: 'good', expired: 'quiet', refunded: 'quiet', cancelled: 'quiet' };

export const EVENTS = {
  'session.created': 'The session was opened', 'session.expired': 'The session expired', 'session.cancelled': 'The session was cancelled', 'kyc.updated': 'The user’s verification changed',
  'deposit.seen': 'A transfer was seen', 'deposit.confirmed': 'A transfer was confirmed', 'deposit.dropped': 'The network took a transfer back',
  'sell.pending': 'The sell waits for its deposit', 'sell.processing': 'The payout is prepared', 'sell.completed': 'Completed', 'sell.failed': 'Failed',
  'sell.cancelled': 'Cancelled', 'sell.on_hold': 'Held', 'sell.action_required': 'The user is asked for another card', 'sell.delayed': 'It takes longer than usual',
  'payout.submitted': 'The payout was sent', 'payout.settled': 'The payout settled', 'payout.failed': 'The payout failed', 'payout.returned': 'The payout came back',
  'refund.pending': 'A refund was begun', 'refund.sent': 'The refund was sent', 'refund.failed': 'The refund failed',
};

const REASONS = {
  deposit_timeout: 'no deposit in time', underpaid: 'less came than agreed', payout_failed: 'the payout failed', refund_requested: 'the user asked for the crypto back',
  operator: 'an operator decided', released: 'an operator released it', screened: 'the address was screened and is clean', excess: 'more came than agreed', late: 'it came too late', duplicate: 'it came once too often',
};

/** Why, in words: a code of the contract, with what stands behind it. */
export function reasonWords(reason) {
  const [code, ...detail] = reason.split(': ');
  return [REASONS[code] ?? HOLDS[code]?.[0] ?? plain(code), ...detail].join(': ');
}

export const LABELS = {
  under: 'less came than agreed', over: 'more came than agreed', late: 'money came after the end', duplicate: 'a transfer too many', reorged: 'the network took a transfer back',
  slow: 'slow to confirm', returned: 'the bank sent the payout back',
};

export const INBOX = {
  deposit: 'The custodian told of a transfer', payout: 'The payout provider told of a payout', cancel: 'A cancel was asked for', refund: 'The user asked for the crypto back',
  card: 'The user gave another card', refund_address: 'The user gave another refund address', ledger_gap: 'The nightly check found a gap in the ledger', operator: 'An operator decided',
};

export const ACCOUNTS = {
  received: 'Received from the user', held: 'Held for the user', converted: 'Converted', refunded: 'Refunded to the user', refund_costs: 'Costs of refunds, borne by the user',
  network_costs: 'Network costs, ours', own_funds: 'Our own funds', paid_out: 'Paid out to the card', fees: 'Our fees', margin: 'The partner’s margin', rounding: 'Rounding', return_costs: 'Kept by banks, our cost',
};

export const STATES = {
  deposits: { seen: 'seen', confirmed: 'confirmed', dropped: 'taken back' },
  payouts: { submitted: 'under way', settled: 'settled', failed: 'failed', returned: 'came back' },
  refunds: { pending: 'under way', sent: 'sent', failed: 'failed' },
  webhooks: { pending: 'to be sent', delivered: 'delivered', dead: 'given up', skipped: 'not wanted' },
  approvals: { pending: 'waits', done: 'done', rejected: 'rejected', expired: 'ended unanswered', stale: 'outdated' },
};

export const ACTION_NAMES = {
  'sell.pay_out': 'Pay out', 'sell.refund': 'Refund', 'sell.cancel': 'Cancel', 'sell.release': 'Release', 'sell.hold': 'Hold', 'sell.match_deposit': 'Count a transfer',
  'sell.redeliver': 'Send the webhooks again', 'sell.set_aside_entry': 'Set an entry aside', 'sell.close_case': 'Close a case', 'sell.resolve_payout': 'Record what became of a payout',
  'sell.resolve_refund': 'Record what became of a refund', 'notice.process': 'Process a notice', 'partner.created': 'Create a partner', 'partner.changed': 'Change a partner',
  'partner.enable': 'Enable a partner', 'partner.rotate_token': 'Make a partner a new token', 'partner.token_rotated': 'Make a partner a new token', 'asset.paused': 'Pause an asset', 'asset.resumed': 'Take an asset up again', 'user.erased': 'Erase a user',
  'approval.approved': 'Agree to what another asked for', 'approval.rejected': 'Reject what another asked for',
};

const OUTCOMES = { done: 'done', awaits_approval: 'waits for a second operator' };

export const actionWords = action => ACTION_NAMES[action] ?? plain(action);

export const outcomeWords = outcome => outcome === null ? '' : OUTCOMES[outcome] ?? `refused: ${PROBLEMS[outcome] ?? plain(outcome)}`;

export const PROVIDERS = { custodian: 'Custodian', payouts: 'Payout provider', kyc: 'Verification provider', rates: 'Rate source', screening: 'Screening provider' };

export const ROLES = { viewer: 'may look', operator: 'may act', approver: 'may act, and agree to what others ask for' };

const PROBLEMS = {
  unreachable: 'The server could not be reached. Nothing is known to have been done: look before you try again.',
  unauthorized: 'This key is not known.',
  stale: 'The sell has moved on since you looked.',
  payout_unresolved: 'A payout is out. Nothing else is sent until the provider itself says that it failed or came back.',
  action_not_possible: 'This cannot be done with things as they are.',
  no_action_required: 'The sell does not wait for this any more.',
  decision_pending: 'It is not decided yet. The request stands: look again in a moment.',
  same_operator: 'You asked for it yourself: somebody else has to decide.',
  precondition_failed: 'Somebody else has changed it since you read it.',
  notice_processed: 'Somebody has had this notice processed already.',
  deposit_already_detected: 'A transfer was seen already, so it can no longer be cancelled.',
  session_not_cancellable: 'This has ended and can no longer be cancelled.',
  provider_unavailable: 'The provider that has to be asked does not answer. Try again shortly.',
  storage_unavailable: 'The storage does not answer. Nothing was lost; try again shortly.',
  orchestrations_unavailable: 'The Durable engine does not answer.',
  rate_limited: 'That was a bit fast. Try again in a moment.',
  not_found: 'There is no such thing.',
  invalid_card_token: 'The payout provider does not know this card.',
  idempotency_in_progress: 'It is being done at this moment. Look again shortly.',
};

const TOLD_BY_API = ['forbidden', 'out_of_range', 'invalid_refund_address', 'invalid_amount', 'too_long', 'not_supported', 'invalid_hash', 'invalid_tx_hash', 'invalid_email', 'invalid_url', 'invalid_cursor', 'invalid_items', 'not_found'];
const FIELDS = { required: 'This is needed.', invalid_card_token: PROBLEMS.invalid_card_token };

/** What is wrong with one field. */
export const fieldProblem = ({ code, message }) => FIELDS[code] ?? (TOLD_BY_API.includes(code) ? message : message || 'This cannot be used.');

/** Why something was not done. */
export function problem(refused) {
  if (refused.errors?.length > 0 && !PROBLEMS[refused.code]) return refused.errors.map(fieldProblem).join(' ');
  if (PROBLEMS[refused.code]) return PROBLEMS[refused.code];
  if (refused.status >= 500) return 'Something went wrong on the server. Look before you try again.';
  return refused.message || 'That could not be done.';
}

export const plain = code => code.replaceAll('_', ' ').replaceAll('.', ': ');

export const sentence = text => text.charAt(0).toUpperCase() + text.slice(1);

const BRANDS = { visa: 'Visa', mastercard: 'Mastercard', amex: 'American Express', maestro: 'Maestro' };

export const card = ({ brand, last4 }) => `${BRANDS[brand] ?? brand} •••• ${last4}`;

// Where anybody can look up what is on a chain. Only what must be a hash or an address becomes part of a link.
const EXPLORERS = {
  TRC20: { transaction: ['https://tronscan.org/#/transaction/', /^[0-9a-f]{64}$/i, text => text], address: ['https://tronscan.org/#/address/', /^T[1-9A-HJ-NP-Za-km-z]{33}$/, text => text] },
  ERC20: { transaction: ['https://etherscan.io/tx/', /^(0x)?[0-9a-f]{64}$/i, text => text.startsWith('0x') ? text : `0x${text}`], address: ['https://etherscan.io/address/', /^0x[0-9a-f]{40}$/i, text => text] },
};

/** The explorer's page of it; null where there is none. */
export function explorer(network, kind, text) {
  const [at, pattern, write] = EXPLORERS[network]?.[kind] ?? [];
  return at && pattern.test(text) ? at + write(text) : null;
}
