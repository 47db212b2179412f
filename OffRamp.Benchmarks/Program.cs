using OffRamp.Benchmarks.Endpoints;
using OffRamp.Benchmarks.Host;
using OffRamp.Benchmarks.Rules;
using OffRamp.Benchmarks.Sells;

return args switch
{
    ["host", .. var rest] => await HostBench.RunAsync(rest),
    ["sells", .. var rest] => await SellsBench.RunAsync(rest),
    ["endpoints", .. var rest] => await EndpointsBench.RunAsync(rest),
    ["rules", .. var rest] => RulesBench.Run(rest),
    [ServeSells.Command, var app, var data, var port] => await ServeSells.RunAsync(app, data, int.Parse(port)),
    _ => Unknown(),
};

static int Unknown()
{
    Console.Error.WriteLine("Say what to measure: host, sells, endpoints, rules.");
    return 2;
}
