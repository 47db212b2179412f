// The chain of a laptop and of the tests. Blocks are made when somebody says so (evm_mine), so that whoever tests owns time and forks.
module.exports = {
  networks: {
    hardhat: {
      chainId: 31337,
      mining: { auto: false, interval: 0 },
      hardfork: 'prague',
      // Of the same time the first block is the same, and so is what the same calls make of it.
      initialDate: process.env.OFFRAMP_CHAIN_GENESIS || undefined,
    },
  },
};
