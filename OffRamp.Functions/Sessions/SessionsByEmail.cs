using System.Runtime.CompilerServices;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Sessions;

/// <summary>
/// Finds sessions by their user's e-mail address. Their rows lie in their partner's partition, written with those of its
/// list, and name the address by its hash: whoever reads the index learns nothing of it.
/// </summary>
internal sealed class SessionsByEmail(TableStore store, PartnerStore partners)
{
    private const int MostOfOnePartner = 100;

    private readonly Table index = store.Table(StorageNames.Index);

    /// <summary>The row that leads from the address to the session.</summary>
    public static Row RowOf(PartnerId partner, SessionId session, string email) =>
        new(IndexKeys.Partner(partner), IndexKeys.EmailRows(HashOf(email)) + session.Id.ToNewestFirst());

    /// <summary>Of each partner the newest hundred.</summary>
    public async Task<IReadOnlyList<SessionId>> FindAsync(string email, CancellationToken cancellation)
    {
        var hash = HashOf(email);
        var found = await Task.WhenAll((await partners.ListAsync(cancellation)).Select(partner => FindAsync(partner, hash, cancellation)));
        return [.. found.SelectMany(sessions => sessions)];
    }

    /// <summary>All of a partner, newest first.</summary>
    public IAsyncEnumerable<SessionId> FindAllAsync(PartnerId partner, string email, CancellationToken cancellation) => FindAsync(partner, HashOf(email), null, cancellation);

    private async Task<IReadOnlyList<SessionId>> FindAsync(PartnerId partner, string hash, CancellationToken cancellation) =>
        await FindAsync(partner, hash, MostOfOnePartner, cancellation).Take(MostOfOnePartner).ToListAsync(cancellation);

    private async IAsyncEnumerable<SessionId> FindAsync(PartnerId partner, string hash, int? pageSize, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var prefix = IndexKeys.EmailRows(hash);
        var rows = TableFilter.PartitionEquals(IndexKeys.Partner(partner)).And.RowKeyStartsWith(prefix);
        await foreach (var row in index.QueryAllAsync(new(rows) { PageSize = pageSize }, cancellation))
        {
            if (Id26.TryParseNewestFirst(row.RowKey.AsSpan(prefix.Length), out var id))
            {
                yield return new(id);
            }
        }
    }

    private static string HashOf(string email) => Secrets.Hash("mail:" + UserKeys.Lower(email.Trim()));
}
