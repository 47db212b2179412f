using OffRamp.Benchmarks.Endpoints;
using OffRamp.Benchmarks.Host;
using OffRamp.Benchmarks.Measuring;
using OffRamp.Benchmarks.Rules;
using OffRamp.Benchmarks.Sells;

return args switch
{
    ["host", .. var rest] => await Arguments.RunAsync(rest, HostBenchOptions.Usage, HostBenchOptions.Parse, HostBench.RunAsync),
    ["sells", .. var rest] => await Arguments.RunAsync(rest, SellsBenchOptions.Usage, SellsBenchOptions.Parse, SellsBench.RunAsync),
    ["endpoints", .. var rest] => await Arguments.RunAsync(rest, EndpointsBenchOptions.Usage, EndpointsBenchOptions.Parse, EndpointsBench.RunAsync),
    ["rules", .. var rest] => await Arguments.RunAsync(rest, RulesBenchOptions.Usage, RulesBenchOptions.Parse, RulesBench.RunAsync),
    [ServeSells.Command, var app, var data, var port] => await ServeSells.RunAsync(app, data, int.Parse(port)),
    _ => Unknown(),
};

static int Unknown()
{
    Console.Error.WriteLine("Say what to measure: host, sells, endpoints, rules.");
    return 2;
}
