// Loaded into Azurite (NODE_OPTIONS), it counts what Azurite is asked and tells it on a port of its own: "table GET Sells",
// "table BATCH Sells", "queue GET hub-control-00", "blob PUT leases", each with how often.
'use strict';
const port = process.env.OFFRAMP_BENCH_OPERATIONS_PORT;
if (port && /azurite/.test(process.argv[1] ?? '')) {
  const http = require('http');
  const counts = {};
  const teller = http.createServer((_, answer) => answer.end(JSON.stringify(counts)));
  const emit = http.Server.prototype.emit;
  http.Server.prototype.emit = function (event, request) {
    if (event === 'request' && this !== teller) {
      look(request);
    }
    return emit.apply(this, arguments);
  };
  teller.listen(Number(port), '127.0.0.1').unref();

  function look(request) {
    const target = targetIn(request.url) ?? '';
    if (target === '$batch') {
      return lookInto(request);
    }
    const isTable = 'dataserviceversion' in request.headers || /odata/.test(request.headers.accept ?? '');
    count(isTable ? 'table' : /\/messages/.test(request.url) ? 'queue' : 'blob', request.method, target);
  }

  // Which table a transaction is about stands in its body, whose first piece says it, as it passes.
  function lookInto(request) {
    const push = request.push;
    request.push = function (piece, encoding) {
      request.push = push;
      count('table', 'BATCH', targetIn(/https?:\/\/[^/]+(\S*)/.exec(String(piece))?.[1] ?? '') ?? '');
      return push.call(request, piece, encoding);
    };
  }

  function targetIn(path) {
    return /^\/[^/?]+\/([^/?(]+)/.exec(path)?.[1];
  }

  function count(service, method, target) {
    const name = `${service} ${method} ${target}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
}
