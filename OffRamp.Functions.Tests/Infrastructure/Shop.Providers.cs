using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>What providers do and say, and what comes of it.</summary>
internal sealed partial class Shop
{
    /// <summary>Crypto arrives at the sell's address; no notice reaches the app.</summary>
    /// <returns>The transaction's hash, normalised.</returns>
    public async Task<string> DepositAsync(OpenedSession session, string amount, string stopAt = "confirmed")
    {
        var sell = await ReadSellAsync(session);
        var address = sell.GetProperty("deposit").GetProperty("address").GetString();
        var deposit = await ControlAsync("/sandbox/deposits", new
        {
            network = sell.GetProperty("network").GetString(),
            asset = sell.GetProperty("currency").GetString(),
            address,
            amount,
            stop_at = stopAt,
        });
        return TxHash.Parse(deposit.GetProperty("tx_hash").GetString()!).Value;
    }

    /// <summary>The custodian's notice of a deposit, confirmed and of 250 unless said otherwise, is stored; who is told of it is the orchestrations' matter.</summary>
    public async Task HearDepositAsync(OpenedSession session, string txHash, string amount = "250", string status = "confirmed")
    {
        var sell = await ReadSellAsync(session);
        using var notice = await NoticeAsync("/webhooks/deposits", Settings.Custodian.NoticeSecrets, new
        {
            type = $"deposit.{status}",
            data = new
            {
                network = "TRC20",
                asset = "USDT",
                contract_address = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
                address = sell.GetProperty("deposit").GetProperty("address").GetString(),
                amount,
                tx_hash = txHash,
                log_index = 0,
                confirmations = status == "confirmed" ? 20 : 0,
                seen_at = Clock.GetUtcNow(),
                risk = "low",
            },
        });
        Assert.AreEqual(HttpStatusCode.Accepted, notice.StatusCode);
    }

    /// <summary>The sell goes as far as it can without waiting, as its orchestration would have it.</summary>
    public async Task WalkAsync(OpenedSession session)
    {
        using var page = await PageAsync(session, HttpMethod.Post, "/check_deposit");
        await Services.GetRequiredService<AdvanceInline>().RunAsync(PrefixedId.Parse<SellId>(session.SellId), default);
    }

    /// <summary>Whatever was ordered to go wrong at the providers does so no more.</summary>
    public async Task MendProvidersAsync() => (await controls.DeleteAsync("/sandbox/faults")).Dispose();

    /// <summary>Time goes by, long enough that providers are asked three times.</summary>
    public async Task PassAsync(OpenedSession session)
    {
        for (var times = 0; times < 3; times++)
        {
            Clock.Advance(TimeSpan.FromMinutes(16));
            await WalkAsync(session);
        }
    }

    /// <summary>A new session whose user sells and pays in, and whose sell goes as far as its card lets it.</summary>
    public async Task<OpenedSession> PayInAsync(string card = "tok_ok", string amount = "250")
    {
        var session = await SellAsync(card: card);
        await DepositAsync(session, amount);
        await WalkAsync(session);
        await PassAsync(session);
        return session;
    }

    /// <summary>A new session in 0Gate's shape, whose user of that e-mail address sells, pays in and is paid.</summary>
    /// <returns>The session, and its deposit's transaction.</returns>
    public async Task<(OpenedSession Session, string TxHash)> SellToTheEndAsync(string reference, string email = "ann+verified@example.com")
    {
        var session = await OpenSessionAsync(Bodies.Gate(reference), gate: true);
        using var verified = await PageAsync(session, HttpMethod.Post, "/kyc", new { email });
        using var quoted = await PageAsync(session, HttpMethod.Post, "/quote", new { });
        var quote = (await ReadAsync(quoted, HttpStatusCode.OK)).GetProperty("id").GetString()!;
        using var sold = await PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote, refund: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"));
        var hash = await DepositAsync(session, (await ReadAsync(sold, HttpStatusCode.Created)).GetProperty("crypto_amount").GetString()!);
        await WalkAsync(session);
        Clock.Advance(TimeSpan.FromMinutes(16));
        await WalkAsync(session);
        return (session, hash);
    }

    /// <summary>The bank sends a settled payout back, and the provider's notice of it is in the sell's inbox.</summary>
    public async Task PayoutComesBackAsync(OpenedSession session, JsonElement payout)
    {
        var sell = PrefixedId.Parse<SellId>(session.SellId);
        var id = payout.GetProperty("id").GetString()!;
        await ControlAsync($"/sandbox/payouts/{id}/return", new { });
        var notice = new PayoutNotice(
            SellKeys.PayoutNotice(id, "payout.returned"), Clock.GetUtcNow(), new PayoutFact { PayoutId = id, Status = PayoutStatus.Returned });
        await Services.GetRequiredService<SellStore>().AddToInboxAsync(sell, SellRows.Of(sell, notice), default);
        await WalkAsync(session);
    }

    /// <summary>A notice that nobody can use, and its id among those that are set aside.</summary>
    public async Task<string> SetAsideAsync(string path, IReadOnlyList<byte[]> secrets, object notice)
    {
        Clock.Advance(TimeSpan.FromSeconds(1)); // so that none is newer, and it is the first of the list
        using var answer = await NoticeAsync(path, secrets, notice);
        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        return (await this.ReadAsOperatorAsync("/ops/api/notices/unmatched?limit=1")).GetProperty("data")[0].Text("id")!;
    }

    /// <summary>The same of the custodian: of a transfer, with an amount that nobody can read.</summary>
    public Task<string> SetAsideAsync(string txHash, string amount = "lots") => SetAsideAsync("/webhooks/deposits", Settings.Custodian.NoticeSecrets, new
    {
        type = "deposit.confirmed",
        data = new { network = "TRC20", asset = "USDT", amount, tx_hash = txHash, log_index = 0, confirmations = 20, seen_at = "2030-01-01T12:00:00Z", risk = "low" },
    });

    /// <summary>A signed notice of a provider.</summary>
    public async Task<HttpResponseMessage> NoticeAsync(string path, IReadOnlyList<byte[]> secrets, object notice)
    {
        using var request = ProviderNotice.Of(path, secrets, notice, Clock.GetUtcNow());
        return await Client.SendAsync(request);
    }
}
