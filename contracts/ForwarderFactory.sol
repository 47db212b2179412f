// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface IToken {
    function balanceOf(address account) external view returns (uint256);

    function transfer(address to, uint256 amount) external;
}

/// @notice Where the crypto of one sell is sent. Anybody may move what is in it, and only to the treasury: nobody holds a key of it.
/// @dev Every address of a sell is a minimal proxy (EIP-1167) of one Forwarder, so that the treasury is part of its code.
contract Forwarder {
    address public immutable treasury;

    error NotMoved(address token);

    constructor(address to) {
        treasury = to;
    }

    /// @notice Sends all of a token to the treasury; the zero address stands for the network's own coin.
    function flush(address token) external {
        if (token == address(0)) {
            (bool isPaid, ) = treasury.call{value: address(this).balance}("");
            require(isPaid, NotMoved(token));
            return;
        }

        uint256 balance = IToken(token).balanceOf(address(this));

        // Some tokens say true, some say nothing (USDT), and a call of what is no contract succeeds.
        (bool succeeds, bytes memory said) = token.call(abi.encodeCall(IToken.transfer, (treasury, balance)));
        require(succeeds && token.code.length > 0 && (said.length == 0 || abi.decode(said, (bool))), NotMoved(token));
    }
}

/// @notice Gives every salt an address that is known before anything is sent to it, and makes its forwarder when there is something to move.
contract ForwarderFactory {
    Forwarder public immutable forwarder;
    address public immutable treasury;

    /// @notice What is at that address could not be moved, and the others were.
    event NotSwept(address indexed token, address indexed where);

    error NotMade(bytes32 salt);

    constructor(address to) {
        require(to != address(0));
        treasury = to;
        forwarder = new Forwarder(to);
    }

    /// @notice The address that belongs to a salt, by CREATE2 (EIP-1014).
    function addressOf(bytes32 salt) public view returns (address) {
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), salt, keccak256(code()))))));
    }

    /// @notice What each of those accounts has of a token: all of it at one block, in one call.
    function balancesOf(address token, address[] calldata accounts) external view returns (uint256[] memory balances) {
        balances = new uint256[](accounts.length);
        for (uint256 i = 0; i < accounts.length; i++) {
            balances[i] = IToken(token).balanceOf(accounts[i]);
        }
    }

    /// @notice Moves all of a token from the addresses of those salts to the treasury.
    function sweep(address token, bytes32[] calldata salts) external {
        for (uint256 i = 0; i < salts.length; i++) {
            address where = addressOf(salts[i]);
            if (where.code.length == 0) {
                make(salts[i]);
            }

            try Forwarder(where).flush(token) {} catch {
                emit NotSwept(token, where);
            }
        }
    }

    function make(bytes32 salt) private {
        bytes memory init = code();
        address made;
        assembly {
            made := create2(0, add(init, 0x20), mload(init), salt)
        }

        require(made != address(0), NotMade(salt));
    }

    function code() private view returns (bytes memory) {
        return abi.encodePacked(hex"3d602d80600a3d3981f3363d3d373d3d3d363d73", address(forwarder), hex"5af43d82803e903d91602b57fd5bf3");
    }
}
