using System.Globalization;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Realtime;

/// <summary>
/// Lets one WebSocket follow one sell. It travels as the user id of a Web PubSub token, so that it comes back with whatever
/// the service asks us about a connection, and bears our own mark: nobody else makes one.
/// </summary>
/// <param name="Sell">Which sell, or the session that may become it.</param>
/// <param name="Id">Makes it good once.</param>
/// <param name="After">The last event that the client has; null for one that wants to know how things stand.</param>
internal sealed record LiveTicket(SellId Sell, Id26 Id, long? After)
{
    private const string Purpose = "live";

    public string Write(ServerKey key) => $"{this}.{Convert.ToHexStringLower(key.Mac(Purpose, ToString()))}";

    /// <summary>Null for anything that we did not write.</summary>
    public static LiveTicket? Read(string text, ServerKey key)
    {
        if (text.Split('.') is not [var sell, var id, var after, { Length: 64 } mac] || !mac.All(char.IsAsciiHexDigitLower)
            || !key.IsMac(Purpose, $"{sell}.{id}.{after}", Convert.FromHexString(mac)))
        {
            return null;
        }

        return new(PrefixedId.Parse<SellId>(sell), Id26.Parse(id), after.Length == 0 ? null : long.Parse(after, CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sell}.{Id}.{After}");
}
