namespace OffRamp.Functions.Deposits;

/// <summary>What a screening provider says of an address or a transfer.</summary>
internal enum ScreenedRisk { Low, High }

/// <summary>Whose crypto comes, and where ours goes. A call that got no usable answer within its 10 s returns null: nothing is known.</summary>
internal interface IScreening
{
    /// <summary>Whether anybody is asked at all.</summary>
    bool IsOn { get; }

    /// <summary>The sender of a transfer to one of our addresses. Source: <c>POST /screenings</c>, direction in.</summary>
    Task<ScreenedRisk?> AskSenderAsync(Network network, string address, string txHash, CancellationToken cancellation);

    /// <summary>An address that crypto is to go to. Source: <c>POST /screenings</c>, direction out.</summary>
    Task<ScreenedRisk?> AskRecipientAsync(Network network, string address, CancellationToken cancellation);
}

/// <summary>No screening provider is configured: what the custodian says of a sender is all there is.</summary>
internal sealed class NoScreening : IScreening
{
    public bool IsOn => false;

    public Task<ScreenedRisk?> AskSenderAsync(Network network, string address, string txHash, CancellationToken cancellation) => Nothing;

    public Task<ScreenedRisk?> AskRecipientAsync(Network network, string address, CancellationToken cancellation) => Nothing;

    private static Task<ScreenedRisk?> Nothing => Task.FromResult<ScreenedRisk?>(null);
}
