// Reads {size, path} of a QR code's picture from its first argument and has the npm package jsqr read it, as a camera would.
const jsQR = require('jsqr');

const { size, path } = JSON.parse(process.argv[2]);
const scale = 4;
const pixels = new Uint8ClampedArray(size * size * scale * scale * 4).fill(255);
for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
  for (let dy = 0; dy < scale; dy++)
    for (let dx = 0; dx < scale; dx++)
      pixels.fill(0, (((y * scale + dy) * size * scale) + x * scale + dx) * 4, (((y * scale + dy) * size * scale) + x * scale + dx) * 4 + 3);
process.stdout.write(jsQR(pixels, size * scale, size * scale)?.data ?? 'unreadable');
