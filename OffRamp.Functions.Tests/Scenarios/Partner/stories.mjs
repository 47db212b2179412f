// Holds what was heard in three ways against each other.
import { isDeepStrictEqual } from 'node:util';

export const sellOf = event => `sell_${(event.data.session_id ?? event.data.id).replace(/^(ses|sell)_/, '')}`;

/** Every difference, in words; none where the same story was told three times, and each from 1 on without a gap. */
export function differences(sells, pushed, pulled, followers) {
  const [byPush, byPull] = [bySell(pushed), bySell(pulled)];
  const found = [];
  if (new Set(pulled.map(event => event.id)).size !== pulled.length) found.push('the feed has an event twice');
  for (const sell of sells) {
    const [push, pull] = [byPush.get(sell.id) ?? [], byPull.get(sell.id) ?? []];
    const say = what => found.push(`${sell.id} (${sell.kind.name}): ${what}`);
    pull.forEach((event, n) => event.sequence === n + 1 || say(`the feed's event ${n + 1} has sequence ${event.sequence}`));
    if (!isDeepStrictEqual(push, pull)) say(`pushed were ${names(push)}; pulled ${names(pull)}`);
    if (!isDeepStrictEqual(live(followers.get(sell.id)), pull.map(toUpdate))) say(`followed were ${names(live(followers.get(sell.id)), 'event_id')}; pulled ${names(pull, 'id')}`);
    if (pull.at(-1)?.data.status !== sell.kind.ends) say(`it ended ${pull.at(-1)?.data.status}, not ${sell.kind.ends}`);
  }
  return found;
}

function bySell(events) {
  const found = new Map();
  for (const event of events) found.set(sellOf(event), [...(found.get(sellOf(event)) ?? []), event]);
  return found;
}

const names = (events, name = 'type') => events.map(event => `${event.sequence} ${event[name]}`).join(', ');

const live = follower => [...follower.updates.values()].sort((a, b) => a.sequence - b.sequence);

// A session that has no sell yet is told in the words of sells, as in `GET /widget/transactions/{id}`.
function toUpdate({ id, sequence, created_at, data }) {
  const isSell = data.object === 'sell';
  return {
    event: 'tx.update', event_id: id, sequence, merchant_transaction_id: sellOf({ data }), type: 'sell',
    status: isSell ? data.status : { open: 'pending', expired: 'failed' }[data.status] ?? data.status,
    phase: isSell ? data.phase : null, labels: isSell ? data.labels : [],
    currency: data.currency, fiat_currency: data.fiat_currency, fiat_amount: data.fiat_amount, crypto_amount: data.crypto_amount, occurred_at: created_at,
  };
}
