namespace OffRamp.Functions.Settlements;

internal static class SettlementServices
{
    public static IServiceCollection AddSettlements(this IServiceCollection services) => services
        .AddSingleton<SettlementBook>()
        .AddSingleton<SettlementDays>();
}
