using System.Text.RegularExpressions;
using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Hosting.Configuration;

/// <param name="Url">The Service Bus namespace: <c>https://name.servicebus.windows.net</c>.</param>
/// <param name="Topic">The topic that integration events go to.</param>
/// <param name="LocalToken">The key that a stand-in on this machine asks for; null where the app signs in with its own identity.</param>
internal sealed partial record ServiceBusSettings(Uri Url, string Topic, string? LocalToken)
{
    private const string UrlName = "OFFRAMP_SERVICEBUS_URL";
    private const string TopicName = "OFFRAMP_SERVICEBUS_TOPIC";
    private const string TokenName = "OFFRAMP_SERVICEBUS_TOKEN";

    /// <summary>Null where there is no topic.</summary>
    public static ServiceBusSettings? Read(SettingsReader reader)
    {
        var (url, topic, token) = (reader.OptionalUrl(UrlName), reader.Optional(TopicName), reader.LocalOnly(TokenName));
        if (url is null || topic is null)
        {
            if (url is not null || topic is not null)
            {
                reader.Problem(url is null ? UrlName : TopicName, $"is missing: set {UrlName} and {TopicName}, or neither");
            }

            return null;
        }

        if (url.PathAndQuery != "/")
        {
            reader.Problem(UrlName, "must be the namespace's address, without a path");
        }

        if (!Name().IsMatch(topic))
        {
            reader.Problem(TopicName, "is not the name of a topic");
        }

        if (url.Scheme == "https")
        {
            return new(url, topic, null);
        }

        if (reader.IsLocal && !url.IsLoopback)
        {
            reader.Problem(UrlName, "must be https");
        }

        if (reader.IsLocal && token is null)
        {
            reader.Problem(TokenName, "is missing: by http nobody signs in with an identity");
        }

        return new(url, topic, token);
    }

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9._/-]{0,258}[A-Za-z0-9])?$")]
    private static partial Regex Name();
}
