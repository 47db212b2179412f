// Follows a sell by the npm package @azure/web-pubsub-client: prints what it hears, a JSON object a line; tries what stdin says.
const { WebPubSubClient, WebPubSubJsonProtocol, WebPubSubJsonReliableProtocol } = require('@azure/web-pubsub-client');
const { createInterface } = require('readline');

const [url, kind] = process.argv.slice(2);
const protocol = kind === 'reliable' ? WebPubSubJsonReliableProtocol() : WebPubSubJsonProtocol();
const client = new WebPubSubClient(url, { protocol, autoReconnect: false, messageRetryOptions: { maxRetries: 0 } });
const say = (line) => console.log(JSON.stringify(line));

client.on('connected', () => say({ said: 'connected' }));
client.on('server-message', (e) => say({ update: e.message.data }));
client.on('group-message', (e) => say({ update: e.message.data }));
client.on('stopped', () => say({ said: 'stopped' }));

createInterface({ input: process.stdin }).on('line', async (line) => {
  const [what, group] = line.split(' ');
  const tries = {
    join: () => client.joinGroup(group),
    publish: () => client.sendToGroup(group, { event: 'tx.update' }, 'json'),
    event: () => client.sendEvent(group, 'hello', 'text'),
  };
  try {
    await tries[what]();
    say({ tried: 'done' });
  } catch (e) {
    say({ tried: e.errorDetail?.name ?? e.message });
  }
});

client.start().catch((e) => { say({ said: e.message }); process.exit(1); });
