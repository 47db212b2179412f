// Which share of a process's CPU goes where: reads what "perf script" says (standard input), and counts each stack once, by the
// first of the rows that it is in; with "start", by the rows of a start. docs/performance.md says how the stacks are recorded.
'use strict';
const atWork = [
  ['the client of tables', /Azure\.(Data\.Tables|Core|Identity)/],
  ['Durable', /DurableTask/],
  ['the worker\'s SDK, gRPC', /Microsoft\.Azure\.(Functions|WebJobs)|Grpc|Protobuf/],
  ['HTTP to providers and partners', /System\.Net\.Http/],
  ['Kestrel and ASP.NET Core', /Microsoft\.AspNetCore|Kestrel/],
  ['our own code', /OffRamp/],
  ['the compiler', /libclrjit/],
  ['the garbage collector', /^\.NET [A-Z]*GC/],
  ['sockets, where no managed frame says for whom', /^\.NET Sockets|System\.Net\.Sockets|tcp_|sock_|epoll/],
  ['threads that wait and wake', /./],
];

const innermost = where => new RegExp(`^[^\\n]*\\n[^\\n]*${where}`);
const atStart = [
  ['the compiler', /libclrjit/],
  ['the garbage collector', /^\.NET [A-Z]*GC/],
  ['the runtime itself: types, stubs, what was compiled ahead of time', innermost('libcoreclr')],
  ['the kernel: files, memory, threads', innermost('\\[kernel')],
  ['libraries of C', innermost('lib[\\w.-]+\\.so')],
  ['managed code', /./],
];

const rows = process.argv[2] === 'start' ? atStart : atWork;
const counts = new Map(rows.map(([name]) => [name, 0]));
const stacks = require('fs').readFileSync(0, 'utf8').split('\n\n').filter(stack => stack.includes('\n'));
for (const stack of stacks) {
  const [name] = rows.find(([, is]) => is.test(stack.trimStart()));
  counts.set(name, counts.get(name) + 1);
}
for (const [name, count] of counts) {
  console.log(`${(100 * count / stacks.length).toFixed(1).padStart(5)} %  ${name}`);
}
console.log(`of ${stacks.length} stacks`);
