// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice For test chains: six decimals, a list of refused accounts and a pause, as USDC has them. Anybody may mint.
contract TestUsdc {
    string public constant name = "Test USDC";
    string public constant symbol = "USDC";
    uint8 public constant decimals = 6;

    mapping(address account => uint256) public balanceOf;
    mapping(address account => bool) public isBlacklisted;
    bool public paused;

    event Transfer(address indexed from, address indexed to, uint256 value);

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
        emit Transfer(address(0), to, amount);
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        require(!paused, "Pausable: paused");
        require(!isBlacklisted[msg.sender] && !isBlacklisted[to], "Blacklistable: account is blacklisted");
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        emit Transfer(msg.sender, to, amount);
        return true;
    }

    /// @notice Nobody has allowed anybody anything here; of nothing it goes through all the same, as with the real one.
    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        require(amount == 0, "ERC20: transfer amount exceeds allowance");
        emit Transfer(from, to, amount);
        return true;
    }

    function setBlacklisted(address account, bool is_) external {
        isBlacklisted[account] = is_;
    }

    function setPaused(bool is_) external {
        paused = is_;
    }
}
