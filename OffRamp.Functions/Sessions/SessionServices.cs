using OffRamp.Functions.Hosting.Http;

namespace OffRamp.Functions.Sessions;

internal static class SessionServices
{
    public static IServiceCollection AddSessions(this IServiceCollection services) => services
        .AddSingleton<SessionStore>()
        .AddSingleton<SessionsByEmail>()
        .AddSingleton<SessionList>()
        .AddSingleton<SessionExpiry>()
        .AddSingleton<ExpireSessions>()
        .AddSingleton<ICallerAuthentication, SessionAuthentication>()
        .AddSingleton<ClientSecret>()
        .AddSingleton<WidgetLink>()
        .AddSingleton<NewSessions>()
        .AddSingleton<SessionCancellation>();
}
