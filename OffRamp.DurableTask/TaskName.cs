namespace OffRamp.DurableTask;

/// <summary>The name of an orchestrator or activity. Compared without regard to case, as the Durable extension does.</summary>
/// <param name="Name">As registered; a function folder's name in a Functions app.</param>
public readonly record struct TaskName(string Name)
{
    /// <summary>Lets texts stand for names.</summary>
    public static implicit operator TaskName(string name) => new(name);

    /// <summary>Lets names stand for texts.</summary>
    public static implicit operator string(TaskName name) => name.Name;

    /// <summary>The same as the conversion.</summary>
    public static TaskName FromString(string name) => new(name);

    /// <summary>Whether both name the same task, whatever their case.</summary>
    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name ?? "");

    /// <inheritdoc/>
    public override string ToString() => Name ?? "";
}
