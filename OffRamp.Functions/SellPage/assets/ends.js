// Pages without a sell on which nothing goes on any more, and the way back that all ends share.

import { say } from './language.js';
import { h, title } from './view.js';

export function invalidStep() {
  return {
    element: h('section', {}, title(say('invalid.title')),
      h('p', {}, say('invalid.why')),
      h('p', {}, say('invalid.next'))),
  };
}

export function overStep(page) {
  const cancelled = page.session.status === 'cancelled';
  return {
    element: h('section', {}, title(say(cancelled ? 'over.cancelled' : 'over.expired')),
      h('p', {}, say(cancelled ? 'over.cancelled_why' : 'over.expired_why')),
      wayBack(page, page.session.cancel_url ?? page.session.return_url)),
  };
}

/** The link back to the partner; inside the partner's page it is told instead, if it wants to be. */
export function wayBack(page, address) {
  const url = safe(address);
  if (!url && !page.embedding.closes) return null;
  const tell = event => {
    if (!page.embedding.closes) return;
    event.preventDefault();
    page.embedding.close();
  };
  return h('a', { class: 'main', href: url ?? '#', target: '_top', onclick: tell }, url ? say('page.back_to', { host: new URL(url).hostname }) : say('page.close'));
}

/** Where the partner's users find help; null where it has not said. */
export function helpLine(support) {
  const page = safe(support?.url);
  const ways = [
    support?.email && h('a', { href: `mailto:${encodeURIComponent(support.email).replace('%40', '@')}`, target: '_top' }, support.email),
    page && h('a', { href: page, target: '_blank', rel: 'noopener noreferrer' }, new URL(page).host + new URL(page).pathname.replace(/\/$/, '')),
  ].filter(Boolean);
  return ways.length > 0 ? h('span', {}, `${say('page.questions')} `, ways[0], ways[1] && ` ${say('page.or')} `, ways[1]) : null;
}

function safe(address) {
  try {
    return ['https:', 'http:'].includes(new URL(address).protocol) ? address : null;
  } catch {
    return null;
  }
}
