// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice For test chains: what everybody has becomes more or less at its owner's word, and no event says so, as with stETH. Anybody may
/// mint, and change what all have.
contract TestRebasing {
    string public constant name = "Test rebasing token";
    string public constant symbol = "RBT";
    uint8 public constant decimals = 6;

    mapping(address account => uint256) private shares;
    uint256 private unitsOfMillionShares = 1e6;

    event Transfer(address indexed from, address indexed to, uint256 value);

    function balanceOf(address account) external view returns (uint256) {
        return (shares[account] * unitsOfMillionShares) / 1e6;
    }

    function mint(address to, uint256 amount) external {
        shares[to] += (amount * 1e6) / unitsOfMillionShares;
        emit Transfer(address(0), to, amount);
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        uint256 moved = (amount * 1e6) / unitsOfMillionShares;
        shares[msg.sender] -= moved;
        shares[to] += moved;
        emit Transfer(msg.sender, to, amount);
        return true;
    }

    /// @param units What a million shares are worth from now on; a million of them at first.
    function rebase(uint256 units) external {
        unitsOfMillionShares = units;
    }
}
