// What the sandbox can do to the sell before one's eyes: the chain, the card, the user, time, and providers in trouble.

import { button, h, say, short } from './view.js';
import { advance, bringInto, sandbox } from './server.js';

const TROUBLES = ['503', 'timeout', 'refuse', '401', 'html'];
const PROVIDERS = {
  custodian: ['lagging_404', 'paged', 'unreadable_entry', '422_refused', '422_balance', '400_duplicate'],
  payouts: ['lagging_404', 'short_return', '422_refused', '422_balance', '400_duplicate'],
  kyc: ['lagging_404'],
  rates: ['stale'],
  screening: [],
};
const MEANINGS = {
  503: 'answers 503', timeout: 'does not answer', refuse: 'drops the connection', 401: 'refuses our token', html: 'answers with a web page',
  lagging_404: 'does not find what it took', paged: 'lists one entry a page', unreadable_entry: 'lists something unreadable', stale: 'gives an old rate',
  short_return: 'sends payouts back, less a fee', '422_refused': 'refuses this one for good', '422_balance': 'says our balance is too low', '400_duplicate': 'says it exists already',
};

const QUEUES = [
  ['on_hold:compliance_review', 'Held: risky sender', 'The transfer comes from an address with a warning.'],
  ['on_hold:rate_moved', 'Held: rate moved', 'The rate falls by half before the transfer arrives, and recovers.'],
  ['on_hold:kyc_required', 'Held: verification lapsed', 'The user is not verified any more when the transfer arrives.'],
  ['action_required', 'Waits for the user', 'The card was declined; another is asked for.'],
  ['refund_failed', 'Refund failed', 'The card is closed, and the refund address takes nothing.'],
  ['late', 'Late money', 'The transfer arrives after the sell was cancelled, from a sender of high risk.'],
  ['case', 'A case', 'A token that nobody knows arrives.'],
  ['unmatched', 'Unmatched notice', 'A transfer to an address that is no sell\'s. There is no sell.'],
  ['stuck', 'Stuck', 'Six hours pass in one leap. The timer finds the sell within two minutes, and it leaves the queue.'],
  ['webhook_dead', 'Webhook given up', 'The shop refuses what is told of the sell for four days, which pass. Takes a while.'],
];

/**
 * The buttons.
 * @param shop has `sell()`, the sell they are about; `user()`, whose session was opened last; `look()`, to be called after.
 */
export function controls(shop) {
  let last = null;

  async function deposit(change = {}, share = due => due) {
    await shop.look();
    const sell = shop.sell();
    if (!sell) throw new Error('There is no sell yet: open one, and go on to the deposit address.');
    const due = Number(sell.amount_due) > 0 ? sell.amount_due : sell.crypto_amount;
    const transfer = { network: sell.network, asset: sell.currency, address: sell.deposit.address, amount: short(share(Number(due)).toFixed(6)), ...change };
    const { tx_hash: hash, log_index: index } = await sandbox('POST', 'deposits', transfer);
    last = { ...transfer, tx_hash: hash, log_index: index };
    await shop.look();
    return `${transfer.amount} ${transfer.asset} were sent.`;
  }

  async function late() {
    await advance('06:01:00');
    return deposit();
  }

  async function again(story) {
    if (!last) throw new Error('Nothing was sent from here yet.');
    await sandbox('POST', 'deposits', { ...last, stop_at: story });
    await shop.look();
    return `The network has ${story} it.`;
  }

  return [
    group('Send the transfer', [
      button('Exactly', () => deposit()),
      button('Too little', () => deposit({}, due => due * 0.4)),
      button('Too much', () => deposit({}, due => due + 50)),
      button('Late', late, { title: 'Six hours and a minute pass first' }),
      button('Seen, not confirmed', () => deposit({ stop_at: 'seen' })),
      button('Confirm it', () => again('confirmed')),
      button('Drop it', () => again('dropped')),
      button('Seen, then dropped', () => deposit({ stop_at: 'dropped' })),
      button('Told twice', () => deposit({ repeat: 1 })),
      button('From a risky sender', () => deposit({ risk: 'high' })),
    ]),
    group('Card and user', [
      button('Decline the card', () => fault('payouts', '422_refused', 'POST /payouts', 'The next payout will be refused.')),
      button('Return the payout', () => returnPayout(shop)),
      button('Refuse the verification', () => verification(shop, 'rejected')),
      button('Verify the user', () => verification(shop, 'verified')),
    ]),
    shop.movesClock() && group('Let time pass', [['1 minute', '00:01:00'], ['30 minutes', '00:30:00'], ['6 hours', '06:00:00'], ['1 day', '1.00:00:00']].map(([name, by]) =>
      button(name, async () => {
        const { now } = await advance(by);
        await shop.look();
        return `It is ${new Date(now).toLocaleString('en-GB')}.`;
      }))),
    trouble(),
  ].filter(Boolean);
}

export const queues = shop => QUEUES.map(([queue, name, says]) => h('li', {},
  button(name, async () => {
    say(`${name}: on the way …`);
    const { sell_id: id } = await bringInto(queue);
    await shop.look();
    return id ? `${name}: ${id}` : `${name}: done.`;
  }), h('span', { class: 'soft' }, says)));

const group = (name, buttons) => h('fieldset', {}, h('legend', {}, name), h('div', { class: 'row' }, buttons));

async function fault(provider, mode, call, said) {
  await sandbox('POST', 'faults', { provider, mode, ...call && { call } });
  return said;
}

async function returnPayout(shop) {
  const payout = shop.sell()?.payouts.at(-1);
  if (!payout) throw new Error('There is no payout yet.');
  await sandbox('POST', `payouts/${encodeURIComponent(payout.id)}/return`, {});
  await shop.look();
  return 'The payout came back.';
}

async function verification(shop, status) {
  const { data } = await sandbox('GET', 'verifications?last=50');
  const { email, user } = shop.user() ?? {};
  const mine = data.findLast(one => [email, user].includes(one.user)) ?? data.at(-1);
  if (!mine) throw new Error('Nobody was sent to the verification provider yet.');
  await sandbox('POST', `verifications/${mine.verification_id}`, { status });
  await shop.look();
  return status === 'rejected' ? 'The verification was refused.' : 'The user is verified.';
}

function trouble() {
  const mode = h('select', { 'aria-label': 'Trouble' });
  const provider = h('select', { 'aria-label': 'Provider', onchange: () => offer() }, Object.keys(PROVIDERS).map(name => h('option', {}, name)));
  const times = h('input', { type: 'number', min: 1, max: 1000, value: 3, 'aria-label': 'How many calls' });
  const offer = () => mode.replaceChildren(...[...TROUBLES, ...PROVIDERS[provider.value]].map(name => h('option', { value: name }, MEANINGS[name])));
  offer();
  return h('fieldset', {}, h('legend', {}, 'Trouble at a provider'), h('div', { class: 'row trouble' }, provider, mode, times,
    button('Make it', async () => {
      await sandbox('POST', 'faults', { provider: provider.value, mode: mode.value, times: Number(times.value) });
      return `The next ${times.value} calls: ${provider.value} ${MEANINGS[mode.value]}.`;
    }),
    button('Mend all', async () => {
      await sandbox('DELETE', 'faults');
      return 'All providers are well again.';
    })));
}
