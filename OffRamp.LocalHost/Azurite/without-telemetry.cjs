// Loaded into Azurite (node --require), whose telemetry is off: what it would be sent with takes longer to load than all the rest.
'use strict';
const Module = require('module');

const load = Module._load;
Module._load = function (request, ...rest) {
  return request === 'applicationinsights' ? {} : load.call(this, request, ...rest);
};
