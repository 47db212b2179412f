namespace OffRamp.LocalHost;

/// <summary>The host cannot start or go on; the message is the one line the person at the terminal needs.</summary>
internal sealed class HostFailure(string message, Exception? cause = null) : Exception(message, cause);
