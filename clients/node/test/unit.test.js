// The client by itself: what it sends, when it asks again, and what it throws.

import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import assert from 'node:assert/strict';
import {
  ApiError, AuthenticationError, ConflictError, ConnectionError, NotFoundError, OffRamp, PermissionError, RateLimitError, ServerError,
  ValidationError, WebhookSignatureError, verifyWebhook,
} from '../src/index.js';

const json = (status, body, headers = {}) => () => new Response(JSON.stringify(body), { status, headers });
const problem = (status, code, more = {}) => json(status, { status, code, detail: 'why', request_id: 'req_1', retryable: status >= 500, ...more });

/** A client whose answers are given, what it has sent, and how long it waited. */
function client(answers, options = {}) {
  const sent = [];
  const waits = [];
  const gate = new OffRamp({
    baseUrl: 'https://sell.example/', token: 'ot_x', ...options,
    sleep: async wait => { waits.push(wait); },
    fetch: async (url, request) => {
      sent.push({ url: String(url), ...request });
      return answers.length > 1 ? answers.shift()() : answers[0]();
    },
  });
  return { gate, sent, waits };
}

test('a request bears the token, JSON and a key of its own', async () => {
  const { gate, sent } = client([json(201, { id: 'ses_1' })]);
  await gate.sessions.create({ flow: 'off_ramp' });
  await gate.sessions.create({ flow: 'off_ramp' });
  assert.equal(sent[0].url, 'https://sell.example/v1/sessions');
  assert.equal(sent[0].headers.Authorization, 'Bearer ot_x');
  assert.equal(sent[0].headers['Content-Type'], 'application/json');
  assert.equal(sent[0].body, '{"flow":"off_ramp"}');
  assert.notEqual(sent[0].headers['Idempotency-Key'], sent[1].headers['Idempotency-Key']);
});

test('a retry goes under the same key, and waits as long as it was told to', async () => {
  const lost = () => { throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') }); };
  const { gate, sent, waits } = client([lost, problem(503, 'storage_unavailable'), json(429, { code: 'rate_limited', retryable: true }, { 'Retry-After': '7' }), json(201, { id: 'ses_1' })]);
  const session = await gate.sessions.create({}, { idempotencyKey: 'attempt-1' });
  assert.equal(session.id, 'ses_1');
  assert.deepEqual(sent.map(({ headers }) => headers['Idempotency-Key']), Array(4).fill('attempt-1'));
  assert.equal(waits.length, 3);
  assert.equal(waits[2], 7000);
  assert.ok(waits[0] >= 250 && waits[0] <= 500 && waits[1] >= 500 && waits[1] <= 1000, String(waits));
});

test('a platform that answers 5xx without a word is asked again', async () => {
  const { gate, sent } = client([() => new Response('', { status: 502 }), json(200, { id: 'sell_1' })]);
  assert.equal((await gate.sells.get('sell_1')).id, 'sell_1');
  assert.equal(sent.length, 2);
});

test('it gives up after so many tries, with the last word', async () => {
  const { gate, sent } = client([problem(503, 'storage_unavailable')], { maxRetries: 2 });
  await assert.rejects(gate.sells.get('sell_1'), error => error instanceof ServerError && error.code === 'storage_unavailable');
  assert.equal(sent.length, 3);
});

for (const [status, code, Class] of [
  [401, 'unauthorized', AuthenticationError], [403, 'offramp_disabled', PermissionError], [404, 'not_found', NotFoundError],
  [409, 'deposit_already_detected', ConflictError], [422, 'validation_failed', ValidationError], [400, 'invalid_json', ValidationError],
])
  test(`${status} is a ${Class.name}, and is not asked again`, async () => {
    const errors = [{ path: 'amount', code: 'invalid_amount', message: 'no' }];
    const { gate, sent } = client([problem(status, code, { errors })]);
    await assert.rejects(gate.sessions.get('ses_1'), error => {
      assert.ok(error instanceof Class && error instanceof ApiError);
      assert.deepEqual([error.status, error.code, error.requestId, error.errors], [status, code, 'req_1', errors]);
      assert.equal(error.name, Class.name);
      assert.match(error.message, new RegExp(code));
      return true;
    });
    assert.equal(sent.length, 1);
  });

test('429 is a RateLimitError once the tries are used up', async () => {
  const { gate } = client([json(429, { code: 'rate_limited', retryable: true }, { 'Retry-After': '3' })], { maxRetries: 0 });
  await assert.rejects(gate.sells.get('x'), error => error instanceof RateLimitError && error.retryAfter === 3);
});

test('no answer in time is a ConnectionError', async () => {
  const never = (_, { signal }) => new Promise((_done, fail) => signal.addEventListener('abort', () => fail(signal.reason)));
  const gate = new OffRamp({ baseUrl: 'https://sell.example', token: 'x', fetch: never, timeout: 20, maxRetries: 0 });
  await assert.rejects(gate.sells.get('x'), error => error instanceof ConnectionError && /within 20 ms/.test(error.message));
});

test('an abort ends it with the caller\'s reason, and no further try', async () => {
  const reason = new Error('enough');
  const { gate, sent } = client([() => { throw new TypeError('fetch failed'); }]);
  await assert.rejects(gate.sells.get('x', { signal: AbortSignal.abort(reason) }), reason);
  assert.equal(sent.length, 1);
});

test('an answer that is not JSON is no answer of OffRamp\'s', async () => {
  const { gate } = client([() => new Response('<html>', { status: 200 })], { maxRetries: 0 });
  await assert.rejects(gate.sells.get('x'), ConnectionError);
});

test('an option that does not exist is a mistake of the caller\'s', async () => {
  const { gate, sent } = client([json(200, {})]);
  await assert.rejects(gate.sessions.create({}, { idempotency_key: 'x' }), /no option idempotency_key/);
  assert.equal(sent.length, 0);
});

test('ids and references go into the path encoded', async () => {
  const { gate, sent } = client([json(200, {})]);
  await gate.widget.getKycStatus('acme/ada ü');
  assert.equal(sent[0].url, 'https://sell.example/widget/users/acme%2Fada%20%C3%BC/kyc-status');
});

test('a list is its first page when awaited, and every entry in a loop', async () => {
  const pages = { '': { data: [1, 2], has_more: true, next_cursor: 'c 1' }, 'c 1': { data: [3], has_more: false, next_cursor: null } };
  const asked = [];
  const gate = new OffRamp({
    baseUrl: 'https://sell.example', token: 'x',
    fetch: async url => { asked.push(url.search); return Response.json(pages[url.searchParams.get('cursor') ?? '']); },
  });
  assert.deepEqual((await gate.sells.list({ status: 'pending', limit: 2 })).data, [1, 2]);
  const all = [];
  for await (const entry of gate.sells.list({ created_after: new Date(0) })) all.push(entry);
  assert.deepEqual(all, [1, 2, 3]);
  assert.deepEqual(asked, ['?status=pending&limit=2', '?created_after=1970-01-01T00%3A00%3A00.000Z', '?created_after=1970-01-01T00%3A00%3A00.000Z&cursor=c+1']);
});

test('the feed\'s cursor moves when a page was taken, and not before', async () => {
  const asked = [];
  const stop = new AbortController();
  const gate = new OffRamp({
    baseUrl: 'https://sell.example', token: 'x', sleep: async () => {},
    fetch: async url => {
      asked.push(url.searchParams.get('after'));
      return Response.json(asked.length === 1 ? { data: ['a', 'b'], has_more: false, next_cursor: 'two' }
        : asked.length === 2 ? { data: [], has_more: false, next_cursor: 'two' } : { data: ['c'], has_more: false, next_cursor: 'three' });
    },
  });
  const feed = gate.events.feed({ signal: stop.signal });
  const heard = [];
  for await (const event of feed) {
    heard.push([event, feed.cursor]);
    if (event === 'c') break;
  }
  assert.deepEqual(heard, [['a', null], ['b', null], ['c', 'two']]);
  assert.deepEqual(asked, [null, 'two', 'two']);
  assert.equal(feed.cursor, 'two');
});

const SECRET = `whsec_${Buffer.from('k'.repeat(32)).toString('base64')}`;
const OTHER = `whsec_${Buffer.from('o'.repeat(32)).toString('base64')}`;
const NOW = 1_800_000_000_000;

function webhook({ body = '{"id":"evt_1","type":"sell.completed","note":"1 000 €"}', secret = SECRET, sentAt = NOW / 1000, also = '' } = {}) {
  const key = Buffer.from(secret.slice(6), 'base64');
  const signature = createHmac('sha256', key).update(`evt_1.${sentAt}.${body}`).digest('base64');
  return { headers: { 'webhook-id': 'evt_1', 'webhook-timestamp': String(sentAt), 'webhook-signature': `${also}v1,${signature}` }, body: Buffer.from(body) };
}

test('a webhook that is signed and recent is its event', () => {
  assert.equal(verifyWebhook(webhook(), SECRET, { now: NOW }).type, 'sell.completed');
  assert.equal(verifyWebhook(webhook({ also: 'v1,AAAA v2,odd ' }), [OTHER, SECRET], { now: NOW + 300_000 }).id, 'evt_1');
  const { headers, body } = webhook();
  assert.equal(verifyWebhook({ headers: new Headers(headers), body: body.toString() }, SECRET, { now: NOW }).id, 'evt_1');
});

for (const [name, arrived] of [
  ['by another secret', webhook({ secret: OTHER })], ['too old', webhook({ sentAt: NOW / 1000 - 301 })], ['from the future', webhook({ sentAt: NOW / 1000 + 301 })],
  ['changed on the way', { ...webhook(), body: Buffer.from('{"id":"evt_2"}') }], ['not signed', { headers: {}, body: Buffer.from('{}') }],
  ['with an odd time', { ...webhook(), headers: { ...webhook().headers, 'webhook-timestamp': '1e9' } }],
])
  test(`a webhook ${name} is refused`, () => assert.throws(() => verifyWebhook(arrived, SECRET, { now: NOW }), WebhookSignatureError));
