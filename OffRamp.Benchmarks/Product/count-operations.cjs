// Loaded into Azurite (NODE_OPTIONS), it counts what Azurite is asked and tells it on a port of its own: "table GET Sells",
// "table BATCH Sells", "queue GET hub-control-00", "blob PUT leases", each with how often. "/last" says of the last ones
// when each came and was answered, in milliseconds of Unix time.
'use strict';
const port = process.env.OFFRAMP_BENCH_OPERATIONS_PORT;
if (port && /azurite/.test(process.argv[1] ?? '')) {
  const http = require('http');
  const counts = {};
  const last = [];
  const kept = 2000;
  const teller = http.createServer((asked, answer) => answer.end(JSON.stringify(asked.url === '/last' ? last : counts)));
  const emit = http.Server.prototype.emit;
  http.Server.prototype.emit = function (event, request, answer) {
    if (event === 'request' && this !== teller) {
      look(request);
      keep(answer);
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

  function keep(answer) {
    const one = { from: now(), to: null };
    answer.once('finish', () => { one.to = now(); });
    last.push(one);
    if (last.length > kept) {
      last.shift();
    }
  }

  function now() {
    return performance.timeOrigin + performance.now();
  }

  function targetIn(path) {
    return /^\/[^/?]+\/([^/?(]+)/.exec(path)?.[1];
  }

  function count(service, method, target) {
    const name = `${service} ${method} ${target}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
}
