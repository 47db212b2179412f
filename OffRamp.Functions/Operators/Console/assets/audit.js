// Who did what, when and why.

import { auditTable } from './records.js';
import { empty, h, note, sellLink, title } from './view.js';

const PAGES = 3;

export function auditView(app) {
  return {
    load: () => app.api.list('/audit', PAGES),
    draw: ({ data, hasMore }) => h('div', {},
      title('Audit'),
      h('p', { class: 'hint' }, 'What operators have done, newest first. It was written down before it was done.'),
      data.length === 0 ? empty('Nobody has done anything yet.') : auditTable(data, subject),
      hasMore && note('There is more: the newest 300 are shown. Of one sell all is on its page.')),
  };
}

const subject = id => id.startsWith('sell_') ? sellLink(id) : id.startsWith('par_') ? h('a', { href: `#/partners/${encodeURIComponent(id)}`, class: 'mono' }, `${id.slice(0, 9)}…`) : h('span', { class: 'mono' }, id);
