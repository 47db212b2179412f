using OffRamp.Benchmarks.Host;
using OffRamp.Benchmarks.Rules;
using OffRamp.Benchmarks.Sells;

return args switch
{
    ["host", .. var rest] => await HostBench.RunAsync(rest),
    ["sells", .. var rest] => await SellsBench.RunAsync(rest),
    ["rules", .. var rest] => RulesBench.Run(rest),
    [ServeSells.Command, var app, var data, var port] => await ServeSells.RunAsync(app, data, int.Parse(port)),
    _ => Unknown(),
};

static int Unknown()
{
    Console.Error.WriteLine("Say what to measure: host, sells, rules.");
    return 2;
}
