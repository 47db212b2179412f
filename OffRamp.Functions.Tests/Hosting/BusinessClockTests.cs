using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.Tests.Hosting;

[TestClass]
public sealed class BusinessClockTests
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [TestCleanup]
    public void RemoveFile() => File.Delete(_file);

    [TestMethod]
    public void Without_a_file_it_is_the_real_time() => Assert.IsTrue(Offset(new BusinessClock(null)).Duration() < TimeSpan.FromMinutes(1));

    [TestMethod]
    public void The_file_moves_it_at_once()
    {
        var clock = new BusinessClock(_file);
        var before = Offset(clock);

        File.WriteAllText(_file, TimeSpan.FromHours(6).Ticks + "\n");

        Assert.IsTrue(before < TimeSpan.FromMinutes(1));
        Assert.IsTrue(Offset(clock) > TimeSpan.FromHours(5.9));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("12x")]
    public void A_file_that_is_half_written_changes_nothing(string content)
    {
        File.WriteAllText(_file, TimeSpan.FromHours(6).Ticks.ToString());
        var clock = new BusinessClock(_file);
        clock.GetUtcNow();

        File.WriteAllText(_file, content);

        Assert.IsTrue(Offset(clock) > TimeSpan.FromHours(5.9));
    }

    [TestMethod]
    public void A_file_that_is_gone_for_a_moment_changes_nothing()
    {
        File.WriteAllText(_file, TimeSpan.FromHours(6).Ticks.ToString());
        var clock = new BusinessClock(_file);
        clock.GetUtcNow();

        File.Delete(_file);

        Assert.IsTrue(Offset(clock) > TimeSpan.FromHours(5.9));
    }

    private static TimeSpan Offset(BusinessClock clock) => clock.GetUtcNow() - DateTimeOffset.UtcNow;
}
