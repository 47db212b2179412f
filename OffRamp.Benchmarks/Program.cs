using BenchmarkDotNet.Running;
using OffRamp.Benchmarks.Host;

return args switch
{
    ["host", .. var rest] => await HostBench.RunAsync(rest),
    [ServeSells.Command, var app, var data, var port] => await ServeSells.RunAsync(app, data, int.Parse(port)),
    _ => Micro(args),
};

static int Micro(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(HostBench).Assembly).Run(args);
    return 0;
}
