// Signing in: with a key that stays in the tab, or with the organisation's sign-in where the installation has it.

import { field, form, h, message, button } from './view.js';

const hasOrganisation = document.querySelector('meta[name=sign-in]').content === 'entra';

export function signInView(app, text, start) {
  const trouble = message();
  trouble.say(text);
  const key = field({ id: 'key', label: 'Operator key', type: 'password', autocomplete: 'off', hint: 'It stays in this tab, and is forgotten with it.' });
  const submit = button('Sign in', async () => {
    trouble.say(null);
    if (!key.read()) return key.complain('Type your key.');
    app.api.signIn(key.read());
    await start();
  }, 'main', { type: 'submit' });
  queueMicrotask(() => key.box.focus());
  return h('div', { class: 'sign-in' },
    h('h1', {}, 'Sign in to operate'),
    trouble.element,
    hasOrganisation && h('p', {}, h('a', { class: 'main', href: '/.auth/login/aad?post_login_redirect_uri=/ops' }, 'Sign in with your organisation')),
    form(submit, key.element, submit));
}
