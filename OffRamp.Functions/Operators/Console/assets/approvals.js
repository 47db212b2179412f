// What waits for a second operator, and what became of what did.

import { approvalCard } from './approval.js';
import { empty, h, section, title } from './view.js';

const PAGES = 3;

export function approvalsView(app) {
  return {
    async load() {
      const [{ data }, partners] = await Promise.all([app.api.list('/approvals', PAGES), app.api.list('/partners', PAGES)]);
      return { data, partners: Object.fromEntries(partners.data.map(one => [one.id, one])) };
    },
    draw({ data, partners }) {
      const waiting = data.filter(({ state }) => state === 'pending');
      const ended = data.filter(({ state }) => state !== 'pending');
      return h('div', {},
        title('Approvals'),
        !app.me.approvals_needed && h('p', { class: 'hint' }, 'Approvals are off in this installation: what moves money is done at once.'),
        section('Waiting', waiting.length === 0 ? empty('Nothing waits for a second operator.') : waiting.map(one => approvalCard(app, one, { partner: partners[one.subject] }))),
        ended.length > 0 && section('Ended', ended.map(one => approvalCard(app, one))));
    },
  };
}
