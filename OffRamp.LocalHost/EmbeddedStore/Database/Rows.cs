using DurableTask.Core;
using Microsoft.Data.Sqlite;

namespace OffRamp.LocalHost.EmbeddedStore.Database;

/// <summary>
/// An instance without its state: what is needed to deliver to it. <paramref name="Number"/> stands for this instance
/// until it is purged or replaced; whoever replaces it gets a new one. <paramref name="IsHeld"/>: its start is scheduled
/// and has not come yet. Times are UTC ticks of business time; <paramref name="Completed"/> is 0 until it ended.
/// </summary>
internal sealed record InstanceRow(
    long Number, string InstanceId, string ExecutionId, OrchestrationStatus Status, bool IsHeld,
    long Created, long Updated, long Completed, int Turns, long HistoryCheck)
{
    public const string Columns = "number, instance_id, execution_id, status, held, created, updated, completed, turns, history_check";

    public bool HasEnded => Status is OrchestrationStatus.Completed or OrchestrationStatus.Failed
        or OrchestrationStatus.Terminated or OrchestrationStatus.Canceled;

    public long Check(byte[] state) => new RowCheck(Number).Add(InstanceId).Add(ExecutionId).Add((int)Status).Add(IsHeld ? 1 : 0)
        .Add(Created).Add(Updated).Add(Completed).Add(Turns).Add(HistoryCheck).Add(state).Value;

    public static InstanceRow Read(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), (OrchestrationStatus)row.GetInt64(3), row.GetInt64(4) != 0,
        row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt32(8), row.GetInt64(9));
}

/// <summary>A message as it lies in the store: for an instance, or for an activity worker.</summary>
internal sealed record StoredMessage(long Id, byte[] Body)
{
    public long Check(long number) => new RowCheck(number).Add(Id).Add(Body).Value;

    public static StoredMessage Read(SqliteDataReader row) => new(row.GetInt64(0), row.GetFieldValue<byte[]>(1));
}

/// <summary>A message that is delivered when business time reaches <paramref name="Due"/> (UTC ticks).</summary>
internal sealed record TimerRow(long Number, long Id, long Due, byte[] Body)
{
    public long Check => new RowCheck(Number).Add(Id).Add(Due).Add(Body).Value;

    public static TimerRow Read(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3));
}
