// The card provider's own page in a frame: it alone sees the card, we get a token that names it.

import { language, say } from './language.js';
import { h } from './view.js';

/** @param onCard called with {token, brand, last4} each time the provider's page hands a card over. */
export function cardFrame(cardPage, onCard) {
  if (!cardPage) return { element: h('p', { class: 'error' }, say('payout.no_cards')), leave() {} };
  const address = new URL(cardPage);
  address.searchParams.set('parent', location.origin);
  address.searchParams.set('lang', language);
  const frame = h('iframe', { class: 'card-frame', title: say('payout.card_frame'), src: address.href, referrerpolicy: 'no-referrer' });
  const hear = ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== address.origin || data?.source !== 'offramp-card' || data.version !== 1) return;
    if ([data.card_token, data.brand, data.last4].every(text => typeof text === 'string' && text.length > 0 && text.length <= 255))
      onCard({ token: data.card_token, brand: data.brand, last4: data.last4 });
  };
  window.addEventListener('message', hear);
  return { element: frame, leave: () => window.removeEventListener('message', hear) };
}
