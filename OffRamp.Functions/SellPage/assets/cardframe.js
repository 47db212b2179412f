// The card provider's own page in a frame: it alone sees the card, we get a token that names it.

import { h } from './view.js';

/** @param onCard called with {token, brand, last4} each time the provider's page hands a card over. */
export function cardFrame(cardPage, onCard) {
  if (!cardPage) return { element: h('p', { class: 'error' }, 'Cards cannot be taken here at the moment. Please try again later.'), leave() {} };
  const address = new URL(cardPage);
  address.searchParams.set('parent', location.origin);
  const frame = h('iframe', { class: 'card-frame', title: 'Card details, in a form of the card provider', src: address.href, referrerpolicy: 'no-referrer' });
  const hear = ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== address.origin || data?.source !== 'offramp-card' || data.version !== 1) return;
    if ([data.card_token, data.brand, data.last4].every(text => typeof text === 'string' && text.length > 0 && text.length <= 255))
      onCard({ token: data.card_token, brand: data.brand, last4: data.last4 });
  };
  window.addEventListener('message', hear);
  return { element: frame, leave: () => window.removeEventListener('message', hear) };
}
