// What the shop's server heard, one row an event: by webhook, in the feed, on the socket.

import { byId, clockTime, h, say } from './view.js';
import { follow } from './server.js';

const MOST = 80;

const shared = id => id?.slice(id.indexOf('_') + 1);

export class Events {
  #all = new Map();
  #open = new Set();
  #socket = null;
  #followed = null;
  #onChange;
  #drawn = '';

  /** @param onChange called when the socket tells of an event. */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  hear({ webhooks, events }) {
    for (const { id, received_at: at, verified, refused, body } of webhooks) {
      const event = this.#of(verified ? id : `unverified ${id}`);
      event.webhook = { at, verified, refused, tries: (event.webhook?.tries ?? 0) + 1 };
      event.body ??= body;
    }
    for (const body of events) Object.assign(this.#of(body.id), { feed: true, body });
  }

  /** Follows a sell on a WebSocket of its own, as a partner's server or page may. */
  async follow(sellId) {
    if (this.#followed === sellId) return;
    this.#followed = sellId;
    this.#socket?.close();
    try {
      const { url } = await follow(sellId);
      this.#socket = new WebSocket(url);
      this.#socket.onmessage = ({ data }) => {
        const told = JSON.parse(data);
        if (told.event_id) this.#of(told.event_id).socket = true;
        this.#onChange();
      };
    } catch (failure) {
      say(failure.message, true);
    }
  }

  /** @param about a sell's id, or null for all. */
  draw(about) {
    const rows = [...this.#all.values()]
      .filter(({ body, webhook }) => body ? !about || shared(body.data.id) === shared(about) || shared(body.data.session_id) === shared(about) : webhook)
      .toSorted((one, other) => (other.body?.created_at ?? '').localeCompare(one.body?.created_at ?? '') || other.body?.sequence - one.body?.sequence)
      .slice(0, MOST);
    const state = JSON.stringify(rows.map(({ id, webhook, feed, socket }) => [id, webhook, feed, socket]));
    if (state === this.#drawn) return;
    this.#drawn = state;
    byId('events').replaceChildren(rows.length === 0 ? h('p', { class: 'soft' }, 'Nothing yet.') : table(rows, row => this.#row(row)));
  }

  #of(id) {
    if (!this.#all.has(id)) this.#all.set(id, { id });
    return this.#all.get(id);
  }

  #row({ id, body, webhook, feed, socket }) {
    const details = h('details', { open: this.#open.has(id) },
      h('summary', {}, body?.type ?? 'not believed'), h('pre', {}, body ? JSON.stringify(body, null, 2) : `${id}: the signature is wrong`));
    details.addEventListener('toggle', () => this.#open[details.open ? 'add' : 'delete'](id));
    return h('tr', {}, h('td', {}, details), h('td', { class: 'number' }, body ? String(body.sequence) : ''),
      h('td', {}, webhook ? h('span', { class: webhook.verified && !webhook.refused ? 'good' : 'bad' }, told(webhook)) : '–'),
      h('td', {}, feed ? h('span', { class: 'good' }, '✓') : '–'), h('td', {}, socket ? h('span', { class: 'good' }, '✓') : '–'));
  }
}

function told({ at, verified, refused, tries }) {
  if (!verified) return '✗ signature';
  const time = `${refused ? '✗ refused' : '✓'} ${clockTime(at)}`;
  return tries > 1 ? `${time} (${tries} tries)` : time;
}

export const table = (rows, row, heads = ['Event', 'No.', 'Webhook, verified', 'Feed', 'Socket']) => h('table', {},
  h('thead', {}, h('tr', {}, heads.map(head => h('th', { scope: 'col' }, head)))), h('tbody', {}, rows.map(row)));
