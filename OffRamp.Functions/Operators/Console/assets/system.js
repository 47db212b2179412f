// The providers, and the assets that are sold.

import { badge, button, empty, h, message, section, table, title, when } from './view.js';
import { problem, PROVIDERS } from './words.js';

export function systemView(app) {
  return {
    async load() {
      const [providers, assets] = await Promise.all([app.api.get('/providers'), app.api.read('/assets')]);
      return { providers: providers.data, assets: assets.body.data, version: assets.version };
    },
    draw: ({ providers, assets, version }) => h('div', {},
      title('System'),
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
