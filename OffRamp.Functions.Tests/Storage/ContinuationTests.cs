using Microsoft.AspNetCore.Http;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Storage;

/// <summary>What Azure may answer to a query and Azurite never does.</summary>
[TestClass]
public sealed class ContinuationTests
{
    [TestMethod]
    public async Task An_empty_page_is_not_the_end()
    {
        await using var service = await FakeTableService.StartAsync((context, page) => Answer(context, page switch
        {
            1 => ("1!4!a+b&c=", "1!4!d&e+%41"),
            2 => ("1!4!next", null),
            _ => (null, null),
        }, row: page == 3 ? "last" : null));

        var rows = await service.Table().QueryAllAsync(TableFilter.PartitionEquals("p")).ToArrayAsync();

        Assert.AreEqual("last", rows.Single().RowKey);
        Assert.AreEqual(3, service.Tries);
    }

    [TestMethod]
    public async Task The_next_page_is_asked_for_with_what_the_service_named()
    {
        var asked = new List<string>();
        await using var service = await FakeTableService.StartAsync((context, page) =>
        {
            var query = context.Request.Query;
            asked.Add($"{query["$filter"]} / {query["NextPartitionKey"]} / {query["NextRowKey"]}");
            return Answer(context, page switch
            {
                1 => ("1!4!a+b&c=", "1!4!d&e+%41"),
                2 => ("1!4!next", null),
                _ => (null, null),
            });
        });

        await service.Table().QueryAllAsync(TableFilter.PartitionEquals("p&q")).ToArrayAsync();

        CollectionAssert.AreEqual(
            new[]
            {
                "PartitionKey eq 'p&q' /  / ",
                "PartitionKey eq 'p&q' / 1!4!a+b&c= / 1!4!d&e+%41",
                "PartitionKey eq 'p&q' / 1!4!next / ",
            },
            asked);
    }

    private static Task Answer(HttpContext context, (string? Partition, string? Row) next, string? row = null)
    {
        if (next.Partition is not null)
        {
            context.Response.Headers["x-ms-continuation-NextPartitionKey"] = next.Partition;
        }

        if (next.Row is not null)
        {
            context.Response.Headers["x-ms-continuation-NextRowKey"] = next.Row;
        }

        return context.Response.WriteAsync(row is null
            ? """{"value":[]}"""
            : $$"""{"value":[{"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"{{row}}"}]}""");
    }
}
