// The address as a QR code, as the wallet's camera wants it: dark on light, in any colour scheme, with a quiet border.

import { say } from './language.js';
import { encode } from './uqr.js';

const NS = 'http://www.w3.org/2000/svg';

/** The code as a picture. */
export function qr(text) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const picture = document.createElementNS(NS, 'svg');
  picture.setAttribute('viewBox', `0 0 ${size} ${size}`);
  picture.setAttribute('class', 'qr');
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', say('page.qr'));
  const dark = document.createElementNS(NS, 'path');
  dark.setAttribute('d', data.flatMap((row, y) => row.map((isDark, x) => isDark ? `M${x} ${y}h1v1h-1z` : '')).join(''));
  picture.append(dark);
  return picture;
}
