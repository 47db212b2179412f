// QR codes (ISO/IEC 18004) as far as an address needs them: bytes, error correction M, versions 1 to 10.

const NS = 'http://www.w3.org/2000/svg';
const CHECK_BYTES = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26]; // of each block, by version
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5];
const CODEWORDS = [26, 44, 70, 100, 134, 172, 196, 242, 292, 346];
const MIDDLES = [[], [18], [22], [26], [30], [34], [22, 38], [24, 42], [26, 46], [28, 50]]; // of alignment patterns, beside 6

/** The code as a picture; null where the text is too long for one. */
export function qr(text) {
  const rows = modules(text);
  if (!rows) return null;
  const path = rows.flatMap((row, y) => row.map((dark, x) => dark ? `M${x + 4} ${y + 4}h1v1h-1z` : '')).join('');
  const picture = document.createElementNS(NS, 'svg');
  picture.setAttribute('viewBox', `0 0 ${rows.length + 8} ${rows.length + 8}`);
  picture.setAttribute('class', 'qr');
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', 'QR code for your wallet');
  const dark = document.createElementNS(NS, 'path');
  dark.setAttribute('d', path);
  picture.append(dark);
  return picture;
}

/** Rows of modules, true for dark. */
export function modules(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const version = CODEWORDS.findIndex((all, index) => bytes.length + (index < 9 ? 2 : 3) <= all - CHECK_BYTES[index] * BLOCKS[index]) + 1;
  return version > 0 ? paint(version, withChecks(version, dataOf(version, bytes))) : null;
}

function dataOf(version, bytes) {
  const room = CODEWORDS[version - 1] - CHECK_BYTES[version - 1] * BLOCKS[version - 1];
  const bits = [];
  const put = (value, length) => { for (let i = length - 1; i >= 0; i--) bits.push(value >> i & 1); };
  put(0b0100, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, room * 8 - bits.length));
  put(0, (8 - bits.length % 8) % 8);
  const data = [];
  for (let i = 0; i < bits.length; i += 8) data.push(parseInt(bits.slice(i, i + 8).join(''), 2));
  for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad);
  return data;
}

// Blocks with their check bytes, interleaved. The first blocks are the shorter ones.
function withChecks(version, data) {
  const [checks, count] = [CHECK_BYTES[version - 1], BLOCKS[version - 1]];
  const generator = generatorOf(checks);
  const shorter = Math.floor(data.length / count);
  const firstLonger = count - data.length % count;
  const blocks = [];
  for (let n = 0, at = 0; n < count; n++) {
    const size = shorter + (n >= firstLonger ? 1 : 0);
    blocks.push(data.slice(at, at += size));
  }
  const checksOf = blocks.map(block => remainder(block, generator));
  const turn = (lists, length) => Array.from({ length }, (_, i) => lists.map(list => list[i])).flat().filter(byte => byte !== undefined);
  return [...turn(blocks, shorter + 1), ...turn(checksOf, checks)];
}

// In the field of 256 elements over x^8 + x^4 + x^3 + x^2 + 1.
function times(a, b) {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = product << 1 ^ (product >> 7) * 0x11d;
    if (b >> i & 1) product ^= a;
  }
  return product;
}

function generatorOf(degree) {
  let [result, root] = [[...Array(degree - 1).fill(0), 1], 1];
  for (let i = 0; i < degree; i++, root = times(root, 2))
    result = result.map((coefficient, j) => times(coefficient, root) ^ (result[j + 1] ?? 0));
  return result;
}

function remainder(data, generator) {
  const result = generator.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ result.shift();
    result.push(0);
    generator.forEach((coefficient, i) => { result[i] ^= times(coefficient, factor); });
  }
  return result;
}

function paint(version, codewords) {
  const size = version * 4 + 17;
  const rows = Array.from({ length: size }, () => Array(size).fill(null));
  const square = (cx, cy, radius, isDark) => {
    for (let y = -radius; y <= radius; y++)
      for (let x = -radius; x <= radius; x++)
        if (rows[cy + y]?.[cx + x] !== undefined) rows[cy + y][cx + x] = isDark(Math.max(Math.abs(x), Math.abs(y)));
  };
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x, y, 4, ring => ring !== 2 && ring !== 4);
  const middles = version > 1 ? [6, ...MIDDLES[version - 1]] : [];
  for (const y of middles)
    for (const x of middles)
      if (rows[y][x] === null) square(x, y, 2, ring => ring !== 1);
  for (let i = 8; i < size - 8; i++) rows[6][i] = rows[i][6] = i % 2 === 0;
  paintFormat(rows, size);
  if (version >= 7) paintVersion(rows, size, version);
  paintData(rows, size, codewords);
  return rows;
}

// Always mask 0 (a chessboard): readers take any, and the texts here have no large even areas that another would break up.
function paintFormat(rows, size) {
  const bit = i => (0x5412 >> i & 1) === 1; // level M and mask 0 are all zeros, and so are their check bits; this is what those are hidden by
  for (let i = 0; i < 15; i++) {
    const [x, y] = i < 6 ? [8, i] : i < 8 ? [8, i + 1] : i === 8 ? [7, 8] : [14 - i, 8];
    rows[y][x] = bit(i);
    if (i < 8) rows[8][size - 1 - i] = bit(i);
    else rows[size - 15 + i][8] = bit(i);
  }
  rows[size - 8][8] = true;
}

function paintVersion(rows, size, version) {
  let check = version;
  for (let i = 0; i < 12; i++) check = check << 1 ^ (check >> 11) * 0x1f25;
  const bits = version << 12 | check;
  for (let i = 0; i < 18; i++) {
    const [a, b] = [size - 11 + i % 3, Math.floor(i / 3)];
    rows[a][b] = rows[b][a] = (bits >> i & 1) === 1;
  }
}

// Two columns at a time from the right, up and down in turn, around what is painted already.
function paintData(rows, size, codewords) {
  const isFree = rows.map(row => row.map(module => module === null));
  let i = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const y = (right + 1 & 2) === 0 ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (!isFree[y][x]) continue;
        rows[y][x] = ((codewords[i >> 3] ?? 0) >> 7 - (i & 7) & 1) === 1 !== ((x + y) % 2 === 0);
        i++;
      }
    }
  }
}
