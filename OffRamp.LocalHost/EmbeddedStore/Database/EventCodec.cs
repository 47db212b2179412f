using System.Runtime.CompilerServices;
using System.Text;
using DurableTask.Core;
using DurableTask.Core.History;
using Newtonsoft.Json;

namespace OffRamp.LocalHost.EmbeddedStore.Database;

/// <summary>
/// The engine's events, messages and states as bytes: Newtonsoft's JSON, which is what their types are made for. Each
/// event is preceded by its <see cref="EventType"/> as a number, so no type names are kept.
/// </summary>
internal static class EventCodec
{
    private static readonly Dictionary<EventType, Type> TypeOf = HistoryEvent.KnownTypes()
        .ToDictionary(type => ((HistoryEvent)RuntimeHelpers.GetUninitializedObject(type)).EventType);

    private static readonly JsonSerializer Json = JsonSerializer.Create(new JsonSerializerSettings
    {
        ConstructorHandling = ConstructorHandling.AllowNonPublicDefaultConstructor,
        DateParseHandling = DateParseHandling.None,
        NullValueHandling = NullValueHandling.Ignore,
    });

    /// <summary>What the management API shows: every property, the type as a number.</summary>
    private static readonly JsonSerializer Plain = JsonSerializer.Create(new JsonSerializerSettings());

    public static byte[] WriteEvents(IEnumerable<HistoryEvent> events) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var item in events)
        {
            WriteEvent(json, item);
        }
        json.WriteEndArray();
    });

    public static IEnumerable<HistoryEvent> ReadEvents(byte[] bytes)
    {
        using var json = Reader(bytes);
        json.Read();
        while (json.Read() && json.TokenType != JsonToken.EndArray)
        {
            yield return ReadEvent(json);
        }
    }

    public static byte[] WriteMessage(TaskMessage message) => Write(json =>
    {
        json.WriteStartArray();
        json.WriteValue(message.OrchestrationInstance.InstanceId);
        json.WriteValue(message.OrchestrationInstance.ExecutionId);
        Json.Serialize(json, message.OrchestrationExecutionContext);
        WriteEvent(json, message.Event);
        json.WriteEndArray();
    });

    public static TaskMessage ReadMessage(byte[] bytes)
    {
        using var json = Reader(bytes);
        json.Read();
        var message = new TaskMessage { OrchestrationInstance = new() { InstanceId = json.ReadAsString(), ExecutionId = json.ReadAsString() } };
        json.Read();
        message.OrchestrationExecutionContext = Json.Deserialize<OrchestrationExecutionContext>(json);
        json.Read();
        message.Event = ReadEvent(json);
        return message;
    }

    public static byte[] WriteState(OrchestrationState state) => Write(json => Json.Serialize(json, state));

    public static OrchestrationState ReadState(byte[] bytes)
    {
        using var json = Reader(bytes);
        return Json.Deserialize<OrchestrationState>(json)!;
    }

    public static string ToPlainJson(IEnumerable<HistoryEvent> events)
    {
        using var text = new StringWriter();
        Plain.Serialize(text, events.ToList());
        return text.ToString();
    }

    private static void WriteEvent(JsonWriter json, HistoryEvent item)
    {
        json.WriteValue((int)item.EventType);
        Json.Serialize(json, item);
    }

    private static HistoryEvent ReadEvent(JsonReader json)
    {
        var type = (EventType)Convert.ToInt32(json.Value, System.Globalization.CultureInfo.InvariantCulture);
        json.Read();
        return (HistoryEvent)Json.Deserialize(json, TypeOf[type])!;
    }

    private static byte[] Write(Action<JsonWriter> write)
    {
        using var bytes = new MemoryStream(512);
        using (var text = new StreamWriter(bytes, new UTF8Encoding(false), 512, leaveOpen: true))
        using (var json = new JsonTextWriter(text))
        {
            write(json);
        }
        return bytes.ToArray();
    }

    private static JsonTextReader Reader(byte[] bytes) => new(new StreamReader(new MemoryStream(bytes), Encoding.UTF8)) { DateParseHandling = DateParseHandling.None };
}
