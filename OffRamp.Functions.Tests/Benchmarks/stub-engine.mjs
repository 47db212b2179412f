// An engine that keeps nothing, behind the adapter that ./bench host asks of every engine: a deposit has the payout made, and
// the payout's settlement tells the partner.
import http from 'node:http';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const calls = { deposit: '/payouts', settled: '/partner' };

if (process.argv[2] === 'serve') {
  const server = http.createServer(async (request, answer) => {
    const [, id, happened] = request.url.split('/');
    if (calls[happened]) {
      await fetch(process.env.PROVIDER + calls[happened], {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id }),
      });
    }
    answer.writeHead(202).end();
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
}

let child;
let port;

export default {
  async start(environment) {
    this.environment = environment;
    await this.startAll();
  },
  async startAll() {
    child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'serve'], {
      env: { ...process.env, ...this.environment }, stdio: ['ignore', 'pipe', 'inherit'],
    });
    port = Number(await once(child.stdout, 'data'));
  },
  async killAll() {
    child.kill('SIGKILL');
    await once(child, 'exit');
  },
  stop() {
    return this.killAll();
  },
  groups() {
    return { worker: [child.pid] };
  },
  url(id, happened = 'start') {
    return `http://127.0.0.1:${port}/${id}/${happened}`;
  },
};
