using OffRamp.Benchmarks.Host;

return args switch
{
    ["host", .. var rest] => await HostBench.RunAsync(rest),
    [ServeSells.Command, var app, var data, var port] => await ServeSells.RunAsync(app, data, int.Parse(port)),
    _ => Unknown(),
};

static int Unknown()
{
    Console.Error.WriteLine("Say what to measure: host.");
    return 2;
}
