// The ledger, added up here and not by whoever wrote it: each step comes to zero, and so does the whole.

import { padded, placesOf, sum, text } from './amounts.js';
import { empty, h, when } from './view.js';
import { ACCOUNTS } from './words.js';

export function ledger({ entries }) {
  if (entries.length === 0) return empty('Nothing is booked yet: no money has come.');
  const currencies = [...new Set(entries.map(({ currency }) => currency))];
  const steps = Object.values(Object.groupBy(entries, ({ sequence }) => sequence));
  // Of a currency all amounts of the table have as many decimals.
  const places = Object.fromEntries(currencies.map(currency => [currency, placesOf(entries.filter(one => one.currency === currency).map(({ amount }) => amount), currency)]));
  const shown = (amount, currency) => padded(amount, places[currency]);
  const cells = pick => currencies.map(currency => h('td', { class: 'num', 'data-label': currency }, pick(currency)));
  const sumOf = (some, currency) => text(sum(some.filter(one => one.currency === currency).map(({ amount }) => amount)));
  return h('table', { class: 'ledger' },
    h('caption', { class: 'only-heard' }, 'Bookings. In each currency they come to zero.'),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Account'), currencies.map(currency => h('th', { scope: 'col', class: 'num' }, currency)))),
    steps.map(step => h('tbody', {},
      h('tr', { class: 'step' }, h('th', { scope: 'rowgroup', colspan: currencies.length + 1 }, `Step ${step[0].sequence}, `, when(step[0].at))),
      step.map(({ account, currency, amount }) => h('tr', {},
        h('td', { 'data-label': 'Account' }, ACCOUNTS[account] ?? account), cells(one => one === currency ? shown(amount, one) : ''))))),
    h('tfoot', {},
      h('tr', { class: 'step' }, h('th', { scope: 'rowgroup', colspan: currencies.length + 1 }, 'On each account')),
      accounts(entries).map(account => h('tr', {}, h('td', { 'data-label': 'Account' }, ACCOUNTS[account] ?? account), cells(currency => {
        const some = entries.filter(one => one.account === account && one.currency === currency);
        return some.length > 0 ? shown(sumOf(some, currency), currency) : '';
      }))),
      h('tr', { class: 'total' }, h('th', { scope: 'row' }, 'Together'), cells(currency => proof(sumOf(entries, currency))))));
}

const accounts = entries => [...new Set(entries.map(({ account }) => account))];

const proof = total => total === '0' ? '0 ✓' : h('strong', { class: 'wrong' }, `${total}: does not close`);
