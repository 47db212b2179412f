using Microsoft.Extensions.Configuration;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Limits;

namespace OffRamp.Functions.Hosting.Configuration;

/// <summary>Everything the app is told from outside, checked before it listens. See local.settings.sample.json for each.</summary>
internal sealed record Settings
{
    /// <summary>On a laptop: http, loopback addresses and the published local secrets are accepted.</summary>
    public required bool IsLocal { get; init; }

    public required StorageSettings Storage { get; init; }

    /// <summary>Where copies of the tables go; null where none are made.</summary>
    public CopySettings? Copies { get; init; }

    /// <summary>The base of <c>widget_url</c> and of everything else that others are sent to. Ends without a slash.</summary>
    public required Uri PublicUrl { get; init; }

    public required OperatorSettings Operators { get; init; }

    public required ServerKey ServerKey { get; init; }

    public required ProviderSettings Custodian { get; init; }

    /// <summary>False where the networks that are taken need none: see <see cref="Evm"/>.</summary>
    public bool HasCustodian => Custodian != ProviderSettings.None;

    public required ProviderSettings Payouts { get; init; }

    public required ProviderSettings Kyc { get; init; }

    public required ProviderSettings Rates { get; init; }

    /// <summary>The EVM networks that are served without a custodian.</summary>
    public IReadOnlyList<EvmSettings> Evm { get; init; } = [];

    /// <summary>Who is asked about senders and refund addresses; null where nobody is.</summary>
    public ProviderSettings? Screening { get; init; }

    /// <summary>A sender of whom nobody names the risk is held like one of high risk.</summary>
    public bool HoldsUnknownRisk { get; init; } = true;

    /// <summary>The card provider's page, which the sell page frames; null: no card can be given there.</summary>
    public Uri? CardPage { get; init; }

    /// <summary>Where WebSockets are served; null where there are no live updates.</summary>
    public RealtimeSettings? Realtime { get; init; }

    /// <summary>Where integration events go; null where they go nowhere.</summary>
    public ServiceBusSettings? ServiceBus { get; init; }

    /// <summary>Where logs, traces and metrics go.</summary>
    public TelemetrySettings Telemetry { get; init; } = TelemetrySettings.None;

    /// <summary>How long a sell waits for its deposit.</summary>
    public required TimeSpan DepositWindow { get; init; }

    /// <summary>How long a deposit usually takes to confirm, and a payout to settle; what takes longer is told (<c>sell.delayed</c>).</summary>
    public TimeSpan UsualConfirmation { get; init; } = TimeSpan.FromMinutes(30);

    public TimeSpan UsualPayout { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>What is taken, and on what terms.</summary>
    public Assets Assets { get; init; } = Assets.Defaults;

    /// <summary>How often callers may call.</summary>
    public required CallRates CallRates { get; init; }

    /// <summary>The header in which the platform says where a request came from, and which callers cannot forge; null: the connection says it.</summary>
    public string? ClientAddressHeader { get; init; }

    /// <summary>Local only: the file with the offset of the shared clock.</summary>
    public string? ClockFile { get; init; }

    /// <summary>Local only: the client token of the partner that is made at start.</summary>
    public string? DemoPartnerToken { get; init; }

    /// <summary>Reads and checks all of them.</summary>
    /// <exception cref="SettingsException">Lists every setting that is missing or unusable.</exception>
    public static Settings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration);
        var storage = ReadStorage(reader);
        var evm = EvmSettingsReader.ReadAll(reader);
        var hasCustodian = evm.Count == 0 || reader.Optional("OFFRAMP_CUSTODIAN_URL") is not null;
        var settings = new Settings
        {
            IsLocal = reader.IsLocal,
            Storage = storage,
            Copies = CopySettings.Read(reader),
            PublicUrl = reader.Url("OFFRAMP_PUBLIC_URL"),
            Operators = OperatorSettings.Read(reader),
            ServerKey = new(reader.Key("OFFRAMP_SERVER_KEY", bytes: 32)),
            Custodian = hasCustodian ? ReadProvider(reader, "CUSTODIAN") : ProviderSettings.None,
            Evm = evm,
            Payouts = ReadProvider(reader, "PAYOUTS"),
            Kyc = ReadProvider(reader, "KYC"),
            Rates = new(reader.Url("OFFRAMP_RATES_URL"), reader.Secret("OFFRAMP_RATES_TOKEN"), []),
            Screening = reader.OptionalUrl("OFFRAMP_SCREENING_URL") is { } screening ? new(screening, reader.Secret("OFFRAMP_SCREENING_TOKEN"), []) : Unscreened(reader),
            HoldsUnknownRisk = ReadUnknownRisk(reader),
            CardPage = reader.OptionalUrl("OFFRAMP_CARD_PAGE_URL"),
            Realtime = RealtimeSettings.Read(reader),
            ServiceBus = ServiceBusSettings.Read(reader),
            Telemetry = TelemetrySettings.Read(reader),
            DepositWindow = reader.Duration("OFFRAMP_DEPOSIT_WINDOW", TimeSpan.FromHours(6)),
            UsualConfirmation = reader.Duration("OFFRAMP_USUAL_CONFIRMATION", TimeSpan.FromMinutes(30)),
            UsualPayout = reader.Duration("OFFRAMP_USUAL_PAYOUT", TimeSpan.FromMinutes(60)),
            Assets = new AssetsReader(reader).Read(evm, hasCustodian),
            CallRates = CallRates.Read(reader),
            ClientAddressHeader = reader.Optional("OFFRAMP_CLIENT_ADDRESS_HEADER"),
            ClockFile = reader.LocalOnly("OFFRAMP_CLOCK_FILE"),
            DemoPartnerToken = reader.LocalOnly("OFFRAMP_DEMO_PARTNER_TOKEN"),
        };
        reader.ThrowIfAnyProblem();
        return settings;
    }

    private static ProviderSettings ReadProvider(SettingsReader reader, string name) => new(
        reader.Url($"OFFRAMP_{name}_URL"), reader.Secret($"OFFRAMP_{name}_TOKEN"), reader.NoticeSecrets($"OFFRAMP_{name}_SECRET"));

    /// <summary>A token without an address is for nobody; it is read so that it is known as a setting.</summary>
    private static ProviderSettings? Unscreened(SettingsReader reader)
    {
        reader.Optional("OFFRAMP_SCREENING_TOKEN");
        return null;
    }

    private static bool ReadUnknownRisk(SettingsReader reader) => reader.Optional("OFFRAMP_UNKNOWN_RISK") switch
    {
        null or "hold" => true,
        "allow" => false,
        _ => reader.Problem("OFFRAMP_UNKNOWN_RISK", "is hold or allow"),
    };

    /// <summary>Of where the tables are, and nothing else.</summary>
    public static StorageSettings ReadStorage(SettingsReader reader)
    {
        var connection = reader.Optional("AzureWebJobsStorage");
        var uri = reader.Optional("AzureWebJobsStorage__tableServiceUri");
        if (connection is null == uri is null)
        {
            reader.Problem("AzureWebJobsStorage", "set either it or AzureWebJobsStorage__tableServiceUri, and not both");
        }

        var ownTables = reader.OptionalUrl("OFFRAMP_TABLES_URL");

        if (connection is not null && !reader.IsLocal
            && (connection.Contains("UseDevelopmentStorage", StringComparison.OrdinalIgnoreCase)
                || connection.Contains("devstoreaccount1", StringComparison.OrdinalIgnoreCase)))
        {
            reader.Problem("AzureWebJobsStorage", "names the local storage emulator");
        }

        return new(
            connection,
            ownTables ?? (uri is null ? null : reader.Url("AzureWebJobsStorage__tableServiceUri")),
            reader.Optional("OFFRAMP_TABLE_PREFIX") ?? "");
    }
}

/// <param name="ConnectionString">Of the host's storage, with an account key; null where the app signs in with its own identity.</param>
/// <param name="TableServiceUri">The table endpoint for that identity, of an account of the tables' own where there is one; null: the connection string says it.</param>
/// <param name="TablePrefix">Before every table's name; empty except in tests.</param>
internal sealed record StorageSettings(string? ConnectionString, Uri? TableServiceUri, string TablePrefix);

/// <param name="NoticeSecrets">The keys its notices may be signed with: one, or two while it rotates; none for rates.</param>
internal sealed record ProviderSettings(Uri Url, string Token, IReadOnlyList<byte[]> NoticeSecrets)
{
    /// <summary>Of nobody: no notice is from it.</summary>
    public static ProviderSettings None { get; } = new(new("https://none.invalid"), "", []);
}
