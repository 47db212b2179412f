namespace OffRamp.Functions.Idempotency;

internal static class IdempotencyServices
{
    public static void AddIdempotency(this IServiceCollection services)
    {
        services.AddSingleton<AnswerBox>();
        services.AddSingleton<ClaimStore>();
        services.AddSingleton<ForgetClaims>();
        services.AddSingleton<IdempotentRequest>();
    }
}
