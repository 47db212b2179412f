// What a provider signed and nobody could use: it may be about somebody's money.

import { buttons, isComplete, sayRefusal } from './actions.js';
import { PROCESSING } from './acts.js';
import { keysOfWishes } from './api.js';
import { fields } from './records.js';
import { badge, button, copyable, dialog, empty, facts, field, form, h, message, note, title, when } from './view.js';

const SOURCES = { deposits: 'Custodian', payouts: 'Payout provider', kyc: 'Verification provider' };

export function noticesView(app) {
  return {
    load: () => app.api.list('/notices/unmatched', 3),
    draw({ data, hasMore }) {
      return h('div', {},
        title('Unmatched notices'),
        h('p', { class: 'hint' }, 'Signed by a provider, and either unusable or about nothing that we know. A deposit among them may be a user’s money: find its sell, and have the notice processed for it.'),
        data.length === 0 ? empty('Every notice was understood.') : data.map(one => card(app, one)),
        hasMore && note('There are more: the newest are shown.'));
    },
  };
}

function card(app, notice) {
  const data = notice.notice?.data ?? {};
  const sought = [data.tx_hash, data.address, data.payout_id].filter(text => typeof text === 'string' && text !== '');
  return h('section', { class: 'card', 'aria-label': `Notice of the ${SOURCES[notice.source] ?? notice.source}` },
    h('h2', {}, SOURCES[notice.source] ?? notice.source, ' ', badge(String(notice.notice?.type ?? 'unreadable'), 'warn'), ' ', h('small', { class: 'soft' }, when(notice.received_at))),
    note(`Why nobody could use it: ${notice.reason}`),
    Object.keys(data).length > 0 && fields(data),
    facts([['Notice', copyable(notice.id)], ['The provider’s name for it', h('span', { class: 'mono' }, notice.webhook_id)], ['sha256 of its body', h('span', { class: 'mono whole' }, notice.body_sha256)]]),
    h('div', { class: 'row' },
      app.mayAct && button('Process it for a sell …', () => ask(app, notice), 'main', { id: `process-${notice.id}` }),
      sought.map(text => h('a', { class: 'quiet', href: `#/find/${encodeURIComponent(text)}` }, `Find by ${text.slice(0, 10)}…`))));
}

function ask(app, notice) {
  return dialog('Process a notice', close => {
    const sell = { ...field({ id: 'sell_id', label: 'For which sell', hint: 'Its id. To count a transfer that no notice told of, open the sell and count it there.' }), required: true };
    const reason = { ...field({ id: 'reason', label: 'Why it is that one', rows: 2, hint: 'For the log.' }), required: true };
    const trouble = message();
    const keyOf = keysOfWishes();
    const submit = button('Process it', async () => {
      if (!isComplete([sell, reason])) return;
      try {
        const wish = { sell_id: sell.read(), reason: reason.read() };
        close((await app.api.act('POST', `/notices/unmatched/${encodeURIComponent(notice.id)}/process`, wish, { key: keyOf(wish) })).body);
      } catch (refused) {
        if (refused.code === 'action_not_possible') trouble.say('The provider knows nothing of the kind for this sell, or nothing that would change it.');
        else sayRefusal(refused, [{ id: 'sell_id', complain: sell.complain }, { id: 'reason', complain: reason.complain }], trouble);
      }
    }, 'main', { type: 'submit' });
    return form(submit, sell.element, reason.element,
      h('div', { class: 'will' }, h('h3', {}, 'What it will do'),
        app.me.approvals_needed && h('p', {}, h('strong', {}, 'Nothing yet: a second operator has to agree, within a day.'), ' Then:'),
        h('p', {}, PROCESSING)),
      trouble.element, buttons(close, submit));
  }).then(done => done && app.go(`#/sells/${done.sell.id}`));
}
