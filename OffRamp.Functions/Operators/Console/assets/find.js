// Finding a sell by whatever somebody quotes.

import { empty, h, note, title } from './view.js';
import { sellTable } from './queues.js';

const HASH = /^(0x)?[0-9a-f]{64}$/i;
const ADDRESS = /^(T[1-9A-HJ-NP-Za-km-z]{33}|0x[0-9a-f]{40})$/i;

/** By what it is to be looked up: the API wants exactly one. */
export const kindOf = sought => sought.includes('@') ? 'email' : HASH.test(sought) ? 'tx_hash' : ADDRESS.test(sought) ? 'address' : 'reference';

async function find(app, kind, sought) {
  const by = async name => (await app.api.get(`/find?${name}=${encodeURIComponent(sought)}`)).data;
  const found = await by(kind);
  // A partner's reference may look like anything.
  return found.length > 0 || kind === 'reference' ? found : by('reference');
}

const NAMES = { email: 'e-mail address', tx_hash: 'transaction', address: 'address', reference: 'reference or id' };

export function findView(app, sought = '') {
  const kind = kindOf(sought);
  return {
    async load() {
      const [data, partners] = await Promise.all([find(app, kind, sought), app.api.list('/partners')]);
      return { data, partners: Object.fromEntries(partners.data.map(({ id, name }) => [id, name])) };
    },
    draw({ data, partners }) {
      return h('div', {},
        title('Found'),
        h('p', { class: 'soft' }, `By the ${NAMES[kind]} `, h('span', { class: 'mono' }, sought)),
        data.length > 0 ? sellTable('Sells found', data, partners) : [
          empty('No sell was found.'),
          note(kind === 'email' ? 'An address is found as the partner or the user gave it. Sessions without a sell are not shown.'
            : kind === 'tx_hash' ? 'A transfer that no sell has counted may be among the unmatched notices.'
            : kind === 'address' ? 'An address is found that a user was told to send to, or that something went back to.'
            : 'A reference is the partner’s, or an id: of a session, sell, deposit, payout or refund. Check that it is whole.'),
        ]);
    },
  };
}
