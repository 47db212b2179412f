// Makes src/schema.d.ts of the API's own document: `node types.js openapi.json`. With --check it only compares.

import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const FILE = new URL('src/schema.d.ts', import.meta.url);
const HEAD = '// Made of the API\'s own document by types.js. Do not change it here.\n\n';
const TAGS = ['Partner API', 'Sell page'];

const document = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const schemas = document.components.schemas;
const used = new Set(['Event', 'Problem']);

for (const path of Object.values(document.paths))
  for (const operation of Object.values(path))
    if (operation.tags?.some(tag => TAGS.includes(tag))) visit(operation);
for (const name of used) visit(schemas[name]);

function visit(part) {
  if (part === null || typeof part !== 'object') return;
  const name = part.$ref?.match(/^#\/components\/schemas\/(.+)$/)?.[1];
  if (name) used.add(name);
  Object.values(part).forEach(visit);
}

const types = HEAD + astToString(await openapiTS({
  openapi: document.openapi, info: document.info, paths: {},
  components: { schemas: Object.fromEntries([...used].sort().map(name => [name, schemas[name]])) },
}));
if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== types) {
    console.error('src/schema.d.ts does not fit the API\'s document. Make it anew: node clients/node/types.js openapi.json, the document being what the app serves at /openapi/v1.json.');
    process.exit(1);
  }
} else {
  writeFileSync(FILE, types);
}
