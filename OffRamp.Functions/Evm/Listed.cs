using System.Collections;
using System.Runtime.CompilerServices;

namespace OffRamp.Functions.Evm;

/// <summary>A list that is equal to another of the same things in the same order, so that what two nodes say can be compared.</summary>
[CollectionBuilder(typeof(Listed), nameof(Listed.Of))]
internal sealed class Listed<T>(IReadOnlyList<T> items) : IReadOnlyList<T>, IEquatable<Listed<T>>
{
    public int Count => items.Count;

    public T this[int index] => items[index];

    public bool Equals(Listed<T>? other) => other is not null && items.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as Listed<T>);

    public override int GetHashCode() => items.Aggregate(items.Count, HashCode.Combine);

    public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

internal static class Listed
{
    public static Listed<T> Of<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}

/// <summary>A number in a box, for who agrees on objects.</summary>
internal sealed record Boxed<T>(T Value);

internal static class Boxed
{
    /// <summary>Null for nothing.</summary>
    public static Boxed<T>? Of<T>(T? value)
        where T : struct => value is { } known ? new(known) : null;
}
