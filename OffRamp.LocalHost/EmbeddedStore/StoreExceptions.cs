namespace OffRamp.LocalHost.EmbeddedStore;

/// <summary>The file cannot be used: damaged, of a newer version, in use, or not a store. The message says what to do.</summary>
internal sealed class StoreRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The change was not written: the disk is full or fails. Nothing of it happened; the store goes on by itself when it
/// can write again.
/// </summary>
internal sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
