// The shop's own server side. It has the partner's token; this page has none.

async function send(path, body) {
  const answer = await fetch(path, body === undefined ? { cache: 'no-store' } : {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  const json = await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(json?.detail ?? `The shop's server answered ${answer.status}.`);
  return json;
}

export const openSession = order => send('/local/shop/orders', order);

export const follow = sellId => send('/local/shop/follow', { sell_id: sellId });

export const hearWebhooks = () => send('/local/shop/endpoint', {});

export const bringInto = queue => send('/local/shop/queues', { queue });

export const news = (heard, after) => send(`/local/shop/news?heard=${heard}${after ? `&after=${encodeURIComponent(after)}` : ''}`);

export const fillWallet = coins => send('/local/shop/wallet/faucet', coins);

export const sendFromWallet = transfer => send('/local/shop/wallet/transfers', transfer);

/** One of the sandbox's controls. */
export const sandbox = (method, path, body = null) => send('/local/shop/sandbox', { method, path, body });

/** Moves business time and waits until all that falls due has happened. */
export const advance = by => send('/local/clock/advance', { by });
