// Loaded into Azurite (node --require), of which most is loaded for what it is never asked here: its telemetry, which is off;
// blobs whose list is in an SQL database, which is asked for with AZURITE_DB; tokens of OAuth, which is asked for with --oauth.
// And what copies blobs from elsewhere is loaded when one is copied.
'use strict';
const Module = require('module');

const never = ['applicationinsights', 'jsonwebtoken', ...(process.env.AZURITE_DB === undefined ? ['./SqlBlobServer', 'sequelize'] : [])];

const load = Module._load;
Module._load = function (request, ...rest) {
  if (never.includes(request)) return {};
  if (request === 'axios') return { __esModule: true, get default() { return load(request, ...rest).default; } };
  return load.call(this, request, ...rest);
};
