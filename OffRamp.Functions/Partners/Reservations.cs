using Azure;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Partners;

/// <summary>
/// What a user has sold or is about to sell on a UTC day. An open sell reserves its amount when it is made; a sell that
/// ends unpaid gives it back, one that is paid keeps it; what went back is counted beside it. Total and reservation change in one transaction under the
/// day's version, so that sells made at once cannot exceed the limit together.
/// </summary>
internal sealed class Reservations(TableStore store)
{
    private const int MaximumAttempts = 30;
    private const string Total = "Total";
    private const string Amount = "Amount";
    private const string Day = "Day";

    private readonly Table table = store.Table(StorageNames.Index);

    /// <summary>
    /// False when the amount would take the user's day over the limit. Again for the same sell: true, and counted once. Of several orders
    /// of one session the largest is reserved: which of them becomes its sell is decided later.
    /// </summary>
    /// <exception cref="StorageThrottledException">Too many sells of one user at once.</exception>
    public async Task<bool> ReserveAsync(Reservation reservation, Money limit, UserDay read, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            var rows = attempt == 0 && read.DayRow == reservation.DayRow
                ? read
                : await ReadAsync(reservation.Partner, reservation.UserKey, reservation.Sell, reservation.Now, cancellation);
            var reserved = UnitsOf(rows.Sell);
            if (rows.Sell is not null && reserved >= reservation.Amount.Units)
            {
                return true;
            }

            var counted = rows.Sell?.GetString(Day) == reservation.DayRow ? reserved : 0;
            var total = Int128.Parse(rows.Day?.GetString(Total) ?? "0") + reservation.Amount.Units - counted;
            if (total > limit.Units)
            {
                return false;
            }

            var row = new Row(reservation.Partition, reservation.SellRow)
                .Set(Amount, reservation.Amount.Units.ToString()).Set(Day, reservation.DayRow);
            var write = rows.Sell is { } before ? TableOperation.Replace(row, before.ETag) : TableOperation.Insert(row);
            if (await WriteAsync(reservation, rows.Day, total, write, cancellation))
            {
                return true;
            }

            RefuseAfter(attempt);
        }
    }

    /// <summary>Gives back what a sell that ended unpaid had reserved; again, nothing.</summary>
    public async Task ReleaseAsync(PartnerId partner, string userKey, SellId sell, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            var kept = await table.GetAsync(IndexKeys.User(partner, userKey), IndexKeys.ReservationRow(sell), cancellation: cancellation);
            if (kept is null)
            {
                return;
            }

            var amount = Int128.Parse(kept.GetString(Amount)!);
            var day = await table.GetAsync(kept.PartitionKey, kept.GetString(Day)!, cancellation: cancellation);
            var total = Int128.Max(0, Int128.Parse(day?.GetString(Total) ?? "0") - amount);
            var delete = TableOperation.Delete(kept.PartitionKey, kept.RowKey, kept.ETag);
            if (await WriteAsync(new(kept.PartitionKey, kept.GetString(Day)!), day, total, delete, cancellation))
            {
                return;
            }

            RefuseAfter(attempt);
        }
    }

    /// <summary>Adds what went through a sell besides its reservation to that day; what was counted of it before is not counted again.</summary>
    /// <exception cref="StorageThrottledException">Too many sells of one user at once.</exception>
    public Task CountAsync(Reservation passed, CancellationToken cancellation) => TryCountAsync(passed, null, cancellation);

    /// <summary>
    /// The same of what is about to go through. False, and nothing is counted, where that is more than the sell itself has reserved and the
    /// rest would take the day over the limit.
    /// </summary>
    /// <param name="passed">What went through the sell and what is about to.</param>
    /// <param name="limit">Of the user's day; null where what has gone is counted whatever it comes to.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StorageThrottledException">Too many sells of one user at once.</exception>
    public async Task<bool> TryCountAsync(Reservation passed, Money? limit, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            var key = IndexKeys.PassedRow(passed.Sell);
            var counted = await table.GetAsync(passed.Partition, key, cancellation: cancellation);
            var added = passed.Amount.Units - UnitsOf(counted);
            if (added <= 0)
            {
                return true;
            }

            var day = await table.GetAsync(passed.Partition, passed.DayRow, cancellation: cancellation);
            var total = Int128.Parse(day?.GetString(Total) ?? "0") + added;
            if (limit is { } most && await IsTooMuchAsync(passed, total, most, cancellation))
            {
                return false;
            }

            var row = new Row(passed.Partition, key).Set(Amount, passed.Amount.Units.ToString());
            var write = counted is null ? TableOperation.Insert(row) : TableOperation.Replace(row, counted.ETag);
            if (await WriteAsync(passed, day, total, write, cancellation))
            {
                return true;
            }

            RefuseAfter(attempt);
        }
    }

    /// <summary>What a sell needs to know of its user, in one request: KYC status, the day's total, what the sell has reserved already.</summary>
    public async Task<UserDay> ReadAsync(PartnerId partner, string userKey, SellId sell, DateTimeOffset now, CancellationToken cancellation)
    {
        var (day, reserved) = (IndexKeys.DayRow(now), IndexKeys.ReservationRow(sell));
        var filter = TableFilter.PartitionEquals(IndexKeys.User(partner, userKey)).And.AnyRowKey(IndexKeys.KycRow, day, reserved);
        var rows = new Dictionary<string, Row>();
        await foreach (var row in table.QueryAllAsync(filter, cancellation))
        {
            rows[row.RowKey] = row;
        }

        return new UserDay(day, rows.GetValueOrDefault(day), rows.GetValueOrDefault(reserved), rows.GetValueOrDefault(IndexKeys.KycRow));
    }

    /// <summary>What an open sell has reserved was let through when it was made, and does not count twice.</summary>
    private async Task<bool> IsTooMuchAsync(Reservation passed, Int128 total, Money limit, CancellationToken cancellation)
    {
        var kept = passed.IsPaidBeside ? null : await table.GetAsync(passed.Partition, passed.SellRow, cancellation: cancellation);
        var reserved = UnitsOf(kept);
        return passed.Amount.Units > reserved && total - (kept?.GetString(Day) == passed.DayRow ? reserved : 0) > limit.Units;
    }

    private static Int128 UnitsOf(Row? row) => Int128.Parse(row?.GetString(Amount) ?? "0");

    private async Task<bool> WriteAsync(DayOfUser of, Row? day, Int128 total, TableOperation sell, CancellationToken cancellation)
    {
        var row = new Row(of.Partition, of.DayRow).Set(Total, total.ToString());
        var write = day is null ? TableOperation.Insert(row) : TableOperation.Replace(row, day.ETag);
        try
        {
            await table.TransactAsync(of.Partition, [write, sell], cancellation);
            return true;
        }
        catch (StorageException e) when (e is StorageConflictException or StoragePreconditionException or StorageNotFoundException)
        {
            return false;
        }
    }

    private static void RefuseAfter(int attempt)
    {
        if (attempt >= MaximumAttempts)
        {
            throw new StorageThrottledException(new StorageError(503, "ReservationBusy", "too many at once", "reserve"));
        }
    }
}

/// <summary>A user's rows as a new sell found them.</summary>
internal sealed record UserDay(string DayRow, Row? Day, Row? Sell, Row? Kyc);

internal record DayOfUser(string Partition, string DayRow);

/// <summary>An amount that a sell takes of its user's day.</summary>
internal sealed record Reservation(PartnerId Partner, string UserKey, SellId Sell, Money Amount, DateTimeOffset Now)
    : DayOfUser(IndexKeys.User(Partner, UserKey), IndexKeys.DayRow(Now))
{
    public string SellRow => IndexKeys.ReservationRow(Sell);

    /// <summary>The sell's own reservation is for what was paid out, and this goes through beside it.</summary>
    public bool IsPaidBeside { get; init; }
}
