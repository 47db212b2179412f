// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice For test chains: transfer returns nothing, and may take a fee, as USDT's may. Anybody may mint.
contract TestUsdt {
    string public constant name = "Test USDT";
    string public constant symbol = "USDT";
    uint8 public constant decimals = 6;

    mapping(address account => uint256) public balanceOf;
    mapping(address account => bool) public isBlackListed;
    bool public paused;
    uint256 public basisPointsRate;

    event Transfer(address indexed from, address indexed to, uint256 value);

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
        emit Transfer(address(0), to, amount);
    }

    /// @dev A fee that the event does not tell of: the worst kind.
    function transfer(address to, uint256 amount) external {
        require(!paused && !isBlackListed[msg.sender]);
        uint256 fee = (amount * basisPointsRate) / 10000;
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount - fee;
        balanceOf[address(this)] += fee;
        emit Transfer(msg.sender, to, amount);
    }

    function setBlackListed(address account, bool is_) external {
        isBlackListed[account] = is_;
    }

    function setPaused(bool is_) external {
        paused = is_;
    }

    function setFee(uint256 basisPoints) external {
        basisPointsRate = basisPoints;
    }
}
