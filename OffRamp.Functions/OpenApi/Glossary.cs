using System.Reflection;
using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.OpenApi;

/// <summary>What a name of the contract means.</summary>
/// <param name="Says">For people.</param>
/// <param name="Words">The only texts that it holds; null where any will do.</param>
/// <param name="Schema">What else its JSON schema says, as JSON.</param>
/// <param name="Shapes">What it holds one of, where its own type does not tell.</param>
internal sealed record Meaning(string Says, IEnumerable<string>? Words = null, string? Schema = null, IReadOnlyList<Type>? Shapes = null);

/// <summary>
/// What the names of the contract mean, once each: a name means the same wherever it stands. <c>Schema.name</c> goes
/// before <c>name</c> where that cannot be; a schema's own name has what is said of the whole.
/// </summary>
internal static partial class Glossary
{
    private const string Amount = """{ "pattern": "^-?[0-9]+(\\.[0-9]+)?$", "examples": ["250.5"] }""";
    private const string Url = """{ "pattern": "^https?://", "maxLength": 2048 }""";
    private const string Metadata = """
        { "maxProperties": 50, "propertyNames": { "maxLength": 40 }, "additionalProperties": { "type": "string", "maxLength": 500 } }
        """;
    private const string Country = """{ "pattern": "^[A-Z]{2}$", "examples": ["DE"] }""";
    private const string CountrySent = """{ "pattern": "^[A-Za-z]{2}$", "examples": ["DE"] }""";
    private const string TargetNetwork = """{ "pattern": "^[A-Z][A-Z0-9]{1,15}$", "examples": ["ETHEREUM"] }""";
    private const string Short = """{ "minLength": 1, "maxLength": 255 }""";
    private const string SuffixedId = """{ "pattern": "^(dep|pay|ref)_[0-7][0-9a-hjkmnp-tv-z]{25}_.+$" }""";

    private static readonly Dictionary<string, Meaning> Meanings = new[] { Fields, SellFields, SenderFields, WebhookFields, OperatorFields }
        .SelectMany(part => part).ToDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Names => Meanings.Keys;

    /// <summary>What is said of a schema.</summary>
    public static Meaning? Find(string schema) => Meanings.GetValueOrDefault(schema);

    /// <summary>What a property of a schema, or a parameter of a path or query, means.</summary>
    public static Meaning? Find(string owner, string name) =>
        Meanings.GetValueOrDefault($"{owner}.{name}") ?? Meanings.GetValueOrDefault(name);

    /// <summary>The words that a class lists as its constants.</summary>
    private static IEnumerable<string> WordsOf(Type list) => list.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral && field.FieldType == typeof(string)).Select(field => (string)field.GetRawConstantValue()!);

    private static IEnumerable<string> FiatCodes => Currency.All.Where(currency => currency.IsFiat).Select(currency => currency.Code);

    private static IEnumerable<string> CoinCodes => Currency.All.Where(currency => !currency.IsFiat).Select(currency => currency.Code);

    private static Dictionary<string, Meaning> Fields => new()
    {
        ["id"] = new("What it is known by."),
        ["object"] = new("What this is."),
        ["livemode"] = new("False in local mode, where no money is real."),
        ["type"] = new("What it is about.", ["sell"]),
        ["flow"] = new("Always `off_ramp`.", ["off_ramp"]),
        ["status"] = new("Where it stands."),
        ["partner_user_id"] = new("The user, as the partner knows them.", Schema: Short),
        ["user_reference"] = new("The partner's own reference for this attempt. Null in Proof's shape.", Schema: Short),
        ["user_email"] = new("The user's e-mail address.", Schema: """{ "maxLength": 254 }"""),
        ["email"] = new("The user's e-mail address; needed where the partner named no user.", Schema: """{ "maxLength": 254 }"""),
        ["currency"] = new("The asset that is sold.", CoinCodes),
        ["asset"] = new("The asset that is sold.", CoinCodes),
        ["network"] = new("The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides."),
        ["fiat_currency"] = new("The currency that is paid out.", FiatCodes),
        ["fiat_amount"] = new("What is paid out, in `fiat_currency`.", Schema: Amount),
        ["crypto_amount"] = new("What is sold, in the asset.", Schema: Amount),
        ["return_url"] = new("Where the user goes when done: https, or http on localhost.", Schema: Url),
        ["cancel_url"] = new("Where the user goes when they give up: https, or http on localhost.", Schema: Url),
        ["redirect_url"] = new("Where the user goes when done or when they give up: https, or http on localhost.", Schema: Url),
        ["metadata"] = new("The partner's own words: up to 50 keys of 40 characters, values of 500. Users never see it.", Schema: Metadata),
        ["country"] = new("Where the user is, by ISO 3166-1 alpha-2; null where the partner did not say.", Schema: Country),
        ["kyc_status"] = new("Whether the user is verified, as last told to this session."),
        ["sell"] = new("The sell; null while a session has none."),
        ["created_at"] = new("When it was made."),
        ["updated_at"] = new("When it last changed."),
        ["Session.expires_at"] = new("When it expires if it is not used again: 30 minutes after its user last did something, 24 hours while the verification is pending. "
            + "With a sell it expires no more; the sell's own `deposit.deadline` is 6 hours after it was made."),
        ["Session.status"] = new("Its own words while there is no sell, then the sell's. `open`: the user may go on. `expired`: it was not used for 30 minutes (24 hours while the "
            + "verification was pending), nothing was sold and nothing is owed; `session.expired` is sent, who polls sees `failed`, and a new session begins anew. `cancelled`: the user or you ended it."),
        ["expires_at"] = new("Until when it can be used."),
        ["client_secret"] = new("Opens the sell page for this session. Shown once.", Schema: """{ "pattern": "^cs_" }"""),
        ["widget_url"] = new("The sell page for this session; the secret is in its fragment only. Shown once.", Schema: """{ "pattern": "^https?://" }"""),
        ["Session"] = new("One attempt, opened by a partner's backend, that one user may turn into at most one sell."),
        ["Session.merchant_transaction_id"] = new("The id that its sell will have. Only in the answer to `POST /widget/session`."),
        ["merchant_transaction_id"] = new("The sell's id, also while there is no sell yet."),
        ["support"] = new("Where the partner's users find help; null where the partner has not said."),
        ["Support"] = new("Where a partner's users find help."),
        ["Support.email"] = new("An address to write to."),
        ["SupportBody.email"] = new("An address to write to; null takes it away."),
        ["Support.url"] = new("A page.", Schema: Url),
        ["SupportBody.url"] = new("A page: https, or http on localhost; null takes it away.", Schema: Url),
        ["Transaction"] = new("A sell in five words, for those who poll."),
        ["UserKyc.status"] = new("Whether the user may sell: only `verified` may."),
        ["StartedKyc.status"] = new("Whether the user may sell: only `verified` may."),
        ["verification_url"] = new("Where the user is verified; null for one who is already.", Schema: """{ "pattern": "^https?://" }"""),
        ["Health.status"] = new("`live` or `ready`.", ["live", "ready"]),
        ["NoticeReceipt.status"] = new("`repeated`: this very message was stored before.", ["accepted", "repeated"]),
        ["data"] = new("What there is, in the order that the call names."),
        ["EventList.next_cursor"] = new("Given as `after` it asks for what comes next, now or later; never null."),
        ["Follow.url"] = new("The WebSocket's address, for one connection within 60 s.", Schema: """{ "pattern": "^wss?://" }"""),
        ["has_more"] = new("There are more after these."),
        ["next_cursor"] = new("Given as `cursor` it asks for what follows; null at the end."),
        ["Capabilities"] = new("What this partner's users can sell, and on what terms."),
        ["assets"] = new("What is taken, as the filter has it."),
        ["contract_address"] = new("The token's contract on its network."),
        ["decimals"] = new("How many digits after the point its smallest unit has."),
        ["minimum"] = new("The smallest sell, in the asset.", Schema: Amount),
        ["maximum"] = new("The largest sell of this partner's users, in the asset.", Schema: Amount),
        ["AssetCapability.confirmations"] = new("How many a deposit needs."),
        ["AssetCapability.paused"] = new("No new quotes at the moment."),
        ["fiat_currencies"] = new("What can be paid out."),
        ["payout_methods"] = new("How the payout provider pays out what is asked about.", ["card"]),
        ["limits"] = new("Caps, in units of the asset."),
        ["per_sell"] = new("The largest sell; null for no cap of the partner's own.", Schema: Amount),
        ["per_user_day"] = new("The most that one user sells in one UTC day; null for no cap of the partner's own.", Schema: Amount),
        ["Capabilities.fee"] = new("What we keep."),
        ["percent"] = new("Of the rate, for every unit converted."),
        ["deposit_window_seconds"] = new("How long after the sell was made the crypto may come; later is late."),
        ["eligible"] = new("Whether what was asked about can be sold now. Only with a filter."),
        ["unavailable_reason"] = new("Why not.", ["offramp_disabled", "country_not_supported", "fiat_not_supported", "asset_not_supported", "asset_paused", "provider_unavailable"]),
        ["Problem"] = new("Why a request was not done (RFC 9457)."),
        ["Problem.type"] = new("`urn:offramp:problem:` and the code."),
        ["title"] = new("The code in words; the same for every such problem."),
        ["Problem.status"] = new("The HTTP status."),
        ["Problem.detail"] = new("What is wrong with this request, in a sentence."),
        ["code"] = new("What to decide by; it does not change."),
        ["request_id"] = new("The same as in the header `X-Request-Id`; helps to find the request in the logs."),
        ["retryable"] = new("The same request may succeed later, unchanged."),
        ["errors"] = new("The fields to blame, all of them. With one `code` is its code; with several `validation_failed`."),
        ["path"] = new("Where in the body or query: `limits.per_sell`."),
        ["message"] = new("What is wrong with the field, in a sentence."),
        ["FieldProblem"] = new("What is wrong with one field."),
        ["FieldProblem.reason"] = new("What is wrong with an address or a card, where the code does not say it.", FieldReasons.All),
        ["FieldProblem.limit"] = new("The limit that the amount is under or over."),
        ["AmountLimit"] = new("The least or the most of an asset."),
        ["AmountLimit.amount"] = new("In units of `currency`.", Schema: Amount),
        ["AmountLimit.currency"] = new("The asset.", CoinCodes),
        ["AmountLimit.per"] = new("What it is a limit of: one sell, or one user's UTC day.", [AmountLimit.PerSell, AmountLimit.PerUserDay]),
    };
}
