namespace OffRamp.Client;

/// <summary>Where OffRamp is, and who calls.</summary>
public sealed record OffRampOptions
{
    /// <summary>Such as <c>https://sell.example.com</c>.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The partner's client token, which is a secret: for backends only.</summary>
    public required string Token { get; init; }

    /// <summary>How long each try may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often what failed is tried again.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>By which clock it waits between tries.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>What may be said with each call.</summary>
public sealed record CallOptions
{
    /// <summary>
    /// Yours for this wish: a repeat under it has one effect, also after your process died. Without one each call has a key of
    /// its own, which its own repeats share. For POSTs.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>How long each try may take; null for the client's own.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often what failed is tried again; null for the client's own.</summary>
    public int? MaxRetries { get; init; }
}
