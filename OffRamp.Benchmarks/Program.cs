using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(OffRamp.Benchmarks.ReplayBenchmarks).Assembly).Run(args);
