// Tests own their data (a table prefix, a port, a folder each), so methods may run side by side: twice as many as a small machine
// has processors, because many wait, for processes to start or for real time.
[assembly: Parallelize(Scope = ExecutionScope.MethodLevel, Workers = 4)]

// The product is internal, and tests name its types in their parameters.
[assembly: DiscoverInternals]
