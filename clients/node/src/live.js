// Live updates of one sell by WebSocket: how it stands at once, then each change. A lost connection is made again, after the
// last sequence that was heard, so that nothing is missed and nothing told twice.

import { ConnectionError } from './errors.js';

const ENDS = ['completed', 'failed', 'cancelled'];
const PAUSE = 2_000;

/**
 * @param http the way to the API
 * @param path what is asked for the address of a WebSocket
 * @param options `{after, untilEnd, signal, WebSocket}`
 */
export async function* follow(http, path, { after, untilEnd = false, signal, WebSocket = globalThis.WebSocket } = {}) {
  if (!WebSocket) throw new TypeError('OffRamp: this Node has no WebSocket; use Node 22, or give one: follow(id, { WebSocket }).');
  let heard = after;
  while (!signal?.aborted) {
    // Each address is good for one connection, so none is repeated under one key.
    const { url } = await http.send('POST', path, { body: heard === undefined ? {} : { after: heard } }, { signal });
    for await (const update of connection(new WebSocket(url), signal)) {
      if (heard !== undefined && update.sequence <= heard) continue;
      heard = update.sequence;
      yield update;
      if (untilEnd && ENDS.includes(update.status)) return;
    }
    if (!signal?.aborted) await http.sleep(PAUSE, signal).catch(() => {});
  }
}

async function* connection(socket, signal) {
  const inbox = [];
  let wake = () => {};
  let isOpen = true;
  const close = () => { isOpen = false; wake(); };
  const stop = () => socket.close();
  socket.addEventListener('message', ({ data }) => { inbox.push(data); wake(); });
  socket.addEventListener('close', close);
  socket.addEventListener('error', close);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      while (inbox.length > 0) yield read(inbox.shift());
      if (!isOpen || signal?.aborted) return;
      await new Promise(done => { wake = done; });
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    socket.close();
  }
}

function read(data) {
  try {
    return JSON.parse(data);
  } catch (cause) {
    throw new ConnectionError('The WebSocket said something that is not JSON.', { cause });
  }
}
