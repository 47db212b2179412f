// Amounts are decimal texts and stay exact: they are counted in integers, never in floating point.

const PLACES = 18;

/** A signed decimal text in units of 10^-18. */
export function units(text) {
  const negative = text.startsWith('-');
  const [whole, part = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole + part.padEnd(PLACES, '0').slice(0, PLACES));
  return negative ? -value : value;
}

/** The same as a text, without the zeros that say nothing. */
export function text(value) {
  const digits = String(value < 0n ? -value : value).padStart(PLACES + 1, '0');
  const part = digits.slice(-PLACES).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -PLACES)}${part ? `.${part}` : ''}`;
}

export const sum = texts => texts.reduce((total, one) => total + units(one), 0n);

export const isPositive = one => units(one) > 0n;

/** Without the zeros that say nothing; of fiat the cents stay. */
export const short = (one, currency) => ['EUR', 'USD'].includes(currency) || !one.includes('.') ? one : one.replace(/\.?0+$/, '');

export function grouped(one) {
  const [whole, part] = one.split('.');
  const spaced = whole.replace('-', '−').replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return part === undefined ? spaced : `${spaced}.${part}`;
}

/** As it is read: 1,250.50 EUR. */
export const money = (one, currency) => `${grouped(short(one, currency))}\u00a0${currency}`;

/** How many decimals the longest of them needs. */
export const placesOf = (texts, currency) => Math.max(0, ...texts.map(one => short(one, currency).split('.')[1]?.length ?? 0));

/** With that many decimals: so that in a column the points stand below each other. */
export function padded(one, places) {
  const [whole, part = ''] = one.split('.');
  return grouped(places > 0 ? `${whole}.${part.padEnd(places, '0').slice(0, places)}` : whole);
}

/** All of a column, with as many decimals as the longest needs. */
export const aligned = (texts, currency) => texts.map(one => padded(one, placesOf(texts, currency)));
