namespace OffRamp.DurableTask.Replay;

internal static class NotDurableText
{
    public const string LeftTheThread =
        "The orchestrator left its thread: it awaited a task that is not durable (Task.Delay, Task.Run, I/O) or used "
        + "ConfigureAwait(false). Await only tasks that come from the orchestration context.";

    public const string Stalled =
        "The orchestrator waits for something that no history can answer: nothing durable is open. It awaited a task that "
        + "is not durable (Task.Delay, Task.Run, I/O, a source nobody completes). Await only tasks that come from the "
        + "orchestration context.";
}
