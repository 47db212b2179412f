// Pages without a sell on which nothing goes on any more, and the way back that all ends share.

import { h, title } from './view.js';

export function invalidStep() {
  return {
    element: h('section', {}, title('This link is not valid'),
      h('p', {}, 'It is incomplete, was replaced by a newer one, or is too old.'),
      h('p', {}, 'Please go back to where you came from and start again from there.')),
  };
}

export function overStep(page) {
  const cancelled = page.session.status === 'cancelled';
  return {
    element: h('section', {}, title(cancelled ? 'Cancelled' : 'This session has expired'),
      h('p', {}, cancelled ? 'Nothing was sold, and nothing is owed.' : 'It was not used for 30 minutes (24 hours while a verification is pending). Nothing was sold, and nothing is owed. You can simply start again.'),
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
  return h('a', { class: 'main', href: url ?? '#', target: '_top', onclick: tell }, url ? `Back to ${new URL(url).hostname}` : 'Close');
}

/** Where the partner's users find help; null where it has not said. */
export function helpLine(support) {
  const page = safe(support?.url);
  const ways = [
    support?.email && h('a', { href: `mailto:${encodeURIComponent(support.email).replace('%40', '@')}`, target: '_top' }, support.email),
    page && h('a', { href: page, target: '_blank', rel: 'noopener noreferrer' }, new URL(page).host + new URL(page).pathname.replace(/\/$/, '')),
  ].filter(Boolean);
  return ways.length > 0 ? h('span', {}, 'Questions? ', ways[0], ways[1] && ' or ', ways[1]) : null;
}

function safe(address) {
  try {
    return ['https:', 'http:'].includes(new URL(address).protocol) ? address : null;
  } catch {
    return null;
  }
}
