using System.Numerics;
using Nethereum.Model;
using Nethereum.Signer;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm.Transactions;

/// <summary>What a unit of gas may cost, in wei: at most, and of that to the maker of the block.</summary>
internal sealed record Fees(BigInteger Maximum, BigInteger Tip);

/// <summary>
/// Has transactions signed by Web3Signer, which alone has the key (<c>eth_signTransaction</c>). What comes back is taken apart: it must
/// be the very transaction that was asked for, signed by the account of the settings.
/// </summary>
internal sealed partial class Signer(RpcEndpoint web3Signer, EvmSettings settings, ProviderHealth health, ILogger<Signer> log)
{
    /// <summary>Null where the signer does not answer, or answers with something else.</summary>
    public async Task<SignedTry?> SignAsync(Transaction transaction, Fees fees, DateTimeOffset now, CancellationToken cancellation)
    {
        var wanted = new
        {
            from = settings.Account,
            to = transaction.To,
            gas = Hex.Of(transaction.Gas!.Value),
            maxFeePerGas = Hex.Of(fees.Maximum),
            maxPriorityFeePerGas = Hex.Of(fees.Tip),
            nonce = Hex.Of(transaction.Nonce!.Value),
            value = "0x0",
            data = transaction.Data,
            chainId = Hex.Of(settings.ChainId),
        };
        var raw = Hex.Data((await web3Signer.AskAsync("eth_signTransaction", [wanted], cancellation)).Result);
        health.Hear(raw is null ? ProviderAnswer.Silence : new ProviderAnswer(StatusCodes.Status200OK, null));
        if (raw is null)
        {
            return null;
        }

        if (HashOf(raw, transaction, fees) is not { } hash)
        {
            SignedSomethingElse(transaction.Id);
            return null;
        }

        return new(raw, hash, (long)fees.Maximum, (long)fees.Tip, now);
    }

    private string? HashOf(string raw, Transaction wanted, Fees fees)
    {
        try
        {
            return TransactionFactory.CreateTransaction(Hex.Bytes(raw)) is Transaction1559 signed
                && signed.ChainId == settings.ChainId
                && signed.Nonce == wanted.Nonce
                && signed.GasLimit == wanted.Gas
                && signed.MaxFeePerGas == fees.Maximum
                && signed.MaxPriorityFeePerGas == fees.Tip
                && (signed.Amount ?? 0) == 0
                && IsSame(signed.ReceiverAddress, wanted.To)
                && IsSame(signed.Data, wanted.Data)
                && signed.AccessList is null or { Count: 0 }
                && IsSame(TransactionVerificationAndRecovery.GetSenderAddress(raw), settings.Account)
                    ? "0x" + Convert.ToHexStringLower(signed.Hash)
                    : null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The library says in many kinds of exceptions that it cannot read something.
            return null;
        }
    }

    private static bool IsSame(string? one, string other) =>
        string.Equals(one?.Replace("0x", "", StringComparison.OrdinalIgnoreCase), other[2..], StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(EventId = 954, Level = LogLevel.Error, Message = "ALARM: the signer signed something else than it was asked to, or by another key. Nothing was sent. Transaction: {Id}.")]
    private partial void SignedSomethingElse(string id);
}
