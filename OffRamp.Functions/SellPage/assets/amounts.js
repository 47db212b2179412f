// Amounts are decimal texts and stay exact: they are counted in integers, never in floating point.

import { locale } from './language.js';

const WHOLE = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, numberingSystem: 'latn' });
const DECIMAL = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, numberingSystem: 'latn' }).formatToParts(1.5).find(({ type }) => type === 'decimal').value;

/** A decimal text in units of 10^-decimals. */
export function units(text, decimals = 18) {
  const [whole, part = ''] = text.split('.');
  return BigInt(whole + part.padEnd(decimals, '0').slice(0, decimals));
}

export const isPositive = text => units(text) > 0n;

/**
 * What the user typed as the API wants it, or null if it is no amount. Decimals may stand behind a point or a comma, whatever the
 * language; a point or comma that groups thousands is left out.
 */
export function readAmount(text) {
  if (isAmbiguous(text)) return null;
  const bare = plain(text);
  const one = GROUPED_BY_COMMA.test(bare) ? bare.replaceAll(',', '')
    : GROUPED_BY_POINT.test(bare) ? bare.replaceAll('.', '').replace(',', '.')
    : bare.replace(/^(\d*),(\d+)$/, '$1.$2');
  return /^\d{1,12}(\.\d{1,18})?$/.test(one) && isPositive(one) ? one.replace(/^0+(?=\d)/, '') : null;
}

/** Three decimals behind what groups thousands in the user's language, or a thousand: only who typed it knows. */
export const isAmbiguous = text => (DECIMAL === ',' ? /^[1-9]\d{0,2}\.\d{3}$/ : /^[1-9]\d{0,2},\d{3}$/).test(plain(text));

/** The two amounts that an ambiguous text can mean, as its user would type them. */
export function meanings(text) {
  const [whole, part] = plain(text).split(/[.,]/);
  return { large: `${whole}${part}`, small: typed(`${whole}.${part}`) };
}

/** A decimal text as users type it: with their sign before the decimals, and nothing between thousands. */
export const typed = amount => amount.replace('.', DECIMAL);

const plain = text => text.trim().replace(/[\s'’]/g, '');
// At least one comma and a point, or two commas: else it would be ambiguous.
const GROUPED_BY_COMMA = /^[1-9]\d{0,2}((,\d{3})+\.\d+|(,\d{3}){2,})$/;
const GROUPED_BY_POINT = /^[1-9]\d{0,2}((\.\d{3})+,\d+|(\.\d{3}){2,})$/;

/** The fee of a quote, as what is missing to the full value at its rate: value, fee and payout add up to the cent. */
export function feeOf(quote) {
  const value = units(quote.crypto_amount, 8) * units(quote.rate, 10) / 10n ** 16n;
  return { value: cents(value), fee: cents(value - units(quote.fiat_amount, 2)) };
}

export const money = (amount, currency) => `${grouped(amount)}\u00a0${currency}`;

/** Without the zeros that say nothing. */
export const short = text => text.includes('.') ? text.replace(/\.?0+$/, '') : text;

const cents = value => `${value / 100n}.${String(value % 100n).padStart(2, '0')}`;

function grouped(amount) {
  const [whole, part] = amount.split('.');
  return WHOLE.format(BigInt(whole)) + (part === undefined ? '' : DECIMAL + part);
}
