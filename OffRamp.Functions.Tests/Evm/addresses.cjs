// Reads {factory, sells} from stdin and has ethers compute the address of each sell: EIP-1014 over a proxy by EIP-1167.
const { concat, getCreate2Address, getCreateAddress, id, keccak256 } = require('ethers');

let input = '';
process.stdin.on('data', (chunk) => { input += chunk; });
process.stdin.on('end', () => {
  const { factory, sells } = JSON.parse(input);
  const forwarder = getCreateAddress({ from: factory, nonce: 1 });
  const code = keccak256(concat(['0x3d602d80600a3d3981f3363d3d373d3d3d363d73', forwarder, '0x5af43d82803e903d91602b57fd5bf3']));
  console.log(sells.map((sell) => getCreate2Address(factory, id(sell), code)).join(' '));
});
