using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Azurite;

namespace OffRamp.Functions.Tests.LocalHost;

[TestClass]
public sealed class AzuriteProcessTests
{
    [TestMethod]
    public async Task Azurite_answers_on_three_free_ports_and_is_gone_when_disposed()
    {
        var azurite = await AzuriteProcess.StartAsync(new AzuriteOptions());
        using var http = new HttpClient();

        var answers = await Task.WhenAll(((Uri[])[azurite.BlobEndpoint, azurite.QueueEndpoint, azurite.TableEndpoint]).Select(http.GetAsync));
        var exited = azurite.Exited;
        await azurite.DisposeAsync();

        Assert.IsTrue(answers.All(answer => (int)answer.StatusCode is >= 400 and < 500), "each service answers an unsigned request with a refusal");
        Assert.IsTrue(exited.IsCompleted);
    }

    [TestMethod]
    public async Task Tables_lose_nothing_that_was_answered_when_Azurite_is_killed()
    {
        var folder = Directory.CreateTempSubdirectory("azurite-").FullName;
        var options = new AzuriteOptions { Location = folder };
        var first = await AzuriteProcess.StartAsync(options);
        var etag = await FillAsync(TableOf(first));
        await KillAsync(first);

        var second = await AzuriteProcess.StartAsync(options);
        await TableOf(second).ReplaceAsync(Counted(1, 100), etag);
        await KillAsync(second);
        await using var third = await AzuriteProcess.StartAsync(options);
        var rows = new List<Row>();
        await foreach (var row in TableOf(third).QueryAllAsync(TableFilter.PartitionEquals("p").And.RowKeyBetween("row-01", "row-99")))
        {
            rows.Add(row);
        }

        CollectionAssert.AreEqual(
            new[] { "row-01=100", "row-02=20", "row-03=3", "row-05=5", "row-06=6", "row-07=7" },
            rows.Select(row => $"{row.RowKey}={row.GetInt64("count")}").ToArray());
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<Azure.ETag> FillAsync(Table table)
    {
        await table.CreateIfMissingAsync();
        var first = await table.InsertAsync(Counted(1, 1));
        var second = await table.InsertAsync(Counted(2, 2));
        await table.TransactAsync("p", [.. Enumerable.Range(3, 5).Select(number => TableOperation.Insert(Counted(number, number)))]);
        await table.ReplaceAsync(Counted(2, 20), second);
        await table.DeleteAsync("p", "row-04", Azure.ETag.All);
        return first;
    }

    private static async Task KillAsync(AzuriteProcess azurite)
    {
        azurite.Kill();
        await azurite.Exited;
        await azurite.DisposeAsync();
    }

    private static Row Counted(int number, long count) => new Row("p", $"row-{number:00}").Set("count", count);

    private static Table TableOf(AzuriteProcess azurite) =>
        AzuriteTables.Open(azurite.ConnectionString).Table("Kept");
}
