namespace OffRamp.DurableTask;

/// <summary>Runs activities for whoever received the call.</summary>
public sealed class ActivityRunner(DurableTaskRegistry registry)
{
    /// <summary>
    /// Runs one activity: JSON text in, JSON text out. Answer the host with the text as a <b>string</b>, not as JSON: it
    /// reparses objects, and changes dates in them. The orchestrator's side undoes both layers.
    /// </summary>
    /// <param name="context">The call.</param>
    /// <param name="input">JSON text of the input, as it is (not wrapped in an array); null or empty without input.</param>
    /// <param name="services">Where the activity's dependencies come from.</param>
    /// <returns>JSON text of the result; null without result.</returns>
    /// <exception cref="InvalidOperationException">There is no such activity.</exception>
    /// <exception cref="System.Text.Json.JsonException">The input is not what the activity reads.</exception>
    public async Task<string?> RunAsync(TaskActivityContext context, string? input, IServiceProvider services)
    {
        var activity = registry.CreateActivity(context.Name, services)
            ?? throw new InvalidOperationException($"There is no activity named '{context.Name}'.");
        return await activity.RunJsonAsync(context, input);
    }
}
