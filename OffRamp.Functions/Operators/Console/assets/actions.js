// Acting on a sell: what it will do is said, why is asked for, and what came of it is told.

import { ACTS } from './acts.js';
import { keysOfWishes } from './api.js';
import { changesSince } from './story.js';
import { button, dialog, field, form, h, message, note, when } from './view.js';
import { fieldProblem, problem } from './words.js';

export function actionButtons(app, whole) {
  if (!app.mayAct) return h('p', { class: 'hint' }, 'You may look. To act, one needs the role operator.');
  const possible = Object.entries(ACTS).filter(([, act]) => act.isPossible(whole));
  return h('div', { class: 'row' }, possible.map(([name, act]) => button(`${act.name} …`, () => ask(app, whole, name), 'quiet', { id: `act-${name}` })));
}

function ask(app, whole, name) {
  const act = ACTS[name];
  return dialog(act.name, close => {
    const fields = (act.fields?.(whole) ?? []).map(one => ({ ...one, ...field(withoutOurs(one)) }));
    const reason = field({ id: 'reason', label: 'Why', rows: 2, hint: 'For the log: whoever reads it a year from now.' });
    const will = h('div', { class: 'will', id: 'will', 'aria-live': 'polite' });
    const trouble = message();
    const typed = () => Object.fromEntries(fields.map(one => [one.id, one.read()]));
    const waits = () => app.me.approvals_needed && act.needsSecond(typed(), whole);
    const tell = () => will.replaceChildren(h('h3', {}, 'What it will do'),
      ...(waits() ? [h('p', {}, h('strong', {}, 'Nothing yet: a second operator has to agree, within a day.'), ' Then:')] : []), h('p', {}, act.says(whole, typed()).filter(Boolean).join(' ')));
    const send = sender(app, whole, name);
    const submit = button(act.name, async () => {
      if (!isComplete([...fields, { ...reason, required: true }])) return;
      trouble.say(null);
      try {
        close(await send(bodyOf(fields), reason.read()));
      } catch (refused) {
        if (refused.code === 'stale') await showStale(app, whole, box, close);
        else sayRefusal(refused, [...fields, { id: 'reason', complain: reason.complain }], trouble);
      }
    }, 'main', { type: 'submit' });
    const box = h('div', {}, form(submit, fields.map(one => one.element), reason.element, will, trouble.element, buttons(close, submit)));
    box.addEventListener('input', tell);
    tell();
    return box;
  }).then(done => done && told(app, act, done));
}

const withoutOurs = ({ required, number, ...rest }) => ({ ...rest, 'aria-required': required ? 'true' : null });

export const buttons = (close, ...more) => h('div', { class: 'row end' }, button('Go back', () => close(null), 'quiet'), more);

function sender(app, whole, name) {
  const keyOf = keysOfWishes();
  return async (body, reason) => {
    const wish = { action: name, seen_sequence: whole.sell.sequence, reason, ...body };
    return (await app.api.act('POST', `/sells/${whole.sell.id}/actions`, wish, { key: keyOf(wish) })).body;
  };
}

const bodyOf = fields => Object.fromEntries(fields.map(one => [one.id, one.read(), one.number]).filter(([, text]) => text !== '')
  .map(([id, text, isNumber]) => [id, isNumber && /^\d+$/.test(text) ? Number(text) : text]));

export function isComplete(fields) {
  const missing = fields.filter(one => one.required && one.box.value.trim() === '');
  for (const one of fields) one.complain(missing.includes(one) ? 'This is needed.' : null);
  missing[0]?.box.focus();
  return missing.length === 0;
}

export function sayRefusal(refused, fields, trouble) {
  const known = refused.errors.filter(({ path }) => fields.some(({ id }) => id === path));
  for (const one of known) fields.find(({ id }) => id === one.path).complain(fieldProblem(one));
  trouble.say(known.length > 0 && known.length === refused.errors.length ? 'Something above cannot be used.' : problem(refused));
}

// What the operator wanted to do was decided on a sell that is not there any more: what has changed is shown, and the rest is a new decision.
async function showStale(app, whole, box, close) {
  const now = await app.api.get(`/sells/${whole.sell.id}`);
  box.replaceChildren(
    note('The sell has moved on since you looked. Nothing was done. Since then:', 'warn'),
    changesSince(now, whole.sell.sequence),
    h('div', { class: 'row end' }, button('Look at it as it is now', () => { close(null); return app.again(); }, 'main')));
}

async function told(app, act, { approval }) {
  await app.again();
  const text = approval ? [`${act.name}: asked for. A second operator has to agree until `, when(approval.expires_at), '.'] : `${act.name}: done.`;
  const shown = note(text, 'good');
  shown.setAttribute('role', 'status');
  document.querySelector('#main .standing')?.before(shown);
}
