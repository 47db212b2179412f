// What is known of a sell beside its money: what it was told, its webhooks, who decided, and its orchestration.

import { button, copyable, empty, facts, h, message, shortened, table, when } from './view.js';
import { actionWords, EVENTS, INBOX, outcomeWords, PHASES, plain, problem, STATES } from './words.js';

const foldable = (id, heading, count, ...content) => h('details', { id, class: 'fold' },
  h('summary', {}, h('h2', {}, heading, count !== null && h('span', { class: 'soft' }, ` ${count}`))), content);

export function notices({ notices: told }) {
  return foldable('told', 'What it was told', told.length, told.length === 0 ? empty('Nothing yet.') : table('What the sell was told',
    [{ name: 'Came' }, { name: 'What' }, { name: 'It says' }, { name: 'Became of it' }, { name: 'Message' }],
    told.map(one => [
      when(one.received_at), INBOX[one.kind] ?? one.kind, one.fact ? fields(one.fact) : '–',
      one.refusal ? outcomeWords(one.refusal) : one.taken_at_sequence === null ? 'not taken in yet' : `taken in at step ${one.taken_at_sequence}`,
      one.webhook_id ? shortened(one.webhook_id) : '–',
    ])));
}

/** A provider's words, as they are. */
export const fields = fact => h('dl', { class: 'said' }, Object.entries(fact).filter(([, value]) => value !== null && value !== undefined).map(([name, value]) =>
  h('div', {}, h('dt', {}, name), h('dd', {}, typeof value === 'object' ? JSON.stringify(value) : String(value)))));

export function webhooks({ webhook_attempts: events }) {
  return foldable('webhooks', 'Webhooks', events.length, events.length === 0 ? empty('No events yet.') : table('Webhooks',
    [{ name: 'Step', num: true }, { name: 'Event' }, { name: 'State' }, { name: 'Attempts' }],
    events.map(one => [
      String(one.sequence), [EVENTS[one.type] ?? one.type, ' ', h('small', { class: 'mono soft' }, one.type)], STATES.webhooks[one.state] ?? one.state,
      one.attempts.length === 0 ? '–' : h('ul', { class: 'plain' }, one.attempts.map(({ at, status_code: status, error }) => h('li', {}, when(at), `: ${status ?? error ?? 'no answer'}`))),
    ])));
}

export function audit(entries) {
  return foldable('decided', 'Who decided', entries.length, entries.length === 0 ? empty('No operator has done anything with it.') : auditTable(entries));
}

export const auditTable = (entries, link = null) => table('Who did what',
  [{ name: 'When' }, { name: 'Who' }, { name: 'What' }, link && { name: 'On' }, { name: 'Why' }, { name: 'Became of it' }].filter(Boolean),
  entries.map(one => [
    when(one.at), one.operator, actionWords(one.action), ...link ? [link(one.subject)] : [], one.reason ?? '–', outcomeWords(one.outcome) || '–',
  ]));

export function orchestration(app, { orchestration: state, wake_at: wake }) {
  const runs = state?.runtime_status;
  const place = h('div', {});
  const trouble = message();
  const show = button('Show what it has done', async () => {
    try {
      const { data } = await app.api.get(`/orchestrations/${encodeURIComponent(state.instance_id)}/history`);
      place.replaceChildren(data.length === 0 ? empty('Nothing is kept of it.') : table('What the orchestration has done', [{ name: 'When' }, { name: 'What' }, { name: 'Of' }],
        data.map(one => [when(one.at), h('span', { class: 'mono' }, one.type), one.name ?? ''])));
      trouble.say(null);
    } catch (refused) {
      trouble.say(problem(refused));
    }
  }, 'small');
  return foldable('orchestration', 'Orchestration', runs ? plain(runs) : 'none',
    state === null ? empty('It has none: it has not begun, or what was kept of it is deleted.') : [
      facts([
        ['State', runs === 'unknown' ? 'unknown: the Durable engine does not answer' : plain(runs)],
        ['Instance', copyable(state.instance_id)],
        state.custom_status && ['It says of itself', PHASES[state.custom_status] ?? String(state.custom_status)],
        state.created_at && ['Begun', when(state.created_at)],
        state.last_updated_at && ['Last ran', when(state.last_updated_at)],
        ['Promised to look again', when(wake)],
      ]),
      runs !== 'unknown' && [show, trouble.element, place],
    ]);
}
