using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Partners;

/// <summary>In local mode, a partner to begin with: enabled, with the token of the settings. Made before the port is bound.</summary>
internal sealed class DemoPartner(Settings settings, PartnerStore partners, TimeProvider clock) : IHostedService
{
    /// <summary>The same on every machine, so that examples can name it.</summary>
    public static PartnerId Id { get; } = PrefixedId.Parse<PartnerId>("par_01dem000000000000000000000");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!settings.IsLocal || settings.DemoPartnerToken is not { } token)
        {
            return;
        }

        var hash = Secrets.Hash(token);
        var stored = await partners.FindAsync(Id, cancellationToken);
        if (stored is null)
        {
            await AddAsync(hash, cancellationToken);
        }
        else if (stored.TokenHash != hash)
        {
            await partners.RotateAsync(stored, hash, claimed: null, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AddAsync(string hash, CancellationToken cancellationToken)
    {
        var partner = new Partner
        {
            Id = Id,
            Name = "Demo shop",
            OfframpEnabled = true,
            AllowedOrigins = [settings.PublicUrl.GetLeftPart(UriPartial.Authority)],
            CreatedAt = clock.GetUtcNow(),
        };
        try
        {
            await partners.AddAsync(partner, hash, claimed: null, cancellationToken);
        }
        catch (StorageConflictException)
        {
            // Made meanwhile by a process that started beside this one.
        }
    }
}
