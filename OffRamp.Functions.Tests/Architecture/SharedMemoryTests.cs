using System.Reflection;
using System.Runtime.CompilerServices;
using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.Tests.Architecture;

/// <summary>Requests share what the parts of the app remember.</summary>
[TestClass]
public sealed class SharedMemoryTests
{
    /// <summary>A tuple is written piece by piece: who reads it meanwhile without a lock sees half of each. One record is swapped at once.</summary>
    [TestMethod]
    public void What_is_remembered_together_is_swapped_at_once()
    {
        var torn = typeof(ProviderHealth).Assembly.GetTypes()
            .Where(type => type.IsClass && !type.Name.Contains('<', StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => !field.IsInitOnly && typeof(ITuple).IsAssignableFrom(Nullable.GetUnderlyingType(field.FieldType) ?? field.FieldType) && !IsLocked(field.DeclaringType!))
            .Select(field => $"{field.DeclaringType!.Name}.{field.Name}");

        Assert.AreEqual("", string.Join('\n', torn));
    }

    private static bool IsLocked(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Any(field => field.FieldType == typeof(Lock));
}
