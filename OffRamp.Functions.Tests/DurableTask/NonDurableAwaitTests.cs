using OffRamp.DurableTask;
using static OffRamp.Functions.Tests.DurableTask.InstanceDriver;

namespace OffRamp.Functions.Tests.DurableTask;

[TestClass]
public sealed class NonDurableAwaitTests
{
    [TestMethod]
    public void Task_delay_fails_the_instance_with_a_clear_message()
    {
        var instance = Of<object?, int>(async (_, _) =>
        {
            await Task.Delay(Timeout.Infinite);
            return 1;
        });

        instance.Begin();

        StringAssert.Contains(instance.LastMeaning, "end Failed");
        StringAssert.Contains(instance.LastMeaning, "awaited a task that is not durable");
    }

    [TestMethod]
    public void Work_on_another_thread_fails_the_instance_though_a_wait_is_open()
    {
        var instance = Of<object?, int>(async (context, _) =>
        {
            var hint = context.WaitForExternalEvent<object?>("Hint");
            using var posted = new ManualResetEventSlim();
            var foreign = new TaskCompletionSource();
            var awaiting = Await(foreign.Task);
            var thread = new Thread(() =>
            {
                foreign.SetResult();
                posted.Set();
            });
            thread.Start();
            posted.Wait();
            await awaiting;
            await hint;
            return 1;
        });

        instance.Begin();

        StringAssert.Contains(instance.LastMeaning, "left its thread");

        static async Task Await(Task task) => await task;
    }

    [TestMethod]
    public void Return_to_a_turn_that_is_over_is_not_run_and_is_reported()
    {
        var lines = new List<OrchestrationLogLine>();
        var foreign = new TaskCompletionSource();
        var wentOn = false;
        var instance = Of<object?, int>(
            async (context, _) =>
            {
                var hint = context.WaitForExternalEvent<object?>("Hint");
                await foreign.Task;
                wentOn = true;
                await hint;
                return 1;
            },
            log: lines.Add);
        instance.Begin();

        foreign.SetResult();

        Assert.IsFalse(wentOn);
        StringAssert.Contains(lines.Single().Message, "left its thread");
        Assert.IsTrue(lines[0].IsWarning);
    }

    [TestMethod]
    public void Context_refuses_to_be_used_when_the_turn_is_over()
    {
        TaskOrchestrationContext? kept = null;
        Of<object?, int>((context, _) =>
        {
            kept = context;
            return context.CallActivityAsync<int>("A");
        }).Begin();

        Assert.ThrowsExactly<InvalidOperationException>(() => { kept!.NewGuid(); });
    }

    [TestMethod]
    public void Yield_and_nested_awaits_stay_within_the_turn()
    {
        var instance = Of<object?, int>(async (context, _) =>
        {
            await Task.Yield();
            var sum = 0;
            for (var i = 0; i < 3; i++)
                sum += await Inner(context);
            return sum;
        });

        instance.Begin().Turn(Completed(0, "1")).Turn(Completed(1, "2")).Turn(Completed(2, "3"));

        Assert.AreEqual("status null\n#3 end Completed 6", instance.LastMeaning);

        static async Task<int> Inner(TaskOrchestrationContext context)
        {
            await Task.Yield();
            return await context.CallActivityAsync<int>("A");
        }
    }

    [TestMethod]
    public void Exception_of_an_async_void_method_fails_the_instance()
    {
        var instance = Of<object?, int>((context, _) =>
        {
            Stray();
            return context.CallActivityAsync<int>("A");
        });

        instance.Begin();

        StringAssert.Contains(instance.LastMeaning, "end Failed stray");

        static async void Stray()
        {
            await Task.Yield();
            throw new InvalidOperationException("stray");
        }
    }
}
