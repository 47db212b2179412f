// Runs another engine by its own adapter. Lines on standard input: kill (kill -9 of all of it), start (again); their end
// ends it. Each is answered by a line on standard output that says where it is asked and which processes it is.
import readline from 'node:readline';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const peer = (await import(pathToFileURL(path.resolve('adapters', `${process.argv[2]}.mjs`)))).default;
const pids = () => Object.values(peer.groups()).flat().filter(Boolean);
const tell = what => console.log(`${what} ${JSON.stringify({ start: peer.url('{id}'), event: peer.url('{id}', '{event}'), pids: pids() })}`);

try {
  await peer.start({ PROVIDER: process.env.PROVIDER });
  tell('ready');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (line === 'kill') {
      await peer.killAll();
      console.log('killed');
    } else if (line === 'start') {
      await peer.startAll();
      tell('ready');
    }
  }
} finally {
  await peer.stop();
}
process.exit(0);
