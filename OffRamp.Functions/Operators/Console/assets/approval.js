// What one operator asked for, and another decides on: who cannot be the first.

import { buttons, isComplete, sayRefusal } from './actions.js';
import { ACTS, PROCESSING } from './acts.js';
import { keysOfWishes } from './api.js';
import { changes, endsToken, showToken } from './partner.js';
import { changesSince } from './story.js';
import { badge, button, dialog, facts, field, form, h, message, note, onChain, sellLink, when } from './view.js';
import { actionWords, outcomeWords, problem, STATES } from './words.js';

const LOOKS = { done: 'good', rejected: 'quiet', expired: 'quiet', stale: 'warn' };

const sellOf = ({ subject, details }) => subject.startsWith('sell_') ? subject : details.sell_id;

/** @param about {whole, partner}: the sell whose page this is on, and the partner that it changes, as it is now. */
export function approvalCard(app, approval, { whole = null, partner = null } = {}) {
  const { details, subject } = approval;
  const sell = sellOf(approval);
  return h('section', { class: 'card', 'aria-label': `Approval: ${actionWords(approval.action)}` },
    h(whole ? 'h2' : 'h3', {}, actionWords(approval.action), ' ', badge(STATES.approvals[approval.state] ?? approval.state, LOOKS[approval.state] ?? '')),
    facts([
      sell && ['Sell', sellLink(sell)],
      subject.startsWith('par_') && ['Partner', h('a', { href: `#/partners/${encodeURIComponent(subject)}` }, partner?.name ?? subject)],
      subject.startsWith('ntc_') && ['Notice', h('span', { class: 'mono' }, subject)],
      ['Asked for by', approval.requested_by],
      approval.reason && ['Why', approval.reason],
      ...exactly(details, { sell: whole?.sell, partner }),
      approval.state === 'pending' && ['Ends', when(approval.expires_at)],
    ]),
    approval.state === 'stale' && (approval.refusal ? note(`Agreed to, and ${outcomeWords(approval.refusal)}`, 'warn') : stale(app, approval)),
    approval.state === 'pending' && decide(app, approval, { whole, partner }));
}

// What exactly is agreed to: an approver agrees to this address, not to an address.
function exactly(details, { sell, partner }) {
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
    ...details.partner && partner ? changes(partner, details.partner) : [],
  ];
}

// Its subject has moved on: nothing is done any more. What has changed is one look away.
function stale(app, approval) {
  const place = h('div', {});
  const trouble = message();
  const show = button('Show what has changed', async () => {
    try {
      place.replaceChildren(await changesOf(app, approval));
      trouble.say(null);
    } catch (refused) {
      trouble.say(problem(refused));
    }
  }, 'small');
  return [note('What it was about has moved on since it was asked for. Nothing is done; whoever still wants it asks again.', 'warn'),
    canBeTold(approval) && show, trouble.element, place];
}

const canBeTold = approval => sellOf(approval) && approval.seen_sequence !== null;

const wholeOf = (app, sell) => app.api.get(`/sells/${encodeURIComponent(sell)}`);

const changesOf = async (app, approval) => changesSince(await wholeOf(app, sellOf(approval)), approval.seen_sequence);

function decide(app, approval, about) {
  if (approval.requested_by.trim().toLowerCase() === app.me.name.trim().toLowerCase()) return note('You asked for this yourself: somebody else has to decide.');
  if (app.me.role !== 'approver') return note('To decide, one needs the role approver.');
  const begin = decision => async () => ask(app, approval, decision, { ...about, whole: about.whole ?? await read(app, approval) });
  return h('div', { class: 'row' },
    button('Agree …', begin('approve'), 'main', { id: `agree-${approval.id}` }),
    button('Reject …', begin('reject'), 'quiet', { id: `reject-${approval.id}` }));
}

// Where it cannot be read, the approver is told less, and can decide all the same.
async function read(app, approval) {
  try {
    return sellOf(approval) ? await wholeOf(app, sellOf(approval)) : null;
  } catch {
    return null;
  }
}

// The same that whoever asked for it was told.
function whatItDoes({ action, details }, { whole, partner }) {
  const act = ACTS[action.replace('sell.', '')];
  if (act && whole) return act.says(whole, { ...details, card_token: details.card }).filter(Boolean).join(' ');
  return {
    'notice.process': PROCESSING, 'partner.enable': 'Sessions and quotes are possible for it from then on.', 'partner.rotate_token': endsToken(partner?.name ?? 'it'),
  }[action] ?? null;
}

function ask(app, approval, decision, about) {
  const isYes = decision === 'approve';
  const does = isYes && whatItDoes(approval, about);
  return dialog(isYes ? `Agree: ${actionWords(approval.action)}` : `Reject: ${actionWords(approval.action)}`, close => {
    const reason = field({ id: 'reason', label: 'Why', rows: 2, hint: 'For the log.' });
    const trouble = message();
    const keyOf = keysOfWishes();
    const submit = button(isYes ? 'Agree' : 'Reject', async () => {
      if (!isComplete([{ ...reason, required: true }])) return;
      const wish = { decision, reason: reason.read() };
      try {
        close((await app.api.act('POST', `/approvals/${encodeURIComponent(approval.id)}`, wish, { key: keyOf(wish) })).body);
      } catch (refused) {
        if (refused.code === 'stale') await showStale(app, approval, box, close);
        else sayRefusal(refused, [{ id: 'reason', complain: reason.complain }], trouble);
      }
    }, 'main', { type: 'submit' });
    const box = h('div', {}, form(submit,
      facts(exactly(approval.details, { sell: about.whole?.sell, partner: about.partner })),
      h('div', { class: 'will' }, h('h3', {}, 'What it will do'), h('p', {}, isYes
        ? `It is done at once, as ${approval.requested_by} asked for it, if nothing has changed since.`
        : 'Nothing is done. It can be asked for again.'), does && h('p', {}, does)),
      reason.element, trouble.element, buttons(close, submit)));
    return box;
  }).then(async decided => {
    if (decided?.client_token) await showToken({ name: about.partner?.name ?? approval.subject, ...decided }, null);
    await app.again();
  });
}

async function showStale(app, approval, box, close) {
  box.replaceChildren(
    note(`It has moved on since it was asked for. Nothing was done.${canBeTold(approval) ? ' Since then:' : ''}`, 'warn'),
    canBeTold(approval) ? await changesOf(app, approval) : '',
    h('div', { class: 'row end' }, button('Understood', () => close(null), 'main')));
}
