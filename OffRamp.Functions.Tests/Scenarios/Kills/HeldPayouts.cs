using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Tests.Scenarios.Kills;

/// <summary>The payout provider, whose every submit waits until the test lets all of them go on together.</summary>
internal sealed class HeldPayouts : IPayoutProvider
{
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<string> arrived = Channel.CreateUnbounded<string>();
    private IPayoutProvider provider = null!;

    /// <summary>Takes the place of the app's adapter, and asks it in the end.</summary>
    public void Replace(IServiceCollection services)
    {
        var real = services.Last(service => service.ServiceType == typeof(IPayoutProvider)).ImplementationFactory!;
        services.AddSingleton<IPayoutProvider>(all =>
        {
            provider = (IPayoutProvider)real(all);
            return this;
        });
    }

    /// <summary>Until so many more submits wait.</summary>
    public async Task ArriveAsync(int count)
    {
        for (; count > 0; count--)
        {
            await arrived.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    public void Open() => opened.SetResult();

    public async Task<Outcome> SubmitAsync(Payout payout, CancellationToken cancellation)
    {
        arrived.Writer.TryWrite(payout.Id);
        await opened.Task.WaitAsync(cancellation);
        return await provider.SubmitAsync(payout, cancellation);
    }

    public Task<Outcome> AskAsync(string payoutId, CancellationToken cancellation) => provider.AskAsync(payoutId, cancellation);

    public IReadOnlyList<string> MethodsOf(Currency fiat) => provider.MethodsOf(fiat);

    public Task<CardAnswer> FindCardAsync(string cardToken, CancellationToken cancellation) => provider.FindCardAsync(cardToken, cancellation);
}
