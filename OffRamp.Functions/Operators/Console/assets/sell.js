// One sell as a story: where it stands, what helps, its money, what happened, and all that is known beside.

import { actionButtons } from './actions.js';
import { isPositive, money, short } from './amounts.js';
import { approvalCard } from './approval.js';
import { ledger } from './ledger.js';
import { deposits, payouts, refunds } from './money.js';
import { audit, notices, orchestration, webhooks } from './records.js';
import { story } from './story.js';
import { badge, copyable, facts, h, note, onChain, section, title, when } from './view.js';
import { caseWords, HOLDS, LABELS, LOOKS, PHASES, QUEUES, reasonWords, sentence } from './words.js';

const PAGES = 10;

export function sellView(app, id) {
  return {
    async load() {
      const at = `/sells/${encodeURIComponent(id)}`;
      const [whole, done, approvals] = await Promise.all([
        app.api.get(at), app.api.list(`/audit?subject=${encodeURIComponent(id)}`, PAGES), app.api.list('/approvals', PAGES)]);
      const partner = await app.api.get(`/partners/${whole.partner_id}`);
      return { whole, audit: done.data, partner, approvals: approvals.data.filter(one => one.state === 'pending' && isOf(one, id)) };
    },
    draw: data => draw(app, data),
  };
}

const isOf = ({ subject, details }, id) => subject === id || details.sell_id === id;

function draw(app, { whole, audit: done, partner, approvals }) {
  const { sell } = whole;
  return h('article', { class: 'sell' },
    title(`${money(short(sell.crypto_amount, sell.currency), sell.currency)} → ${money(sell.fiat_amount, sell.fiat_currency)}`,
      badge(PHASES[sell.phase] ?? sell.phase, LOOKS[sell.phase]),
      sell.labels.map(label => badge(LABELS[label] ?? label, 'warn'))),
    h('p', { class: 'soft' }, copyable(sell.id)),
    standing(whole),
    approvals.map(one => approvalCard(app, one, { whole })),
    section('What you can do', actionButtons(app, whole)),
    section('Money', facts([
      ['Agreed', `${money(short(sell.crypto_amount, sell.currency), sell.currency)} for ${money(sell.fiat_amount, sell.fiat_currency)}, 1 ${sell.currency} = ${money(short(sell.quote.rate), sell.fiat_currency)}`],
      ['Received', money(short(sell.received_amount, sell.currency), sell.currency)],
      ['Held now', money(short(whole.held, sell.currency), sell.currency), isPositive(whole.held) && whole.money_since && [', the first of it came ', when(whole.money_since)]],
      ['Deposit address', onChain(sell.network, 'address', sell.deposit.address), ` on ${sell.network}, deadline `, when(sell.deposit.deadline)],
      sell.specks && ['Specks', `${sell.specks.count}, together ${money(short(sell.specks.amount, sell.currency), sell.currency)}`],
    ]), deposits(sell), payouts(sell), refunds(sell)),
    section('What happened', story(whole, done)),
    section('Ledger', ledger(whole.ledger)),
    section('Whose', facts([
      ['Partner', h('a', { href: `#/partners/${partner.id}` }, partner.name)],
      ['Partner’s reference', sell.user_reference ?? '–'],
      ['Partner’s user', sell.partner_user_id ?? '–'],
      ['Session', copyable(sell.session_id)],
      ['Made', when(sell.created_at)],
      ...Object.entries(sell.metadata ?? {}).map(([name, value]) => [h('span', { class: 'mono' }, name), String(value)]),
    ])),
    notices(whole),
    webhooks(whole),
    audit(done),
    orchestration(app, whole));
}

function standing({ sell, cases, queues, entries }) {
  const [hold, help] = HOLDS[sell.hold_reason] ?? [];
  return h('div', { class: 'standing' },
    sell.phase === 'on_hold' && note([sentence(hold ?? sell.hold_reason), '. ', help], 'warn'),
    sell.phase === 'action_required' && sell.user_action && note(['The user is asked for another card. That ends ', when(sell.user_action.until), ', and then it is refunded by itself.'], 'warn'),
    sell.phase === 'refund_failed' && note('The crypto could not be sent back, and is held. Agree on another address with the user, through the partner; then refund to it. The user can give another address on the sell page, too.', 'bad'),
    sell.failure_code && note(`Why it failed: ${reasonWords(sell.failure_code)}.`),
    cases.map(one => note([h('strong', {}, caseWords(one.kind)), '. ', one.detail, ' – ', when(one.at)], 'warn')),
    entries.length > 0 && note(`${entries.length === 1 ? 'An entry' : `${entries.length} entries`} of the custodian’s list cannot be read, and ${entries.length === 1 ? 'stands' : 'stand'} in the way.`, 'warn'),
    queues.includes('webhook_dead') && note(QUEUES.webhook_dead[1], 'warn'));
}
