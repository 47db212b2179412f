// A user wants to be forgotten: what names him is taken out of all that has ended.

import { keysOfWishes } from './api.js';
import { buttons, sayRefusal } from './actions.js';
import { button, dialog, field, form, h, message, section } from './view.js';

export const erasing = (app, partner) => section('A user who wants to be forgotten',
  h('p', { class: 'hint' }, 'His e-mail address, the partner’s ids and references for him, and metadata, out of everything that has ended. The books stay.'),
  button('Erase a user …', () => erase(app, partner), 'quiet', { id: 'erase' }));

function erase(app, partner) {
  return dialog('Erase a user', close => {
    const fields = [
      ['email', field({ id: 'email-erased', label: 'E-mail address', type: 'email', hint: 'As the partner gave it, or as it was typed.' })],
      ['partner_user_id', field({ id: 'partner_user_id', label: 'The partner’s id for him', hint: 'Either of the two, or both.' })],
      ['reason', field({ id: 'reason', label: 'Why', hint: 'For the audit, which is kept: a ticket, not his name.' })],
    ];
    const trouble = message();
    const keyOf = keysOfWishes();
    const submit = button('Erase', async () => {
      for (const [, one] of fields) one.complain(null);
      trouble.say(null);
      const wish = { partner_id: partner.id, ...Object.fromEntries(fields.map(([name, one]) => [name, one.read() || null])) };
      try {
        close((await app.api.act('POST', '/erasures', wish, { key: keyOf(JSON.stringify(wish)) })).body);
      } catch (refused) {
        sayRefusal(refused, fields.map(([name, one]) => ({ id: name, complain: one.complain })), trouble);
      }
    }, 'danger', { type: 'submit' });
    return form(submit, fields.map(([, one]) => one.element), h('div', { class: 'will' }, h('h3', {}, 'What it will do'),
      h('p', {}, 'Nobody can bring it back. What is under way is left alone, and said. It moves no money and waits for nobody.')), trouble.element, buttons(close, submit));
  }).then(done => done && say(done));
}

const say = ({ erased, not_ended: left }) => dialog('Erased', close => [
  h('p', {}, `Sessions that name that user no more: ${erased}.`),
  left.length > 0 && h('p', {}, `Left alone, because they have not ended: ${left.length}. Ask again when they have: `, h('span', { class: 'mono' }, left.join(', '))),
  h('div', { class: 'row end' }, button('Understood', () => close(true), 'main')),
].filter(Boolean));
