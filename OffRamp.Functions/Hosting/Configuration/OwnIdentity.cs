using Azure.Core;
using Azure.Identity;

namespace OffRamp.Functions.Hosting.Configuration;

/// <summary>As whom the app signs in to Azure's services: its managed identity, else whom the developer is signed in as.</summary>
internal static class OwnIdentity
{
    /// <summary>One for the process's life: it keeps the tokens until they expire.</summary>
    public static TokenCredential Credential { get; } = new DefaultAzureCredential();
}
