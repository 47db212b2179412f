// The providers, and the assets that are sold.

import { badge, button, empty, facts, h, message, note, onChain, section, table, title, when } from './view.js';
import { problem, PROVIDERS } from './words.js';

export function systemView(app) {
  return {
    async load() {
      const [providers, assets, shortfalls] = await Promise.all([app.api.get('/providers'), app.api.read('/assets'), app.api.get('/shortfalls')]);
      return { shortfalls: shortfalls.data, providers: providers.data, assets: assets.body.data, version: assets.version };
    },
    draw: ({ shortfalls, providers, assets, version }) => h('div', {},
      title('System'),
      shortfalls.length > 0 && section('Less on the chain than is held',
        h('p', { class: 'hint' }, 'Users’ money is missing in the treasury or at deposit addresses. Bring it back: it stays here until a nightly look finds all there.'),
        shortfalls.map(shortfall)),
      section('Providers',
        h('p', { class: 'hint' }, 'One that refuses us, or is silent for 15 minutes, is paused: what needs it is not begun, and what is under way waits. It is asked every minute, and goes on by itself.'),
        table('Providers', [{ name: 'Provider' }, { name: 'State' }, { name: 'While it is paused' }], providers.map(one => [
          PROVIDERS[one.name] ?? one.name,
          one.paused_since ? [badge('paused', 'bad'), ' since ', when(one.paused_since)] : badge('answers', 'good'),
          one.needed_by_sells ? 'nothing new is sold' : 'what needs it says so itself']))),
      section('Assets',
        h('p', { class: 'hint' }, 'A paused asset gets no new quotes. Sells under way go on.'),
        assets.length === 0 ? empty('No assets are set up.') : assetTable(app, assets, version))),
  };
}

function shortfall({ network, asset, held, there, missing, since, block, transactions, all_transactions: isWhole }) {
  const name = `${asset} on ${network}`;
  return [
    h('h3', {}, name, ' ', badge(`${missing} missing`, 'bad')),
    facts([['Held for users', held], ['There', `${there}, by block ${block}`], ['Found', when(since)]]),
    transactions.length === 0 ? empty('Nothing has left the treasury since all was there: look for deposits that the chain took back.')
      : table(`What left: ${name}`, [{ name: 'Transaction' }, { name: 'From' }, { name: 'To' }, { name: 'Amount', num: true }],
        transactions.map(one => [onChain(network, 'transaction', one.tx_hash), onChain(network, 'address', one.from), onChain(network, 'address', one.to), one.amount])),
    !isWhole && note('The nodes have not shown all that left: look at an explorer too.'),
  ];
}

function assetTable(app, assets, version) {
  const trouble = message();
  const set = ({ asset, network, paused }) => button(paused ? 'Take up again' : 'Pause', async () => {
    trouble.say(null);
    try {
      await app.api.act('POST', `/assets/${asset}/${network}`, { paused: !paused }, { version });
      await app.again();
    } catch (refused) {
      trouble.say(refused.status === 412 ? 'Somebody else has paused or resumed an asset since you looked. This is how it is now: decide again.' : problem(refused));
      if (refused.status === 412) setTimeout(() => app.again(), 3000);
    }
  }, 'small', { id: `asset-${asset}-${network}`, 'aria-label': `${paused ? 'Take up again' : 'Pause'} ${asset} on ${network}` });
  return [trouble.element, table('Assets', [{ name: 'Asset' }, { name: 'Network' }, { name: 'State' }, { name: 'Change' }],
    assets.map(one => [one.asset, one.network, one.paused ? badge('paused', 'warn') : badge('sold', 'good'), app.mayAct ? set(one) : '–']))];
}
