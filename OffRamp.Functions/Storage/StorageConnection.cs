using Azure.Core;
using Azure.Identity;

namespace OffRamp.Functions.Storage;

/// <summary>Where the table service is, and how to prove who asks: by an account's key, or by Entra ID.</summary>
internal sealed class StorageConnection
{
    private StorageConnection(Uri endpoint, SharedKey? key, TokenCredential? credential) =>
        (Endpoint, Key, Credential) = (endpoint, key, credential);

    /// <summary>The service's address, ending with a slash.</summary>
    public Uri Endpoint { get; }

    /// <summary>The account's key; null where Entra ID is asked.</summary>
    public SharedKey? Key { get; }

    /// <summary>Who we are to Entra ID; null where there is a key.</summary>
    public TokenCredential? Credential { get; }

    /// <summary>An emulator or a service on this machine.</summary>
    public bool IsLoopback => Endpoint.IsLoopback;

    /// <summary>
    /// Reads a connection string: <c>UseDevelopmentStorage=true</c>, or <c>AccountName</c> and <c>AccountKey</c> with
    /// either <c>TableEndpoint</c> or <c>EndpointSuffix</c> and <c>DefaultEndpointsProtocol</c>. Other fields are ignored.
    /// </summary>
    /// <exception cref="FormatException">Something is missing or malformed. The message never holds the key.</exception>
    public static StorageConnection Parse(string connectionString) => ConnectionString.Parse(connectionString);

    /// <summary>By an account's key.</summary>
    public static StorageConnection WithKey(Uri endpoint, SharedKey key) => new(WithSlash(endpoint), key, null);

    /// <summary>By Entra ID. The role needed is "Storage Table Data Contributor"; the address must be https.</summary>
    public static StorageConnection WithIdentity(Uri endpoint, TokenCredential credential) =>
        endpoint.Scheme == Uri.UriSchemeHttps
            ? new(WithSlash(endpoint), null, credential)
            : throw new FormatException($"Entra ID's tokens go over https only, not to {endpoint}.");

    /// <summary>
    /// By Entra ID as whom this process runs: its managed identity in Azure, else whom the developer is signed in as.
    /// </summary>
    /// <param name="endpoint">The service's address, https.</param>
    /// <param name="clientId">Which identity, where several are assigned; null for the system's own.</param>
    public static StorageConnection WithOwnIdentity(Uri endpoint, string? clientId = null)
    {
        // App Service and Functions set this where an identity is assigned. Asking only it there gives one clear
        // error where the default chain would try, slowly, one source after another.
        var isManaged = Environment.GetEnvironmentVariable("IDENTITY_ENDPOINT") is not null;
        if (!isManaged)
            return WithIdentity(endpoint, new DefaultAzureCredential());
        var identity = clientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId);
        return WithIdentity(endpoint, new ManagedIdentityCredential(identity));
    }

    /// <summary>The address and the account, never the key.</summary>
    public override string ToString() => Key is null ? $"{Endpoint} by Entra ID" : $"{Endpoint} by key of {Key.Account}";

    private static Uri WithSlash(Uri endpoint) =>
        endpoint.AbsoluteUri.EndsWith('/') ? endpoint : new Uri(endpoint.AbsoluteUri + "/");
}
