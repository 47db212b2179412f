using System.Text.Json;
using Azure;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Partners;

/// <summary>
/// Partners and their tokens in table Index: row <c>partner</c> of partition <c>p|{id}</c>, and for each token row
/// <c>token</c> of partition <c>k|{hash}</c>. The partner's row names the hash that counts, so that a token row left
/// over by a rotation opens nothing.
/// </summary>
internal sealed class PartnerStore(TableStore store)
{
    private const string PartnerRow = "partner";
    private const string TokenRow = "token";
    private const string TokenPrefix = "k|";
    private const string PartnerPrefix = "p|";

    private readonly Table index = store.Table(StorageNames.Index);

    public static string Partition(PartnerId id) => $"{PartnerPrefix}{id.Id}";

    /// <summary>Whose partition it is.</summary>
    public static PartnerId IdOf(string partition) => new(Id26.Parse(partition[PartnerPrefix.Length..]));

    /// <param name="partner">The new one.</param>
    /// <param name="tokenHash">Of its first token.</param>
    /// <param name="claimed">The identifier of the request that makes the token; null where no request does.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StorageConflictException">The partner exists.</exception>
    public async Task AddAsync(Partner partner, string tokenHash, Id26? claimed, CancellationToken cancellation)
    {
        await WriteTokenAsync(partner.Id, tokenHash, cancellation);
        try
        {
            await index.InsertAsync(Write(partner, tokenHash, claimed), cancellation);
        }
        catch (StorageConflictException)
        {
            // Our own write, whose answer was lost, or another partner.
            if ((await FindAsync(partner.Id, cancellation))?.TokenHash != tokenHash)
            {
                throw;
            }
        }
    }

    public async Task<StoredPartner?> FindAsync(PartnerId id, CancellationToken cancellation) =>
        await index.GetAsync(Partition(id), PartnerRow, cancellation: cancellation) is { } row ? Read(row) : null;

    /// <summary>The partner whose token has this hash.</summary>
    public async Task<Partner?> FindByTokenAsync(string tokenHash, CancellationToken cancellation)
    {
        var token = await index.GetAsync(TokenPartition(tokenHash), TokenRow, cancellation: cancellation);
        if (token is null || !PrefixedId.TryParse<PartnerId>(token.GetString("partner"), out var id))
        {
            return null;
        }

        return await FindAsync(id, cancellation) is { } found && found.TokenHash == tokenHash ? found.Partner : null;
    }

    /// <summary>Every partner: each has a token, and there are few rows of tokens.</summary>
    public async Task<IReadOnlyCollection<PartnerId>> ListAsync(CancellationToken cancellation)
    {
        var found = new HashSet<PartnerId>();
        await foreach (var row in index.QueryAllAsync(TableFilter.PartitionStartsWith(TokenPrefix), cancellation))
        {
            if (PrefixedId.TryParse<PartnerId>(row.GetString("partner"), out var id))
            {
                found.Add(id);
            }
        }

        return found;
    }

    /// <exception cref="StoragePreconditionException">Somebody else changed the partner meanwhile.</exception>
    /// <returns>As what it is stored now.</returns>
    public Task<ETag> SaveAsync(StoredPartner stored, CancellationToken cancellation) =>
        index.ReplaceAsync(Write(stored.Partner, stored.TokenHash, stored.TokenOf), stored.ETag, cancellation);

    /// <summary>Makes another token the one that counts; the old one ends with this write.</summary>
    /// <param name="stored">The partner as it was read.</param>
    /// <param name="tokenHash">Of the other token.</param>
    /// <param name="claimed">The identifier of the request that makes the token; null where no request does.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StoragePreconditionException">Somebody else changed the partner meanwhile.</exception>
    public async Task RotateAsync(StoredPartner stored, string tokenHash, Id26? claimed, CancellationToken cancellation)
    {
        await WriteTokenAsync(stored.Partner.Id, tokenHash, cancellation);
        await SaveAsync(stored with { TokenHash = tokenHash, TokenOf = claimed }, cancellation);
        try
        {
            await index.DeleteAsync(TokenPartition(stored.TokenHash), TokenRow, ETag.All, cancellation);
        }
        catch (StorageNotFoundException)
        {
            // Gone already; it counted no more anyway.
        }
    }

    private Task<ETag> WriteTokenAsync(PartnerId id, string hash, CancellationToken cancellation) =>
        index.UpsertAsync(new Row(TokenPartition(hash), TokenRow).Set("partner", id.ToString()), cancellation);

    private static string TokenPartition(string hash) => TokenPrefix + hash;

    private static Row Write(Partner partner, string tokenHash, Id26? tokenOf) => new Row(Partition(partner.Id), PartnerRow)
        .Set("token_hash", tokenHash)
        .Set("token_of", tokenOf?.ToString())
        .SetLargeText("json", JsonSerializer.Serialize(partner, ApiJson.Options));

    private static StoredPartner Read(Row row) => new(
        JsonSerializer.Deserialize<Partner>(row.GetLargeText("json")!, ApiJson.Options)!, row.GetString("token_hash")!, row.ETag)
    {
        TokenOf = row.GetString("token_of") is { } request ? Id26.Parse(request) : null,
    };
}

/// <summary>A partner as it was read, with what is needed to write it again.</summary>
internal sealed record StoredPartner(Partner Partner, string TokenHash, ETag ETag)
{
    /// <summary>The identifier of the request that made the token; null where no request did.</summary>
    public Id26? TokenOf { get; init; }
}
