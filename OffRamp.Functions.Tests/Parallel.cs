// Tests own their data (a table prefix, a port, a folder each), so methods may run side by side.
[assembly: Parallelize(Scope = ExecutionScope.MethodLevel, Workers = 0)]

// The product is internal, and tests name its types in their parameters.
[assembly: DiscoverInternals]
