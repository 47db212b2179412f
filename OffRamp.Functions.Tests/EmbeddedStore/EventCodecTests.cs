using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using DurableTask.Core;
using DurableTask.Core.History;
using Newtonsoft.Json;
using OffRamp.LocalHost.EmbeddedStore.Database;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>Whatever the engine keeps in an event comes back: every kind of event, every field that is meant to be kept.</summary>
[TestClass]
public sealed class EventCodecTests
{
    /// <summary>All but rewinding, which the store refuses.</summary>
    public static IEnumerable<object[]> Kinds => HistoryEvent.KnownTypes().Where(type => type != typeof(ExecutionRewoundEvent)).Select(type => new object[] { type.Name });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void An_event_comes_back_as_it_was(string kind)
    {
        var item = (HistoryEvent)Filled(HistoryEvent.KnownTypes().Single(type => type.Name == kind));

        var back = EventCodec.ReadEvents(EventCodec.WriteEvents([item])).Single();

        Assert.AreEqual(Everything(item), Everything(back));
    }

    [TestMethod]
    public void A_message_comes_back_as_it_was()
    {
        var message = new TaskMessage
        {
            OrchestrationInstance = new() { InstanceId = "a", ExecutionId = "b" },
            Event = new EventRaisedEvent(7, "é \"2026-11-27T00:00:00Z\"") { Name = "Deposit" },
        };

        Assert.AreEqual(Everything(message), Everything(EventCodec.ReadMessage(EventCodec.WriteMessage(message))));
    }

    [TestMethod]
    public void A_state_comes_back_as_it_was()
    {
        var state = (OrchestrationState)Filled(typeof(OrchestrationState));

        Assert.AreEqual(Everything(state), Everything(EventCodec.ReadState(EventCodec.WriteState(state))));
    }

    private static string Everything(object item) => item.GetType().Name + JsonConvert.SerializeObject(item, Formatting.Indented);

    /// <summary>An object with something in every member that is kept.</summary>
    private static object Filled(Type type)
    {
        var item = RuntimeHelpers.GetUninitializedObject(type);
        for (var at = type; at is not null && at != typeof(object); at = at.BaseType)
        {
            const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            foreach (var property in at.GetProperties(Own).Where(p => p.CanWrite && p.GetCustomAttribute<DataMemberAttribute>() is not null))
            {
                property.SetValue(item, Value(property.PropertyType));
            }
            foreach (var field in at.GetFields(Own).Where(f => f.GetCustomAttribute<DataMemberAttribute>() is not null))
            {
                field.SetValue(item, Value(field.FieldType));
            }
        }
        return item;
    }

    private static object? Value(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? Value(inner)
        : type == typeof(string) ? "é \ud83d\ude00 2026-11-27T00:00:00Z"
        : type == typeof(int) ? 42
        : type == typeof(long) ? 43L
        : type == typeof(bool) ? true
        : type == typeof(DateTime) ? new DateTime(2026, 11, 27, 1, 2, 3, 456, DateTimeKind.Utc).AddTicks(7)
        : type.IsEnum ? Enum.GetValues(type).GetValue(1)
        : type == typeof(FailureDetails) ? new FailureDetails("Kind", "message", "trace", new FailureDetails("Inner", "why", null, null, false), true, new Dictionary<string, object?> { ["code"] = "x" })
        : typeof(IDictionary<string, string>).IsAssignableFrom(type) ? new Dictionary<string, string> { ["tag"] = "value" }
        : typeof(IEnumerable).IsAssignableFrom(type) ? null
        : Filled(type);
}
