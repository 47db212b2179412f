namespace OffRamp.LocalHost.Hub;

/// <summary>What a turn starts from: the instance as it was when the turn was taken up, and the messages it will read.</summary>
internal sealed record TurnInput(Instance Instance, string ExecutionId, byte[] History, IReadOnlyList<InboxMessage> Messages, string? CustomStatus, int ExtensionVersion)
{
    /// <summary>Messages of an execution that is over are read (they must go) but not passed on.</summary>
    public IEnumerable<byte[]> Events => Messages
        .Where(message => message.ExecutionId.Length == 0 || message.ExecutionId == ExecutionId)
        .Select(message => message.Event);
}
