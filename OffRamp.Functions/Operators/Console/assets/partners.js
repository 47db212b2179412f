// Partners: who they are, and a new one.

import { showToken } from './partner.js';
import { buttons, isComplete, sayRefusal } from './actions.js';
import { keysOfWishes } from './api.js';
import { badge, button, dialog, empty, field, form, h, message, table, title, when } from './view.js';

export function partnersView(app) {
  return {
    load: () => app.api.list('/partners', 10),
    draw({ data }) {
      return h('div', {},
        title('Partners', app.mayAct && button('New partner …', () => create(app), 'main', { id: 'new-partner' })),
        data.length === 0 ? empty('There are no partners yet.') : table('Partners', [{ name: 'Name' }, { name: 'May sell' }, { name: 'Margin', num: true }, { name: 'Largest sell', num: true }, { name: 'A user’s day', num: true }, { name: 'Since' }],
          data.map(one => [
            h('a', { href: `#/partners/${one.id}` }, one.name), one.offramp_enabled ? badge('enabled', 'good') : badge('disabled', 'quiet'),
            `${one.margin} %`, one.limits.per_sell ?? '–', one.limits.per_user_day ?? '–', when(one.created_at),
          ])));
    },
  };
}

function create(app) {
  return dialog('New partner', close => {
    const name = { ...field({ id: 'name', label: 'Name' }), required: true };
    const enabled = field({ id: 'offramp_enabled', label: 'It may sell at once', type: 'checkbox' });
    const trouble = message();
    const keyOf = keysOfWishes();
    const submit = button('Create', async () => {
      if (!isComplete([name])) return;
      try {
        const wish = { name: name.read(), offramp_enabled: enabled.read() };
        close((await app.api.act('POST', '/partners', wish, { key: keyOf(wish) })).body);
      } catch (refused) {
        sayRefusal(refused, [{ id: 'name', complain: name.complain }], trouble);
      }
    }, 'main', { type: 'submit' });
    return form(submit, name.element, enabled.element,
      h('div', { class: 'will' }, h('h3', {}, 'What it will do'), h('p', {}, 'The partner gets a token, which is shown once. Limits, policies and the rest are set on its page.',
        app.me.approvals_needed && ' That it may sell waits for a second operator.')),
      trouble.element, buttons(close, submit));
  }).then(async made => {
    if (!made) return;
    await showToken(made, made.approval ? 'It may sell once a second operator has agreed.' : null);
    app.go(`#/partners/${made.id}`);
  });
}
