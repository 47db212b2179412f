// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface ITransferable {
    function transfer(address to, uint256 amount) external;
}

/// @notice For test chains: a contract that pays, several times in one transaction.
contract TestWallet {
    struct Payment {
        address token;
        address to;
        uint256 amount;
    }

    function pay(Payment[] calldata payments) external {
        for (uint256 i = 0; i < payments.length; i++) {
            ITransferable(payments[i].token).transfer(payments[i].to, payments[i].amount);
        }
    }
}
