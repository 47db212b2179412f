namespace OffRamp.Functions.Tests.Scenarios.Kills;

/// <summary>A disk on which the local host can write nothing more; the kernel's limit to a file's size stands for it.</summary>
[TestClass]
public sealed class FullDisk
{
    [TestMethod]
    public async Task Sells_wait_for_room_on_the_disk_and_end_paid_once()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await using var host = await MortalHost.StartAsync();
        using var client = new PatientClient(host);
        List<Customer> customers = [.. Enumerable.Range(0, 6).Select(n => new Customer(client, n, "tok_ok"))];
        await customers[0].SellAsync(() => { });
        await client.PassAsync(TimeSpan.FromMinutes(1));

        await host.LimitFilesAsync("60");
        await client.PassAsync(TimeSpan.FromMinutes(1));
        var (refused, why) = await client.TryAsync(new Call(HttpMethod.Post, "/sandbox/refund_failures") { IsForSandbox = true, Body = new { address = "T" } });
        var selling = Task.WhenAll(customers.Skip(1).Select(customer => customer.SellAsync(() => { })));
        await host.Lines.HeardAsync("A provider answered");
        await host.LimitFilesAsync("unlimited");
        await selling;
        await new Proof(client).UntilAllEndedAsync(customers);

        Assert.IsNull(refused);
        Assert.Contains("disk refused", why);
        await new Proof(client).HoldsForAsync(customers);
    }
}
