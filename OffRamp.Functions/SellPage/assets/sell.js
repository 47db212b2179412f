// The page: reads the session, decides which step is to be seen, and looks again when it hears of a change, or every few seconds.

import { SessionApi } from './api.js';
import { isPositive, money, short } from './amounts.js';
import { Embedding } from './embedding.js';
import { helpLine, invalidStep, overStep } from './ends.js';
import { identityStep } from './identity.js';
import { amountStep } from './amount.js';
import { payoutStep } from './payout.js';
import { reviewStep } from './review.js';
import { depositStep } from './deposit.js';
import { progressStep } from './progress.js';
import { actionStep } from './action.js';
import { language, say } from './language.js';
import { LiveUpdates } from './live.js';
import { confirm } from './view.js';
import { network, problem, standing } from './words.js';

const OFTEN = 3000;
const SELDOM = 30_000;

const STEPS = {
  invalid: invalidStep, over: overStep, identity: identityStep, amount: amountStep, payout: payoutStep, review: reviewStep,
  deposit: depositStep, progress: progressStep, action: actionStep,
};
const WAY = ['identity', 'amount', 'payout', 'review', 'deposit', 'progress'];

const byId = id => document.getElementById(id);
const sessionId = location.pathname.split('/').pop();

/** All that steps share: what the server said last, what the user has given so far, and ways to change both. */
const page = {
  api: new SessionApi(sessionId, location.hash.slice(1)),
  cardPage: document.querySelector('meta[name=card-page]').content,
  embedding: new Embedding(),
  session: null,
  isInvalid: location.hash.length < 2,
  draft: { amount: null, typed: null, card: null, refundAddress: '', isPayoutGiven: false },
  /** What the next step has to say first: {field, text} of what went wrong in the one after it. */
  remark: null,
  show,
  /** Takes in what the API answered about a part of the session. Whatever was asked before that is old. */
  learn(change) {
    turn++;
    page.session = { ...page.session, ...change };
    show();
  },
  take: sell => page.learn({ status: sell.status, sell }),
  /** Asks the API for what there is now. */
  async refresh() {
    const mine = ++turn;
    try {
      const session = await page.api.read();
      if (mine !== turn) return;
      page.session = session;
      if (failures > 0) tellTrouble(null);
      failures = 0;
    } catch (refused) {
      if (refused.status === 401 || refused.status === 404) page.isInvalid = true;
      else if (++failures > 1) tellTrouble(say('page.unreachable'));
    }
    show();
  },
  async cancel() {
    if (!await confirm(say('page.cancel_question'), say('page.cancel_yes'), say('page.cancel_no'))) return null;
    try {
      page.learn(await page.api.act('/cancel'));
      return null;
    } catch (refused) {
      await page.refresh();
      return problem(refused);
    }
  },
  fixedAmount: () => page.session.crypto_amount ?? page.session.fiat_amount,
};

let current = {};
let turn = 0;
let failures = 0;
let timer;

function stepNow({ isInvalid, session, draft }) {
  if (isInvalid) return 'invalid';
  if (!session) return null;
  const { sell } = session;
  if (sell?.user_action) return 'action';
  if (sell?.phase === 'on_hold' && sell.hold_reason === 'kyc_required') return 'identity';
  if (sell) return sell.status === 'pending' && sell.phase !== 'on_hold' && isPositive(sell.amount_due) ? 'deposit' : 'progress';
  if (session.status !== 'open') return 'over';
  if (session.kyc_status !== 'verified') return 'identity';
  if (!page.fixedAmount() && !draft.amount) return 'amount';
  return draft.isPayoutGiven ? 'review' : 'payout';
}

function show() {
  const name = stepNow(page);
  if (!name) return;
  // Asked once more for the same thing, the user sees a new step.
  const { kind, until } = page.session?.sell?.user_action ?? {};
  const key = [name, kind, until].join(' ');
  if (key !== current.key) {
    const isFirst = !current.key;
    current.leave?.();
    current = { key, ...STEPS[name](page) };
    page.remark = null;
    byId('main').replaceChildren(current.element);
    // The first step leaves the focus where it is: that may be in a page around this one.
    if (!isFirst) {
      window.scrollTo(0, 0);
      current.element.querySelector('h1')?.focus();
    }
  } else {
    current.update?.();
  }
  frame(name);
  page.embedding.follow(page.session);
}

// What stands around every step.
function frame(name) {
  const { session } = page;
  const at = WAY.indexOf(name);
  byId('steps').hidden = at < 0 || session.sell?.phase === 'on_hold' || session.sell && !['pending', 'processing'].includes(session.sell.status);
  byId('steps').replaceChildren(...WAY.map((step, index) => {
    const item = document.createElement('li');
    item.textContent = say(`step.${step}`);
    item.className = index < at ? 'done' : index === at ? 'now' : '';
    if (index === at) item.setAttribute('aria-current', 'step');
    return item;
  }));
  if (!session || page.isInvalid) return;
  const { currency, crypto_amount: crypto, fiat_currency: fiat, sell, livemode } = session;
  const sold = sell?.crypto_amount ?? crypto;
  byId('wish').textContent = say('page.wish', { what: sold ? money(short(sold), currency) : currency, fiat });
  byId('test-mode').hidden = livemode;
  byId('cancel').hidden = session.status !== 'open';
  const help = helpLine(session.support);
  byId('support').hidden = !help;
  if (help) byId('support').replaceChildren(help);
  byId('reference').textContent = say('page.reference', { id: sell?.id ?? session.id, network: network(session.network) });
  document.title = `${sell ? standing(sell).title : byId('wish').textContent} – ${say('page.title')}`;
  const heard = sell ? standing(sell).title : '';
  if (byId('live').textContent !== heard) byId('live').textContent = heard;
}

function tellTrouble(text) {
  byId('trouble').hidden = !text;
  byId('trouble').textContent = text ?? '';
}

const isOver = () => ['expired', 'cancelled', 'paid', 'refunded'].includes(page.session?.sell?.phase ?? page.session?.status);

const live = new LiveUpdates(page.api, sequence => {
  if (!(sequence <= page.session?.sell?.sequence)) look();
});

async function look() {
  clearTimeout(timer);
  await page.refresh();
  if (page.isInvalid) return;
  live.follow();
  const pause = document.hidden || isOver() || live.isOn ? SELDOM : Math.min(OFTEN * 2 ** failures, SELDOM);
  clearTimeout(timer);
  timer = setTimeout(look, pause);
}

for (const [target, name] of [[document, 'visibilitychange'], [window, 'focus'], [window, 'online']])
  target.addEventListener(name, () => { if (!document.hidden && !page.isInvalid) look(); });
byId('cancel').addEventListener('click', async () => tellTrouble(await page.cancel()));
window.addEventListener('hashchange', () => location.reload());
setInterval(() => current.tick?.(), 1000);

// What the page has said from its first moment on, in the language that it turned out to be.
function translate() {
  document.documentElement.lang = language;
  document.title = say('page.title');
  for (const element of document.querySelectorAll('[data-say]')) element.textContent = say(element.dataset.say);
  byId('way').setAttribute('aria-label', say('page.progress'));
}

translate();
if (page.isInvalid) show();
else look();
