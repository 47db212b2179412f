using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Sessions;

/// <summary>What opens the sell page: shown when a session is made, or its secret renewed, and at no other time.</summary>
internal sealed class WidgetLink(ClientSecret secrets, Settings settings)
{
    /// <summary>The session with its secret; in the link the secret is in the fragment only, which browsers keep to themselves.</summary>
    public SessionView Show(SessionView view, Session session)
    {
        var secret = secrets.Write(session.Id, session.SecretVersion);
        var root = settings.PublicUrl.AbsoluteUri.TrimEnd('/');
        return view with { ClientSecret = secret, WidgetUrl = $"{root}/sell/{session.Id}#{secret}" };
    }
}
