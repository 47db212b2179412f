using OffRamp.DurableTask;
using static OffRamp.Functions.Tests.DurableTask.InstanceDriver;

namespace OffRamp.Functions.Tests.DurableTask;

[TestClass]
public sealed class ExternalEventTests
{
    [TestMethod]
    public void Of_several_waits_the_oldest_is_served_first()
    {
        var instance = Of<object?, string>(async (context, _) =>
        {
            var (first, second) = (context.WaitForExternalEvent<string>("E"), context.WaitForExternalEvent<string>("E"));
            return $"{await first},{await second}";
        });

        instance.Begin().Turn(Raised("e", "\"a\""), Raised("E", "\"b\""));

        Assert.AreEqual("status null\n#0 end Completed \"a,b\"", instance.LastMeaning);
    }

    [TestMethod]
    public void Wait_ends_with_a_cancellation_when_its_time_is_over()
    {
        var instance = Of<object?, string>(WaitAnHour);

        instance.Begin().Turn(Fired(0));

        Assert.AreEqual("status null\n#1 end Completed \"timeout\"", instance.LastMeaning);
    }

    [TestMethod]
    public void Event_in_time_ends_the_wait_and_leaves_no_timer_open()
    {
        var instance = Of<object?, string>(WaitAnHour);

        instance.Begin().Turn(Raised("E", "\"x\""));

        Assert.AreEqual("status null\n#1 end Completed \"x\"", instance.LastMeaning);
    }

    [TestMethod]
    public void Event_that_came_early_needs_no_timer()
    {
        var instance = Of<object?, string>(async (context, _) =>
        {
            await context.CallActivityAsync("A");
            return await WaitAnHour(context, null);
        });

        instance.Begin(Raised("E", "\"x\"")).Turn(Completed(0));

        Assert.AreEqual("status null\n#1 end Completed \"x\"", instance.LastMeaning);
    }

    [TestMethod]
    public void Cancelled_wait_takes_no_event()
    {
        var instance = Of<object?, string>(async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var given = context.WaitForExternalEvent<string>("E", cancel.Token);
            var kept = context.WaitForExternalEvent<string>("E");
            cancel.Cancel();
            return $"{given.IsCanceled} {await kept}";
        });

        instance.Begin().Turn(Raised("E", "\"x\""));

        Assert.AreEqual("status null\n#0 end Completed \"True x\"", instance.LastMeaning);
    }

    [TestMethod]
    public void Open_waits_kept_across_turns_lose_nothing()
    {
        var instance = Of<object?, string>(async (context, _) =>
        {
            var heard = "";
            var deposit = context.WaitForExternalEvent<object?>("DepositReceived");
            var notice = context.WaitForExternalEvent<object?>("NoticeReceived");
            while (heard.Length < 4)
            {
                await Task.WhenAny(deposit, notice);
                if (deposit.IsCompleted)
                    (heard, deposit) = (heard + "D", context.WaitForExternalEvent<object?>("DepositReceived"));
                if (notice.IsCompleted)
                    (heard, notice) = (heard + "N", context.WaitForExternalEvent<object?>("NoticeReceived"));
                await context.CallActivityAsync("Advance");
            }

            return heard;
        });

        instance.Begin().Turn(Raised("DepositReceived"), Raised("NoticeReceived"), Raised("DepositReceived"));
        instance.Turn(Completed(0), Raised("NoticeReceived")).Turn(Completed(1)).Turn(Completed(2)).Turn(Completed(3));

        Assert.AreEqual("status null\n#3 end Completed \"DDNN\"", instance.LastMeaning);
    }

    [TestMethod]
    public void Payload_of_another_type_fails_the_wait()
    {
        var instance = Of<object?, int>((context, _) => context.WaitForExternalEvent<int>("E"));

        instance.Begin().Turn(Raised("E", "\"x\""));

        StringAssert.Contains(instance.LastMeaning, "The payload of event 'E' cannot be read as Int32.");
    }

    [TestMethod]
    public void Sent_event_takes_a_sequence_id_and_delays_nothing()
    {
        var instance = Of<object?, int>((context, _) =>
        {
            context.SendEvent("other", "Hello", new { N = 1 });
            return Task.FromResult(7);
        });

        instance.Begin();

        Assert.AreEqual("status null\n#0 send other Hello {\"n\":1}\n#1 end Completed 7", instance.LastMeaning);
    }

    private static async Task<string> WaitAnHour(TaskOrchestrationContext context, object? input)
    {
        try
        {
            return await context.WaitForExternalEvent<string>("E", TimeSpan.FromHours(1));
        }
        catch (TaskCanceledException)
        {
            return "timeout";
        }
    }
}
