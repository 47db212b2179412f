// A partner's page: opens sessions by its own server, shows the sell page, and beside it what a partner's server hears.

import { byId, during, h, say, short } from './view.js';
import { Events, table } from './events.js';
import { controls, queues } from './sandbox.js';
import { hearWebhooks, news, openSession } from './server.js';
import { drawWallet } from './wallet.js';

const PAUSE = 1500;
const ENDED = ['completed', 'failed', 'cancelled'];
const USERS = {
  ada: () => ({ user: 'ada', email: 'ada+verified@example.com' }),
  bea: () => stranger('bea', ''),
  carl: () => stranger('carl', '+pending'),
  dora: () => stranger('dora', '+rejected'),
};

// Somebody new each time: who was verified once stays so. The part behind the plus tells the sandbox.
function stranger(name, status) {
  const one = unique(name);
  return { user: one, email: `${one}${status}@example.com` };
}

const unique = name => `${name}-${Date.now().toString(36)}`;

let current = sessionStorage.getItem('sell');
let user = null;
let told = null;
let heard = 0;
let after = '';
let timer;
let looking = null;
let drawn = '';
const events = new Events(() => lookAgain());

const shop = {
  sell: () => told?.sells?.find(({ id }) => id === current) ?? null,
  user: () => user,
  movesClock: () => told.moves_clock,
  look: () => lookAgain(),
};

function choose(sellId) {
  current = sellId;
  sessionStorage.setItem('sell', sellId);
  lookAgain();
}

byId('order').addEventListener('submit', event => {
  event.preventDefault();
  const fields = new FormData(event.target, event.submitter);
  during(event.submitter, () => order(Object.fromEntries(fields)));
});

async function order({ user: who, asset: both, fiat, lang, by }) {
  user = USERS[who]();
  const [asset, network] = both.split(' ');
  const session = await openSession({ by, ...user, asset, network, fiat, reference: unique('order'), return_url: location.href });
  choose(session.id.replace('ses_', 'sell_'));
  if (by === 'redirect') return void OffRamp.redirectToSellPage(session.widget_url, lang);
  const widget = proofWidget.run({ ...session, lang, onStatusChange: () => lookAgain(), onClose: () => widget.unmount() });
  byId('proof-widget').scrollIntoView({ block: 'nearest' });
  return null;
}

/** Asks the shop's server what there is; at the same time only once. */
function look() {
  looking ??= ask().finally(() => {
    looking = null;
    clearTimeout(timer);
    timer = setTimeout(look, document.hidden ? 20 * PAUSE : PAUSE);
  });
  return looking;
}

/** Asks once more, for what has happened until now. */
async function lookAgain() {
  await looking;
  await look();
}

async function ask() {
  try {
    told = await news(heard, after);
    ({ heard } = told);
    after = told.next ?? after;
    events.hear(told);
    draw();
  } catch (failure) {
    say(failure.message, true);
  }
}

function draw() {
  if (told.home !== location.origin) location.replace(told.home + location.pathname);
  byId('sandbox').hidden = !told.sandbox;
  if (told.sandbox) byId('sandbox').href = told.sandbox;
  if (told.sandbox && !byId('controls').hasChildNodes()) {
    byId('controls').replaceChildren(...controls(shop));
    byId('queues').replaceChildren(...queues(shop));
  }
  const sell = shop.sell();
  if (sell) events.follow(sell.id);
  events.draw(byId('only').checked ? current : null);
  drawEndpoint();
  drawWallet(told.wallet, shop);
  const state = JSON.stringify([current, told.sells?.map(({ id, sequence }) => [id, sequence])]);
  if (state === drawn) return;
  drawn = state;
  byId('standing').replaceChildren(...standing(sell));
  byId('sells').replaceChildren(told.sells?.length ? table(told.sells, sellRow, ['Sell', 'Amount', 'Status', 'Console']) : h('p', { class: 'soft' }, 'None yet.'));
}

function drawEndpoint() {
  const { url, is_ours: isOurs } = told.endpoint;
  const state = url ?? '';
  if (byId('endpoint').dataset.url === state) return;
  byId('endpoint').dataset.url = state;
  byId('endpoint').replaceChildren(...(isOurs ? [`Webhooks come to ${url}, and are believed only if they are signed with the endpoint's secret.`]
    : url ? [`Webhooks go to ${url}. `, h('button', { type: 'button', class: 'link', onclick: event => during(event.target, async () => { await hearWebhooks(); await lookAgain(); }) }, 'Have them come here')]
    : ['The first sell sets the webhook endpoint to this shop.']));
}

function standing(sell) {
  if (!current) return [h('p', { class: 'soft' }, 'None yet.')];
  const link = h('a', { href: `/ops#/sells/${current}` }, 'Open it in the console');
  if (!sell) return [h('p', {}, h('code', {}, current)), h('p', { class: 'soft' }, 'The user has not accepted a quote yet.')];
  const paid = sell.payouts.findLast(({ status }) => status === 'settled');
  const facts = [
    ['Status', `${sell.status} · ${sell.phase}`],
    sell.labels.length > 0 && ['Labels', sell.labels.join(', ')],
    (sell.failure_code ?? sell.hold_reason) && ['Because', sell.failure_code ?? sell.hold_reason],
    ['Expected', `${short(sell.crypto_amount)} ${sell.currency}`],
    ['Received', `${short(sell.received_amount)} ${sell.currency}`],
    Number(sell.amount_due) > 0 && ['Due', `${short(sell.amount_due)} ${sell.currency}`],
    paid ? ['Paid', `${paid.amount} ${paid.currency}`] : !ENDED.includes(sell.status) && ['To be paid', `${sell.fiat_amount} ${sell.fiat_currency}`],
    ...sell.refunds.map(({ amount, status }) => ['Refund', `${short(amount)} ${sell.currency} · ${status}`]),
  ].filter(Boolean);
  return [h('p', {}, h('code', { id: 'sell-id' }, sell.id)), h('dl', {}, facts.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))), h('p', {}, link)];
}

const sellRow = sell => h('tr', { class: sell.id === current ? 'now' : null },
  h('td', {}, h('button', { type: 'button', class: 'link mono', title: sell.id, 'aria-pressed': String(sell.id === current), onclick: () => choose(sell.id) }, `…${sell.id.slice(-8)}`)),
  h('td', { class: 'number' }, `${short(sell.crypto_amount)} ${sell.currency}`),
  h('td', {}, `${sell.status} · ${sell.phase}`),
  h('td', {}, h('a', { href: `/ops#/sells/${sell.id}`, 'aria-label': `Console page of ${sell.id}` }, 'Console')));

byId('only').addEventListener('change', () => lookAgain());
document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
look();
