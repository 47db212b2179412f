using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;

namespace SampleApp;

/// <summary>An entity, which the local host refuses unless it is disabled.</summary>
public sealed class Tally : TaskEntity<int>
{
    public void Add(int amount) => State += amount;

    [Function(nameof(Tally))]
    public static Task Run([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<Tally>();
}
