// What needs a person now: the queues, the oldest money first.

import { isPositive, money, short, sum, text } from './amounts.js';
import { badge, empty, h, section, sellLink, table, title, when } from './view.js';
import { caseWords, HOLDS, LOOKS, PHASES, QUEUES, sentence } from './words.js';

const PAGES = 10;

export function queuesView(app) {
  return {
    async load() {
      const names = Object.keys(QUEUES);
      const [partners, ...queues] = await Promise.all([app.api.list('/partners'), ...names.map(name => app.api.list(`/sells?queue=${name}`, PAGES))]);
      return { partners: Object.fromEntries(partners.data.map(({ id, name }) => [id, name])), queues: names.map((name, at) => ({ name, ...queues[at], data: oldestFirst(queues[at].data) })) };
    },
    draw({ partners, queues }) {
      const waiting = queues.filter(({ data }) => data.length > 0);
      return h('div', {},
        title('What needs a person now'),
        h('ul', { class: 'tiles', 'aria-label': 'Queues' }, queues.map(tile)),
        waiting.length === 0 && empty('Nothing waits for a person. Sells that are under way move by themselves.'),
        waiting.map(queue => queueTable(queue, partners)));
    },
  };
}

const oldestFirst = sells => sells.toSorted((one, other) => Date.parse(since(one)) - Date.parse(since(other)));

/** Since when there is money in it; where none came, since it was made. */
const since = ({ money_since: money, sell }) => money ?? sell.created_at;

function moneyOf(sells) {
  const held = Object.entries(Object.groupBy(sells.filter(one => isPositive(one.held)), ({ sell }) => sell.currency));
  return held.length > 0 && `${held.map(([currency, some]) => money(text(sum(some.map(one => one.held))), currency)).join(', ')} held, `;
}

function tile({ name, data, hasMore }) {
  const inside = [
    h('span', { class: 'tile-name' }, QUEUES[name][0]),
    h('span', { class: 'tile-count' }, `${data.length}${hasMore ? '+' : ''}`),
    h('span', { class: 'tile-more' }, data.length > 0 ? [moneyOf(data), 'oldest ', when(since(data[0]), { bare: true })] : 'nothing waits'),
  ];
  return h('li', { class: data.length > 0 ? 'full' : '' }, data.length > 0 ? h('a', { href: `#queue-${name}`, onclick: jump }, inside) : h('div', {}, inside));
}

// The fragment is the console's own way to its views, so the browser must not follow it.
function jump(event) {
  event.preventDefault();
  const target = document.querySelector(event.currentTarget.getAttribute('href'));
  target.scrollIntoView();
  target.focus({ preventScroll: true });
}

function queueTable({ name, data, hasMore }, partners) {
  const [heading, what] = QUEUES[name];
  const part = section(null,
    h('h2', { id: `queue-${name}`, tabindex: -1 }, heading, ' ', h('span', { class: 'soft' }, String(data.length))),
    h('p', { class: 'hint' }, what, hasMore && ' There are more: the newest are shown.'),
    sellTable(heading, data, partners, name));
  return part;
}

/** Sells in a list, by who finds them. */
export const sellTable = (caption, data, partners, queue) => table(
  caption,
  [{ name: queue ? 'Waits' : 'Since' }, { name: 'Held', num: true }, { name: 'Agreed', num: true }, { name: 'What it is' }, { name: 'Partner' }, { name: 'Sell' }],
  data.map(one => [
    when(since(one), { bare: true }),
    money(short(one.held), one.sell.currency),
    money(one.sell.fiat_amount, one.sell.fiat_currency),
    what(one, queue),
    partners[one.partner_id] ?? '–',
    [sellLink(one.sell.id), one.sell.user_reference && h('small', { class: 'soft' }, one.sell.user_reference)],
  ]), 'sells');

function what({ sell, cases, wake_at: wake }, queue) {
  if (queue === 'case' && cases.length > 0) return [caseWords(cases[0].kind), cases.length > 1 && ` and ${cases.length - 1} more`];
  if (queue === 'stuck') return ['should have moved ', when(wake)];
  if (queue === 'action_required' && sell.user_action) return ['Another card is asked for; that ends ', when(sell.user_action.until)];
  if (sell.phase === 'on_hold') return sentence(HOLDS[sell.hold_reason]?.[0] ?? 'on hold');
  return badge(PHASES[sell.phase] ?? sell.phase, LOOKS[sell.phase]);
}
