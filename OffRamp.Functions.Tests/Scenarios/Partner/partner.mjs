// A partner with the client for Node.js, against a running installation in local mode: sells in both sources' shapes,
// its endpoint refusing the first none to three tries of each webhook; hears of them by webhooks, feed and WebSocket, and
// holds the three against each other.
//   node partner.mjs http://127.0.0.1:7071 http://127.0.0.1:7072 ot_test_local_demo_partner_token 500
import { OffRamp } from '../../../clients/node/src/index.js';
import { Api, forEach } from './api.mjs';
import { Endpoint } from './endpoint.mjs';
import { Feed } from './feed.mjs';
import { Follower } from './follower.mjs';
import { KINDS, Sell } from './sells.mjs';
import { differences, sellOf } from './stories.mjs';

const [apiUrl, sandboxUrl, token, count] = process.argv.slice(2);
const AT_ONCE = 16;
const STEP = '00:10:00';
const MOST_STEPS = 6 * 24 * 3;

const partner = new OffRamp({ baseUrl: apiUrl, token, maxRetries: 10 });
const raw = new Api(apiUrl, token);
const sandbox = new Api(sandboxUrl);
const sells = Array.from({ length: Number(count) }, (_, number) => new Sell(number, partner, sandbox, apiUrl));
const [bySell, followers, deeds] = [new Map(), new Map(), []];
const began = Date.now();
const say = what => console.log(`${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${what}`);

const endpoint = new Endpoint(event => deeds.push(bySell.get(sellOf(event))?.hear(event)));
const feed = new Feed(partner);
// The secret is shown when the endpoint is created; one that was there before is given another.
const { secret } = await partner.webhookEndpoint.set({ url: await endpoint.listen() });
endpoint.trust(secret ?? (await partner.webhookEndpoint.rotateSecret()).secret);

await forEach(sells, AT_ONCE, async sell => {
  await sell.begin();
  bySell.set(sell.id, sell);
  const follower = new Follower(raw, sell.id);
  followers.set(sell.id, follower);
  await follower.connect();
});
say(`${sells.length} sells wait for their deposit, of ${KINDS.length} kinds`);
await forEach(sells, AT_ONCE, sell => sell.go());
say('everybody has sent what they send');

// The partner may have sold before.
const own = events => events.filter(event => bySell.has(sellOf(event)));
const ENDS = ['completed', 'failed', 'cancelled'];

let told = 0;
for (let step = 0; step < MOST_STEPS; step++) {
  const { now } = await new Api(apiUrl).post('/local/clock/advance', { by: STEP });
  endpoint.isAfter(Date.parse(now));
  await Promise.all(deeds.splice(0));
  await feed.catchUp();
  const [pulled, pushed] = [own(feed.events), own(endpoint.taken)];
  const ended = new Set(pulled.filter(event => event.data.object === 'sell' && ENDS.includes(event.data.status)).map(sellOf));
  [...followers.values()].filter((_, n) => n % 5 === step % 5 && step < 10).forEach(follower => follower.cut());
  if (step % 10 === 0) say(`${ended.size} have ended; ${pulled.length} events in the feed, ${pushed.length} taken, ${endpoint.refused} refused`);
  const isDone = ended.size === sells.length && pushed.length === pulled.length && pulled.length === told;
  told = pulled.length;
  if (isDone) break;
}

const again = new Feed(partner);
await again.catchUp();
for (let tries = 0; tries < 50 && [...followers.values()].some(follower => follower.updates.size < again.events.filter(event => sellOf(event) === follower.sellId).length); tries++)
  await new Promise(resolve => setTimeout(resolve, 200));
for (const follower of followers.values()) follower.close();
endpoint.close();

const found = [
  ...endpoint.problems,
  ...[...followers.values()].flatMap(follower => follower.problems),
  ...differences(sells, endpoint.taken, feed.events, followers),
  ...(JSON.stringify(again.events) === JSON.stringify(feed.events) ? [] : ['read once more from its beginning, the feed has other events or another order']),
];
say(`${sells.length} sells, ${own(feed.events).length} events; webhooks: ${own(endpoint.taken).length} taken, ${endpoint.refused} refused on purpose, ${endpoint.repeated} repeated; `
  + `WebSockets: ${[...followers.values()].reduce((sum, follower) => sum + follower.connections, 0)} connections`);
for (const problem of found.slice(0, 20)) console.log(problem);
console.log(found.length === 0 ? 'the same story three times' : `${found.length} problems`);
process.exit(found.length === 0 ? 0 : 1);
