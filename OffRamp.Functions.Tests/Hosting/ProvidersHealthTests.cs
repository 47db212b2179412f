using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Providers;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>Several instances of the app on one store know together how a provider is, and raise one alarm.</summary>
[TestClass]
internal sealed class ProvidersHealthTests
{
    private static readonly ProviderAnswer Refusal = new(401, null);
    private static readonly ProviderAnswer Understood = new(404, null);

    [TestMethod]
    public async Task Two_instances_that_are_refused_raise_one_alarm()
    {
        var (here, there) = await TwoAsync();

        await here.IsToldAsync(Refusal);
        await there.IsToldAsync(Refusal);

        Assert.HasCount(1, here.Alarms.Heard("custodian"));
    }

    [TestMethod]
    public async Task Two_that_hear_nothing_raise_one_alarm()
    {
        var (here, there) = await TwoAsync();
        here.Answer = there.Answer = ProviderAnswer.Silence;
        await here.IsToldAsync(ProviderAnswer.Silence);
        await there.IsToldAsync(ProviderAnswer.Silence);
        here.Clock.Advance(ProviderHealth.Patience);

        await here.FindAsync();
        await there.FindAsync();

        Assert.HasCount(1, here.Alarms.Heard("custodian"));
    }

    [TestMethod]
    public async Task One_that_has_heard_nothing_itself_begins_nothing_new_either()
    {
        var (here, there) = await TwoAsync();

        await here.IsToldAsync(Refusal);

        Assert.AreEqual("custodian", await there.FindAsync());
        await Assert.ThrowsExactlyAsync<ProblemException>(() => there.Health.RequireAsync(default));
    }

    [TestMethod]
    public async Task One_of_them_asks_every_minute()
    {
        var (here, there) = await TwoAsync();
        await here.IsToldAsync(Refusal);
        here.Answer = there.Answer = Refusal;

        for (var minute = 0; minute < 3; minute++)
        {
            here.Clock.Advance(ProviderHealth.Pause);
            await here.FindAsync();
            await there.FindAsync();
        }

        Assert.AreEqual(3, here.Asked + there.Asked);
    }

    [TestMethod]
    public async Task The_first_that_is_understood_ends_it_for_all()
    {
        var (here, there) = await TwoAsync();
        await here.IsToldAsync(Refusal);
        here.Clock.Advance(ProviderHealth.Pause);

        var found = (await there.FindAsync(), await here.FindAsync());

        Assert.AreEqual(("", ""), found);
        Assert.HasCount(1, here.Alarms.Heard("custodian"));
    }

    [TestMethod]
    public async Task What_it_answers_to_anything_ends_it_too()
    {
        var (here, there) = await TwoAsync();
        await here.IsToldAsync(Refusal);
        here.Clock.Advance(TimeSpan.FromSeconds(1));

        await there.IsToldAsync(Understood);

        Assert.AreEqual(("", ""), (await there.FindAsync(), await here.FindAsync()));
    }

    [TestMethod]
    public async Task Trouble_that_comes_again_is_another_alarm()
    {
        var (here, there) = await TwoAsync();
        await here.IsToldAsync(Refusal);
        here.Clock.Advance(ProviderHealth.Pause);
        await there.FindAsync();
        here.Clock.Advance(ProviderHealth.Pause);

        await here.IsToldAsync(Refusal);

        Assert.AreEqual("custodian", await there.FindAsync());
        Assert.HasCount(2, here.Alarms.Heard("custodian"));
    }

    [TestMethod]
    public async Task One_that_there_was_nothing_to_ask_for_in_a_quarter_of_an_hour_is_asked_before_it_is_called_silent()
    {
        var (here, _) = await TwoAsync();
        await here.IsToldAsync(ProviderAnswer.Silence);
        here.Clock.Advance(ProviderHealth.Patience);

        Assert.AreEqual("", await here.FindAsync());

        Assert.AreEqual(1, here.Asked);
        Assert.IsEmpty(here.Alarms.Heard("custodian"));
    }

    [TestMethod]
    public async Task An_alarm_whose_record_was_written_without_an_answer_is_raised()
    {
        var edge = FaultyEdge.ToStorage();
        var (here, there) = await TwoAsync(edge);
        edge.Clear();
        edge.Decide = call => call is { IsWrite: true, Number: 1 } ? Mood.Lost : Mood.Fine;

        await here.IsToldAsync(Refusal);
        await there.IsToldAsync(Refusal);

        Assert.HasCount(1, here.Alarms.Heard("custodian"));
    }

    [TestMethod]
    public async Task An_alarm_that_a_dying_instance_put_on_record_and_did_not_raise_is_raised_by_another()
    {
        var (_, there) = await TwoAsync();
        var now = there.Clock.GetUtcNow();
        await there.States.TryWriteAsync(new("custodian") { PausedSince = now, AskedAt = now }, default);
        there.Answer = Refusal;

        for (var minute = 0; minute < 3; minute++)
        {
            there.Clock.Advance(ProviderHealth.Pause);
            await there.FindAsync();
        }

        Assert.HasCount(1, there.Alarms.Heard("custodian"));
    }

    [TestMethod]
    public async Task An_alarm_that_cannot_be_noted_as_raised_is_raised_again()
    {
        var edge = FaultyEdge.ToStorage();
        var (here, there) = await TwoAsync(edge);
        edge.Clear();
        var writes = 0;
        edge.Decide = call => call.IsWrite && ++writes > 1 ? Mood.Refused : Mood.Fine;
        there.Answer = Refusal;

        await here.IsToldAsync(Refusal);
        var atFirst = here.Alarms.Heard("custodian").Count;
        there.Clock.Advance(ProviderHealth.Pause);
        await there.FindAsync();

        Assert.AreEqual((1, 2), (atFirst, here.Alarms.Heard("custodian").Count));
    }

    private static async Task<(Instance Here, Instance There)> TwoAsync(FaultyEdge? edge = null)
    {
        var tables = await AzuriteTables.StartAsync(edge, StorageNames.Index);
        var (clock, alarms) = (ManualTime.New(), new Alarms());
        return (new Instance(tables.Store, clock, alarms), new Instance(tables.Beside().Store, clock, alarms));
    }

    /// <summary>An instance of the app, as far as it keeps the custodian's health. Its memory of the record has no lifetime.</summary>
    private sealed class Instance
    {
        private readonly ProviderHealth custodian;

        public Instance(TableStore store, FakeTimeProvider clock, Alarms alarms)
        {
            (Clock, Alarms) = (clock, alarms);
            custodian = new ProviderHealth("custodian", clock)
            {
                Ask = _ =>
                {
                    Asked++;
                    custodian!.Hear(Answer);
                    return Task.CompletedTask;
                },
            };
            States = new ProviderStates(store) { Memory = TimeSpan.Zero };
            Health = new ProvidersHealth(
                [custodian], States, clock, new LoggerFactory([alarms]).CreateLogger<ProvidersHealth>());
        }

        public FakeTimeProvider Clock { get; }
        public Alarms Alarms { get; }
        public ProviderStates States { get; }
        public ProvidersHealth Health { get; }
        public ProviderAnswer Answer { get; set; } = Understood;
        public int Asked { get; private set; }

        public async Task IsToldAsync(ProviderAnswer answer)
        {
            custodian.Hear(answer);
            if (answer.RefusesUs)
            {
                await Health.TellRefusalAsync(custodian, default);
            }
        }

        public async Task<string> FindAsync() => string.Join(", ", await Health.FindPausedAsync(default));
    }
}
