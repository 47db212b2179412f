// The client against the whole product, as a partner would use it. Wants OFFRAMP_URL, OFFRAMP_SANDBOX_URL and OFFRAMP_TOKEN.

import { createServer } from 'node:http';
import { once } from 'node:events';
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { NotFoundError, OffRamp, SellPage, ValidationError, verifyWebhook } from '../src/index.js';

const { OFFRAMP_URL: baseUrl, OFFRAMP_SANDBOX_URL: sandbox, OFFRAMP_TOKEN: token } = process.env;
const WebSocket = globalThis.WebSocket ?? (await import('ws')).WebSocket;
const gate = new OffRamp({ baseUrl, token });
const REFUND_ADDRESS = 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8';

async function control(path, body) {
  const answer = await fetch(sandbox + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  assert.equal(answer.status, 200);
  return answer.json();
}

async function sell(name) {
  const session = await gate.widget.createSession({
    partner_user_id: name, user_email: `${name}+verified@example.com`, currency: 'USDT', network: 'TRC20', fiat_currency: 'EUR', type: 'sell',
  });
  const page = new SellPage({ baseUrl, sessionId: session.id, clientSecret: session.client_secret });
  const quote = await page.lockQuote({ crypto_amount: '250' });
  return { session, page, started: await page.startSell({ quote_id: quote.id, card_token: 'tok_ok', refund_address: REFUND_ADDRESS }) };
}

test('the sample as it is known runs word for word', async () => {
  const session = await gate.sessions.create(
    {
      amount: '250.00',
      currency: 'EUR',
      flow: 'off_ramp',
      target_token: 'USDC',
      target_network: 'ETHEREUM',
      return_url: 'https://app.example/withdrawals/wd_123/return',
      cancel_url: 'https://app.example/withdrawals/wd_123/cancelled',
      user_reference: 'wd_123',
      metadata: { withdrawal_id: 'wd_123' },
    },
    { idempotencyKey: 'wd_123_off_ramp_attempt_1' },
  );
  assert.equal(session.status, 'open');
  assert.equal(session.fiat_amount, '250.00');
  assert.match(session.widget_url, /#cs_/);
  const again = await gate.sessions.create(
    {
      amount: '250.00', currency: 'EUR', flow: 'off_ramp', target_token: 'USDC', target_network: 'ETHEREUM',
      return_url: 'https://app.example/withdrawals/wd_123/return', cancel_url: 'https://app.example/withdrawals/wd_123/cancelled',
      user_reference: 'wd_123', metadata: { withdrawal_id: 'wd_123' },
    },
    { idempotencyKey: 'wd_123_off_ramp_attempt_1' },
  );
  assert.equal(again.id, session.id);
});

test('a sell is followed from the address to the payout, by live updates, feed and webhooks', { timeout: 60_000 }, async () => {
  const arrived = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    arrived.push({ headers: request.headers, body: Buffer.concat(chunks) });
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { secret } = await gate.webhookEndpoint.set({ url: `http://127.0.0.1:${server.address().port}/hooks`, event_types: ['sell.completed', 'test.ping'] });
  const { started } = await sell('follow');
  const feed = gate.events.feed({ sell_id: started.id, every: 200 });

  await control('/sandbox/deposits', { network: 'TRC20', address: started.deposit.address, amount: '250' });
  const updates = [];
  for await (const update of gate.sells.follow(started.id, { untilEnd: true, WebSocket })) updates.push(update);
  const types = [];
  for await (const event of feed) {
    types.push(event.type);
    if (event.type === 'sell.completed') break;
  }

  assert.equal(updates.at(-1).status, 'completed');
  assert.deepEqual(updates.map(({ sequence }) => sequence), updates.map(({ sequence }) => sequence).toSorted((one, other) => one - other));
  assert.ok(types.includes('deposit.confirmed') && types.includes('payout.settled'), String(types));
  assert.equal((await gate.sells.get(started.id)).phase, 'paid');
  assert.equal((await gate.widget.getTransaction(started.id)).status, 'completed');
  assert.equal((await gate.widget.getKycStatus('follow')).status, 'verified');
  while (!arrived.some(({ headers }) => headers['webhook-id'])) await new Promise(done => setTimeout(done, 50));
  assert.equal(verifyWebhook(arrived[0], secret).data.id, started.id);
  server.close();
});

test('lists, quotes, capabilities and settlements', async () => {
  const { started } = await sell('lists');
  const ids = [];
  for await (const { id } of gate.sells.list({ limit: 1 })) {
    ids.push(id);
    if (ids.includes(started.id) && ids.length > 1) break;
  }
  assert.equal(new Set(ids).size, ids.length);
  assert.equal((await gate.sessions.list({ limit: 1 })).data.length, 1);
  assert.equal((await gate.quotes.create({ asset: 'USDT', network: 'TRC20', fiat_currency: 'EUR', crypto_amount: '250' })).fiat_amount, '227.70');
  assert.equal((await gate.capabilities.get({ fiat_currency: 'GBP' })).eligible, false);
  const date = new Date().toISOString().slice(0, 10);
  assert.equal((await gate.settlements.get({ date })).object, 'settlement');
  assert.match(await gate.settlements.csv({ date }), /sell/);
  assert.equal((await gate.statements.get({ month: date.slice(0, 7) })).object, 'statement');
  assert.match(await gate.statements.csv({ month: date.slice(0, 7) }), /margin/);
  assert.equal((await gate.balances.get()).object, 'balances');
});

test('what is refused is thrown by its kind', async () => {
  await assert.rejects(gate.sells.get('sell_01m7z0b3axe53bbsp75d8bhvn7'), NotFoundError);
  await assert.rejects(gate.sessions.create({ flow: 'off_ramp' }), error => error instanceof ValidationError && error.errors.length > 2);
});

test('a session is cancelled, and its secret renewed before that', async () => {
  const session = await gate.sessions.create({ flow: 'off_ramp', currency: 'EUR', target_token: 'USDT', target_network: 'TRON', user_reference: 'c-1' });
  const renewed = await gate.sessions.renewClientSecret(session.id);
  assert.notEqual(renewed.client_secret, session.client_secret);
  assert.equal((await gate.sessions.cancel(session.id)).status, 'cancelled');
  assert.equal((await gate.sessions.get(session.id)).status, 'cancelled');
});
