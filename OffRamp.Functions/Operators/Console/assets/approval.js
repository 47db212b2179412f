// What one operator asked for, and another decides on: who cannot be the first.

import { buttons, isComplete, sayRefusal } from './actions.js';
import { newKey } from './api.js';
import { showToken } from './partner.js';
import { changesSince } from './story.js';
import { badge, button, dialog, facts, field, form, h, message, note, onChain, sellLink, when } from './view.js';
import { actionWords, STATES } from './words.js';

const LOOKS = { done: 'good', rejected: 'quiet', expired: 'quiet', stale: 'warn' };

/** @param whole the sell that it is about, where it is known; null where not. */
export function approvalCard(app, approval, whole) {
  const { details, subject } = approval;
  const sell = subject.startsWith('sell_') ? subject : details.sell_id;
  return h('section', { class: 'card', 'aria-label': `Approval: ${actionWords(approval.action)}` },
    h(whole ? 'h2' : 'h3', {}, actionWords(approval.action), ' ', badge(STATES.approvals[approval.state] ?? approval.state, LOOKS[approval.state] ?? '')),
    facts([
      sell && ['Sell', sellLink(sell)],
      subject.startsWith('par_') && ['Partner', h('a', { href: `#/partners/${encodeURIComponent(subject)}`, class: 'mono' }, subject)],
      subject.startsWith('ntc_') && ['Notice', h('span', { class: 'mono' }, subject)],
      ['Asked for by', approval.requested_by],
      approval.reason && ['Why', approval.reason],
      ...exactly(details, whole?.sell),
      approval.state === 'pending' && ['Ends', when(approval.expires_at)],
    ]),
    approval.state === 'stale' && stale(app, approval, sell),
    approval.state === 'pending' && decide(app, approval));
}

// What exactly is agreed to: an approver agrees to this address, not to an address.
function exactly(details, sell) {
  return [
    details.card && ['To the card', details.card],
    details.refund_address && ['To the address', sell ? onChain(sell.network, 'address', details.refund_address) : '', sell ? ' ' : '', h('span', { class: 'mono whole' }, details.refund_address)],
    details.tx_hash && ['Transaction', h('span', { class: 'mono whole' }, details.tx_hash), details.log_index !== null && ` #${details.log_index}`],
    details.payout_id && ['Payout', h('span', { class: 'mono' }, details.payout_id)],
    details.refund_id && ['Refund', h('span', { class: 'mono' }, details.refund_id)],
    details.outcome && ['What became of it', STATES.payouts[details.outcome] ?? STATES.refunds[details.outcome] ?? details.outcome],
    details.amount && ['Amount', details.amount],
    details.entry_id && ['Entry', h('span', { class: 'mono' }, details.entry_id)],
    details.evidence && ['How it is known', details.evidence],
  ];
}

// Its subject has moved on: nothing is done any more. What has changed is one look away.
function stale(app, { seen_sequence: seen }, sell) {
  const place = h('div', {});
  return [note('What it was about has moved on since it was asked for. Nothing is done; whoever still wants it asks again.', 'warn'),
    sell && seen !== null && button('Show what has changed', async () => place.replaceChildren(changesSince(await app.api.get(`/sells/${encodeURIComponent(sell)}`), seen)), 'small'), place];
}

function decide(app, approval) {
  if (approval.requested_by.trim().toLowerCase() === app.me.name.trim().toLowerCase()) return note('You asked for this yourself: somebody else has to decide.');
  if (app.me.role !== 'approver') return note('To decide, one needs the role approver.');
  return h('div', { class: 'row' },
    button('Agree …', () => ask(app, approval, 'approve'), 'main', { id: `agree-${approval.id}` }),
    button('Reject …', () => ask(app, approval, 'reject'), 'quiet', { id: `reject-${approval.id}` }));
}

function ask(app, approval, decision) {
  const isYes = decision === 'approve';
  return dialog(isYes ? `Agree: ${actionWords(approval.action)}` : `Reject: ${actionWords(approval.action)}`, close => {
    const reason = field({ id: 'reason', label: 'Why', rows: 2, hint: 'For the log.' });
    const trouble = message();
    const key = newKey();
    const submit = button(isYes ? 'Agree' : 'Reject', async () => {
      if (!isComplete([{ ...reason, required: true }])) return;
      try {
        close((await app.api.act('POST', `/approvals/${encodeURIComponent(approval.id)}`, { decision, reason: reason.read() }, { key })).body);
      } catch (refused) {
        sayRefusal(refused, [{ id: 'reason', complain: reason.complain }], trouble);
      }
    }, 'main', { type: 'submit' });
    return form(submit,
      facts(exactly(approval.details, null)),
      h('div', { class: 'will' }, h('h3', {}, 'What it will do'), h('p', {}, isYes
        ? `It is done at once, as ${approval.requested_by} asked for it, if nothing has changed since. It cannot be called back.`
        : 'Nothing is done. It can be asked for again.')),
      reason.element, trouble.element, buttons(close, submit));
  }).then(async decided => {
    if (decided?.client_token) await showToken({ name: approval.subject, ...decided }, null);
    await app.again();
  });
}
