// The user's wallet on the chain that runs beside this page: what it has, more of it, and a transfer of one's own.

import { button, byId, during, h } from './view.js';
import { fillWallet, sendFromWallet } from './server.js';

const ASSETS = ['USDT', 'USDC'];
const GIVEN = '1000';

/** Shows what the wallet has now; nothing where no chain runs. */
export function drawWallet(wallet, shop) {
  byId('wallet').hidden = !wallet;
  if (!wallet) return;
  if (!byId('purse').hasChildNodes()) build(shop);
  byId('wallet-address').textContent = wallet.address;
  byId('wallet-block').textContent = wallet.block;
  for (const asset of ASSETS) byId(`has-${asset}`).textContent = wallet[asset];
}

function build(shop) {
  const faucet = asset => button(`Get ${GIVEN} ${asset}`, async () => {
    await fillWallet({ asset, amount: GIVEN });
    return `${GIVEN} ${asset} come with the next block.`;
  });
  byId('purse').replaceChildren(
    h('p', {}, h('code', { id: 'wallet-address' })),
    h('dl', {}, ...ASSETS.map(asset => h('div', {}, h('dt', {}, asset), h('dd', { id: `has-${asset}` }))), h('div', {}, h('dt', {}, 'Block'), h('dd', { id: 'wallet-block' }))),
    h('div', { class: 'row' }, ...ASSETS.map(faucet)),
    sendForm(shop));
}

function sendForm(shop) {
  const asset = h('select', { name: 'asset' }, ASSETS.map(name => h('option', {}, name)));
  const amount = h('input', { name: 'amount', type: 'number', min: '0.000001', step: '0.000001', value: '250', required: true });
  const address = h('input', { name: 'address', class: 'mono', autocomplete: 'off', spellcheck: 'false', placeholder: '0x…', required: true });
  const take = button('To the deposit address of this sell', async () => {
    await shop.look();
    const sell = shop.sell();
    if (sell?.network !== 'ERC20') throw new Error('There is no sell on Ethereum yet: open one, and go on to the deposit address.');
    [asset.value, amount.value, address.value] = [sell.currency, Number(sell.amount_due) > 0 ? sell.amount_due : sell.crypto_amount, sell.deposit.address];
  }, { class: 'link' });
  const send = h('button', { class: 'main' }, 'Send');
  const form = h('form', { id: 'send' },
    h('label', {}, 'Coin', asset), h('label', {}, 'Amount', amount),
    h('label', { class: 'whole' }, 'To the address', address),
    h('div', { class: 'row' }, send, take));
  form.addEventListener('submit', event => {
    event.preventDefault();
    during(send, async () => {
      await sendFromWallet({ asset: asset.value, amount: amount.value, address: address.value });
      await shop.look();
      return `${amount.value} ${asset.value} were sent: the next block has them.`;
    });
  });
  return form;
}
