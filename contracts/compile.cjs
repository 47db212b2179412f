// Compiles the contracts by the solc of package.json, which is one file of JavaScript and fetches nothing, and says the result on
// standard output: { name: { abi, bytecode } }. compiled.json is that: node contracts/compile.cjs > contracts/compiled.json
const fs = require('fs');
const path = require('path');
const solc = require('solc');

const files = ['ForwarderFactory.sol', 'test/TestUsdc.sol', 'test/TestUsdt.sol', 'test/TestRebasing.sol', 'test/TestWallet.sol'];
const input = {
  language: 'Solidity',
  sources: Object.fromEntries(files.map((file) => [file, { content: fs.readFileSync(path.join(__dirname, file), 'utf8') }])),
  settings: {
    // Instructions that every EVM network has had for years, and no digest of the sources, so that the bytes are these sources' alone.
    evmVersion: 'paris',
    optimizer: { enabled: true, runs: 200 },
    metadata: { bytecodeHash: 'none', appendCBOR: false },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
  },
};
const output = JSON.parse(solc.compile(JSON.stringify(input)));
const problems = (output.errors ?? []).map((problem) => problem.formattedMessage);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}

const compiled = {};
for (const file of files) {
  for (const [name, contract] of Object.entries(output.contracts[file])) {
    if (contract.evm.bytecode.object && name !== 'Forwarder') {
      compiled[name] = { abi: contract.abi, bytecode: `0x${contract.evm.bytecode.object}` };
    }
  }
}

console.log(JSON.stringify(compiled, null, 1));
