using System.Text.RegularExpressions;

namespace OffRamp.Functions.Tests.Scenarios.Kills;

/// <summary>
/// Sells in flight, over HTTP, through real processes, while these are killed with SIGKILL again and again. Small in
/// <c>./test</c>; <c>./soak kills [seed]</c> runs it in full.
/// </summary>
[TestClass]
[TestCategory("Soak"), TestCategory("Kills")]
public sealed partial class KillLoop
{
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMinutes(3);

    // The cards that end in a payout: at once, half a minute later, after two refusals, without a word.
    private static readonly string[] Cards = ["tok_ok", "tok_ok", "tok_slow", "tok_flaky", "tok_silent"];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public Task Whatever_is_killed_every_sell_ends_paid_once() => RunAsync(
        SoakSize.Chosen(small: new(Sells: 5, Kills: 5, Rounds: 1, AtOnce: 4), full: new(Sells: 200, Kills: 50, Rounds: 10, AtOnce: 8)),
        Victim.App, Victim.Host, Victim.AppAndHost, Victim.Everything, Victim.HostTwice);

    [TestMethod]
    public Task Azurite_is_ended_and_killed_under_load_and_every_sell_ends_paid_once() => RunAsync(
        SoakSize.Chosen(small: new(Sells: 5, Kills: 2, Rounds: 1, AtOnce: 4), full: new(Sells: 100, Kills: 20, Rounds: 5, AtOnce: 8)),
        Victim.Azurite, Victim.AzuritePolitely);

    private async Task RunAsync(SoakSize size, params Victim[] victims)
    {
        TestContext.WriteLine($"Seed {size.Seed}: {size.Sells} sells, {size.Kills} kills.");
        await using var host = await MortalHost.StartAsync();
        using var client = new PatientClient(host);
        List<Customer> customers = [.. Enumerable.Range(0, size.Sells).Select(n => new Customer(client, n, Cards[n % Cards.Length]))];
        await using var killer = new Killer(host, size.Seed, victims);

        await SellUnderFireAsync(client, customers, killer, size);
        await killer.DisposeAsync();
        var passed = await new Proof(client).UntilAllEndedAsync(customers);

        await new Proof(client).UntilAllToldAsync(customers);

        Assert.HasCount(size.Kills, killer.Killed);
        TestContext.WriteLine($"Killed: {string.Join(", ", killer.Killed.CountBy(victim => victim).Select(count => $"{count.Key} {count.Value}"))}.");
        await new Proof(client).HoldsForAsync(customers);
        Report(host, customers, passed);
    }

    private static async Task SellUnderFireAsync(PatientClient client, List<Customer> customers, Killer killer, SoakSize size)
    {
        var perRound = size.Sells / size.Rounds;
        for (var round = 0; round < size.Rounds; round++)
        {
            var kills = (size.Kills * (round + 1) / size.Rounds) - (size.Kills * round / size.Rounds);
            killer.Plan(kills, perRound * Customer.Steps);
            await Parallel.ForEachAsync(
                customers.Skip(round * perRound).Take(perRound), new ParallelOptions { MaxDegreeOfParallelism = size.AtOnce },
                async (customer, _) => await customer.SellAsync(killer.Step));
            await client.PassAsync(BetweenRounds);
        }
    }

    /// <summary>That every instance which the host failed was one of these sells, all of which have ended by now.</summary>
    private void Report(MortalHost host, List<Customer> customers, TimeSpan passed)
    {
        var failed = host.Lines.All.Select(line => FailedForGood().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).ToList();
        var revived = host.Lines.All.Count(line => line.Contains("was revived", StringComparison.Ordinal));
        TestContext.WriteLine($"{failed.Count} instances were failed by the host, {revived} times a late sell was revived; all had ended {passed} after the last kill.");
        CollectionAssert.IsSubsetOf(failed, customers.Select(customer => customer.SellId).ToList());
    }

    [GeneratedRegex(@"Orchestration (sell_\w+) failed for good")]
    private static partial Regex FailedForGood();
}
