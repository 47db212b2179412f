// One partner: what was agreed with it. Whoever saves says which version he has seen, so that two never undo each other.

import { keysOfWishes } from './api.js';
import { buttons, sayRefusal } from './actions.js';
import { erasing } from './erase.js';
import { badge, button, copyable, dialog, facts, field, form, h, message, note, section, title, when } from './view.js';
import { problem } from './words.js';

export function partnerView(app, id) {
  const at = `/partners/${encodeURIComponent(id)}`;
  return {
    // Somebody may be typing: it is not drawn anew by itself.
    isStill: true,
    load: () => app.api.read(at),
    draw({ body: partner, version }) {
      return h('div', {},
        title(partner.name, partner.offramp_enabled ? badge('enabled', 'good') : badge('disabled', 'quiet')),
        facts([['Id', copyable(partner.id)], ['Since', when(partner.created_at)]]),
        app.mayAct && section('May it sell?', enabling(app, at, partner, version)),
        section('What was agreed', terms(app, at, partner, version)),
        app.mayAct && section('Its token', h('p', { class: 'hint' }, 'What its backend signs in with. Nobody can read it; a new one can be made.'),
          button('Make a new token …', () => rotate(app, at, partner, version), 'quiet', { id: 'rotate' })),
        app.mayAct && erasing(app, partner));
    },
  };
}

function enabling(app, at, partner, version) {
  const trouble = message();
  const wanted = !partner.offramp_enabled;
  const say = wanted
    ? `Sessions and quotes are possible for it from then on.${app.me.approvals_needed ? ' A second operator has to agree first.' : ''}`
    : 'No new sessions and quotes for it, at once. Sells under way go on.';
  return [h('p', { class: 'hint' }, say), trouble.element, button(wanted ? 'Enable' : 'Disable', async () => {
    try {
      const { body } = await app.api.act('PATCH', at, { offramp_enabled: wanted }, { version });
      await app.again();
      if (body.approval) document.querySelector('#main h1').parentElement.after(note(['Asked for. A second operator has to agree until ', when(body.approval.expires_at), '.'], 'good'));
    } catch (refused) {
      trouble.say(`${problem(refused)}${refused.status === 412 ? ' Load the page again, and decide again.' : ''}`);
    }
  }, wanted ? 'main' : 'danger', { id: 'enable' })];
}

const UNDERPAID = { convert_actual: 'pay out for what came', refund: 'refund it' };

const lines = text => text.split(/[\s,]+/).filter(Boolean);

// Each: how it is shown, how it is read back, and its name in the API's problems.
function fieldsOf({ name, allowed_origins: origins, limits, policies, support, margin }) {
  return {
    name: field({ id: 'name', label: 'Name', value: name }),
    allowed_origins: field({ id: 'allowed_origins', label: 'Pages that may embed the sell page', rows: 2, value: origins.join('\n'), hint: 'Origins such as https://shop.example, one a line.' }),
    per_sell: field({ id: 'per_sell', label: 'Largest sell', inputmode: 'decimal', value: limits.per_sell ?? '', hint: 'In units of any asset; empty: the installation’s own limit.' }),
    per_user_day: field({ id: 'per_user_day', label: 'Most that one user sells in a day', inputmode: 'decimal', value: limits.per_user_day ?? '', hint: 'The same.' }),
    underpaid: field({ id: 'underpaid', label: 'Where less came than agreed, at the deadline', choices: Object.entries(UNDERPAID) }),
    countries: field({ id: 'countries', label: 'Countries whose users may sell', value: policies.countries?.join(' ') ?? '', hint: 'Codes such as DE FR; empty: not limited.' }),
    email: field({ id: 'email', label: 'Its support, by e-mail', value: support?.email ?? '', type: 'email' }),
    url: field({ id: 'url', label: 'Its support, on the web', value: support?.url ?? '', type: 'url' }),
    margin: field({ id: 'margin', label: 'Its own margin, in per cent', inputmode: 'decimal', value: margin, hint: 'At most 10. Counts for quotes from then on.' }),
  };
}

function read(fields) {
  const value = name => fields[name].read();
  const orNull = text => text === '' ? null : text;
  const countries = lines(value('countries'));
  const support = { email: orNull(value('email')), url: orNull(value('url')) };
  return {
    name: value('name'), allowed_origins: lines(value('allowed_origins')), limits: { per_sell: orNull(value('per_sell')), per_user_day: orNull(value('per_user_day')) },
    policies: { underpaid: value('underpaid'), countries: countries.length > 0 ? countries : null }, support: support.email || support.url ? support : null, margin: value('margin'),
  };
}

function terms(app, at, partner, version) {
  const fields = fieldsOf(partner);
  fields.underpaid.box.value = partner.policies.underpaid;
  const before = read(fields);
  const trouble = message();
  const place = h('div', {});
  const save = button('Save', async () => {
    for (const one of Object.values(fields)) one.complain(null);
    trouble.say(null);
    const wanted = changed(before, read(fields));
    if (Object.keys(wanted).length === 0) return trouble.say('Nothing was changed.');
    try {
      await app.api.act('PATCH', at, wanted, { version });
      await app.again();
      place.replaceChildren();
      document.querySelector('#main h1').parentElement.after(note('Saved.', 'good'));
    } catch (refused) {
      if (refused.status === 412) await showOthers(app, at, partner, wanted, place);
      else sayRefusal(refused, Object.entries(fields).map(([name, one]) => ({ id: pathOf(name), complain: one.complain })), trouble);
    }
  }, 'main', { type: 'submit' });
  const all = Object.values(fields).map(one => one.element);
  return app.mayAct ? form(save, h('div', { class: 'grid' }, all), trouble.element, place, h('div', { class: 'row end' }, save)) : h('fieldset', { disabled: true, class: 'grid' }, all);
}

const pathOf = name => ({ per_sell: 'limits.per_sell', per_user_day: 'limits.per_user_day', underpaid: 'policies.underpaid', countries: 'policies.countries', email: 'support.email', url: 'support.url' }[name] ?? name);

// Only what was changed is said, so that what somebody else changed beside it stays.
const changed = (before, after) => Object.fromEntries(Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])));

async function showOthers(app, at, seen, wanted, place) {
  const now = await app.api.get(at);
  place.replaceChildren(h('div', { class: 'note warn', role: 'alert' },
    h('p', {}, 'Somebody else has changed this partner since you opened it. Nothing of yours was saved. What they changed:'),
    facts(changes(seen, now, { ...seen, ...wanted })),
    h('div', { class: 'row end' }, button('Load it as it is now', () => app.again(), 'main'))));
}

const TERMS = [
  ['Name', ({ name }) => name],
  ['May sell', ({ offramp_enabled: may }) => may ? 'yes' : 'no'],
  ['Pages that may embed the sell page', ({ allowed_origins: origins }) => origins.join(', ')],
  ['Largest sell', ({ limits }) => limits.per_sell],
  ['Most that one user sells in a day', ({ limits }) => limits.per_user_day],
  ['Where less came than agreed', ({ policies }) => UNDERPAID[policies.underpaid]],
  ['Countries whose users may sell', ({ policies }) => policies.countries?.join(' ')],
  ['Its support, by e-mail', ({ support }) => support?.email],
  ['Its support, on the web', ({ support }) => support?.url],
  ['Its own margin', ({ margin }) => `${margin} %`],
];

/** What was agreed before and is agreed after, where that differs; and beside it what somebody wanted who did not know. */
export const changes = (before, after, wanted = before) => TERMS
  .map(([name, read]) => [name, ...[before, after, wanted].map(one => read(one) || '–')])
  .filter(([, one, other]) => one !== other)
  .map(([name, one, other, mine]) => [name, `${one} → ${other}`, mine !== one && h('strong', {}, ` (you wanted ${mine})`)]);

export const endsToken = name => `The token that ${name} uses now ends within 30 seconds: until its backend has the new one, it can do nothing. Sells under way go on.`;

function rotate(app, at, partner, version) {
  return dialog('Make a new token', close => {
    const trouble = message();
    const keyOf = keysOfWishes();
    const submit = button('Make a new token', async () => {
      try {
        close((await app.api.act('POST', `${at}/rotate_token`, {}, { key: keyOf(version), version })).body);
      } catch (refused) {
        trouble.say(`${problem(refused)}${refused.status === 412 ? ' Nothing was done. Load the page again, and decide again.' : ''}`);
      }
    }, 'danger', { type: 'submit' });
    return form(submit, h('div', { class: 'will' }, h('h3', {}, 'What it will do'),
      h('p', {}, endsToken(partner.name))), trouble.element, buttons(close, submit));
  }).then(async made => {
    if (!made) return;
    await (made.client_token ? showToken(made, null) : sayWhoShowsIt(made));
    await app.again();
  });
}

const sayWhoShowsIt = partner => dialog(`A new token for ${partner.name}`, close => [
  h('p', {}, 'A second operator has to agree. The token goes on until then; the new one is shown to whoever agrees, this once.'),
  h('div', { class: 'row end' }, button('Understood', () => close(true), 'main')),
]);

/** Once: afterwards nobody can read it. */
export const showToken = (partner, more) => dialog(`The token of ${partner.name}`, close => [
  h('p', {}, 'It is shown this once. Hand it over in a way that nobody else can read.'),
  h('p', { class: 'token' }, copyable(partner.client_token)),
  more && h('p', {}, more),
  h('div', { class: 'row end' }, button('I have it', () => close(true), 'main')),
].filter(Boolean));
