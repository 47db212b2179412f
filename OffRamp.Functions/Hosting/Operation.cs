namespace OffRamp.Functions.Hosting;

/// <summary>
/// On an endpoint's function: what the OpenAPI document says of it. It stands beside the code that it describes, and
/// routing makes it metadata of the endpoint. It changes nothing about how a request is treated.
/// </summary>
/// <param name="id">Unique; what generated clients call it: <c>createSession</c>.</param>
/// <param name="summary">One short line.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OperationAttribute(string id, string summary) : Attribute
{
    public string Id => id;

    public string Summary => summary;

    /// <summary>Whatever else a caller must know, in sentences.</summary>
    public string? Says { get; init; }
}

/// <summary>A body that the endpoint reads, as a record that names its fields; those that are <c>required</c> are so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesAttribute(Type body) : Attribute
{
    public Type Body => body;

    /// <summary>No body at all will do.</summary>
    public bool IsOptional { get; init; }
}

/// <summary>A body in which nothing is looked for. Where there is one it must be a JSON object all the same.</summary>
internal sealed record NoFields;

/// <summary>A query parameter that the endpoint reads.</summary>
/// <param name="name">As in the URL.</param>
/// <param name="type">An enumeration whose words it takes, or another type than text.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class QueryParameterAttribute(string name, Type? type = null) : Attribute
{
    public string Name => name;

    public Type Type => type ?? typeof(string);

    public bool IsRequired { get; init; }
}

/// <summary>The endpoint answers with one page of a list, and so reads <c>limit</c> and <c>cursor</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PagedAttribute : Attribute;

/// <summary>A successful answer.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class AnswersAttribute(int status, Type? body = null) : Attribute
{
    public int Status => status;

    /// <summary>What the JSON is of; null where <see cref="MediaType"/> is not JSON.</summary>
    public Type? Body => body;

    public string MediaType { get; init; } = "application/json";

    /// <summary>When it is given, where there is more than one.</summary>
    public string? Says { get; init; }
}

/// <summary>Codes that this endpoint, or this group of endpoints, refuses with, beyond those that follow from what it is.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class RefusesAttribute(params string[] codes) : Attribute
{
    public IReadOnlyList<string> Codes => codes;
}

/// <summary>A property that is left out of the JSON at times, for a reason that the serializer does not know.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AtTimesAttribute : Attribute;
