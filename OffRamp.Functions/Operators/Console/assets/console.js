// The console: who is signed in, which view is shown, and what is looked at again by itself.

import { OperatorApi } from './api.js';
import { approvalsView } from './approvals.js';
import { auditView } from './audit.js';
import { findView } from './find.js';
import { noticesView } from './notices.js';
import { partnerView } from './partner.js';
import { partnersView } from './partners.js';
import { queuesView } from './queues.js';
import { sellView } from './sell.js';
import { signInView } from './signin.js';
import { systemView } from './system.js';
import { button, h, note, setClock, span, tickTimes } from './view.js';
import { problem, PROVIDERS } from './words.js';

const AGAIN = 10_000;
const COUNTS_AGAIN = 30_000;

const VIEWS = { '': queuesView, sells: sellView, find: findView, approvals: approvalsView, notices: noticesView, partners: (app, id) => (id ? partnerView : partnersView)(app, id), system: systemView, audit: auditView };
const NAV = [['', 'Work'], ['approvals', 'Approvals'], ['notices', 'Notices'], ['partners', 'Partners'], ['system', 'System'], ['audit', 'Audit']];

const byId = id => document.getElementById(id);

/** What the views share. */
const app = {
  api: new OperatorApi(),
  me: null,
  counts: { approvals: 0, notices: 0 },
  paused: [],
  shortfalls: [],
  go(hash) {
    if (location.hash === hash) show();
    else location.hash = hash;
  },
  /** Shows the view anew, such as after something was done. */
  again: () => refresh(true),
  say(text) { byId('heard').textContent = text; },
  get mayAct() { return app.me.role !== 'viewer'; },
};

let current = null;
let shown = 0;
let missed = 0;

async function start() {
  setClock(() => app.api.now());
  try {
    app.me = await app.api.get('/me');
  } catch (refused) {
    const wasKnown = app.api.hasKey;
    if (refused.status === 401) app.api.signIn(null);
    return signOut(refused.status === 401 ? wasKnown ? problem(refused) : null : problem(refused));
  }
  byId('bar').hidden = false;
  byId('who').textContent = app.me.name;
  byId('who').title = `${app.me.name}, ${app.me.role}`;
  byId('sign-out').hidden = !app.api.hasKey;
  await Promise.all([show(), count()]);
}

function signOut(text) {
  app.me = null;
  current = null;
  byId('bar').hidden = true;
  byId('trouble').hidden = true;
  document.title = 'OffRamp operators';
  byId('main').replaceChildren(signInView(app, text, start));
}

async function show() {
  if (!app.me) return;
  const mine = ++shown;
  const [, path = ''] = location.hash.split('#/');
  const [name, ...rest] = path.split('/');
  const view = (VIEWS[name] ?? queuesView)(app, ...rest.map(decode));
  drawNav(name);
  byId('main').setAttribute('aria-busy', 'true');
  try {
    const data = await view.load();
    if (mine !== shown) return;
    current = { view, data: JSON.stringify(data) };
    byId('main').replaceChildren(view.draw(data));
  } catch (refused) {
    if (mine !== shown || isSignedOut(refused)) return;
    current = null;
    byId('main').replaceChildren(h('section', { class: 'head' }, h('h1', { tabindex: -1 }, 'This could not be read')), note(problem(refused), 'bad'), button('Try again', show));
  } finally {
    if (mine === shown) byId('main').removeAttribute('aria-busy');
  }
  const heading = byId('main').querySelector('h1');
  document.title = `${heading?.textContent ?? ''} – OffRamp operators`;
  if (mine > 1) {
    scrollTo(0, 0);
    heading?.focus();
  }
}

/** Looks again, and draws anew what has changed, where nobody is in the middle of something. */
async function refresh(isWanted = false) {
  if (!current || document.hidden || (!isWanted && (current.view.isStill || document.querySelector('dialog')))) return;
  const mine = shown;
  const { view } = current;
  try {
    const data = await view.load();
    tellTrouble(null);
    const text = JSON.stringify(data);
    if (mine !== shown || text === current.data || (!isWanted && document.querySelector('dialog'))) return;
    current.data = text;
    redraw(view.draw(data));
  } catch (refused) {
    if (!isSignedOut(refused) && ++missed > 1) tellTrouble('The server cannot be reached at the moment. What you see may be old. Trying again …');
  }
}

// Whoever was somewhere in the view stays there.
function redraw(element) {
  const { id } = document.activeElement ?? {};
  const open = [...byId('main').querySelectorAll('details[id][open]')].map(one => one.id);
  const { scrollX, scrollY } = window;
  byId('main').replaceChildren(element);
  for (const one of open) byId(one)?.setAttribute('open', '');
  if (id) byId(id)?.focus({ preventScroll: true });
  scrollTo(scrollX, scrollY);
}

async function count() {
  if (!app.me || document.hidden) return;
  try {
    const [approvals, notices, providers, shortfalls] = await Promise.all([app.api.get('/approvals?limit=100'), app.api.get('/notices/unmatched?limit=100'), app.api.get('/providers'), app.api.get('/shortfalls')]);
    app.counts = { approvals: approvals.data.filter(({ state }) => state === 'pending').length, notices: notices.data.length };
    app.shortfalls = shortfalls.data;
    app.paused = providers.data.filter(({ paused_since: since }) => since);
    tellTrouble(null);
    drawNav(location.hash.split('#/')[1]?.split('/')[0] ?? '');
  } catch (refused) {
    isSignedOut(refused);
  }
}

function isSignedOut(refused) {
  if (refused.status !== 401) return false;
  app.api.signIn(null);
  signOut('You are not signed in any more: this key is not known.');
  return true;
}

function drawNav(name) {
  byId('nav').replaceChildren(...NAV.map(([at, text]) => {
    const waiting = app.counts[at] ?? 0;
    return h('li', {}, h('a', { href: `#/${at}`, 'aria-current': at === name ? 'page' : null }, text,
      waiting > 0 && h('span', { class: 'count' }, String(waiting), h('span', { class: 'only-heard' }, ' waiting'))));
  }));
}

function tellTrouble(text) {
  if (!text) missed = 0;
  const paused = app.paused.map(({ name, paused_since: since }) => `${PROVIDERS[name] ?? name} does not answer as it should, for ${span(app.api.now() - Date.parse(since))}.`);
  const short = app.shortfalls.map(({ network, asset, missing }) => `${network} has ${missing} ${asset} less than is held for users: see System.`);
  const all = [text, ...short, ...paused].filter(Boolean).join(' ');
  byId('trouble').hidden = !all;
  byId('trouble').textContent = all;
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

byId('find').addEventListener('submit', event => {
  event.preventDefault();
  const sought = byId('sought').value.trim();
  if (sought) app.go(`#/find/${encodeURIComponent(sought)}`);
});
byId('sign-out').addEventListener('click', () => { app.api.signIn(null); signOut(null); });
// The link past the navigation is no way to a view.
addEventListener('hashchange', () => { if (location.hash === '' || location.hash.startsWith('#/')) show(); });
for (const [target, name] of [[document, 'visibilitychange'], [window, 'focus'], [window, 'online']])
  target.addEventListener(name, () => { refresh(); count(); });
setInterval(refresh, AGAIN);
setInterval(count, COUNTS_AGAIN);
setInterval(tickTimes, 1000);

start();
