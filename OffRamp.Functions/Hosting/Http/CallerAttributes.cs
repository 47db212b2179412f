namespace OffRamp.Functions.Hosting.Http;

/// <summary>On a function with an HTTP trigger: who calls it, and so by what credential. One without it stops the start.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal abstract class CallerAttribute(Caller caller) : Attribute
{
    public Caller Caller => caller;
}

/// <summary>Partners' backends, with a client token.</summary>
internal sealed class ForPartnersAttribute() : CallerAttribute(Caller.Partner)
{
    /// <summary>It begins something new: a partner for whom off-ramp is not enabled gets 403. Sells under way go on.</summary>
    public bool IfEnabled { get; init; }
}

/// <summary>The page on which a user sells, with the client secret of the session in the path.</summary>
internal sealed class ForSellPageAttribute() : CallerAttribute(Caller.SellPage);

/// <summary>Custodian, payout and KYC provider, and Web PubSub. The function checks the signature itself, over the exact bytes.</summary>
internal sealed class FromProvidersAttribute() : CallerAttribute(Caller.Provider);

/// <summary>Operators, with a named key or signed in.</summary>
internal sealed class ForOperatorsAttribute() : CallerAttribute(Caller.Operator);

/// <summary>Anyone, without credentials.</summary>
internal sealed class ForAnyoneAttribute() : CallerAttribute(Caller.Anyone);
