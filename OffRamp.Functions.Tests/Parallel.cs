// Tests own their data (a table prefix, a port, a folder each), so methods may run side by side: one more than a small machine
// has processors, because some wait for real time.
[assembly: Parallelize(Scope = ExecutionScope.MethodLevel, Workers = 3)]

// The product is internal, and tests name its types in their parameters.
[assembly: DiscoverInternals]
