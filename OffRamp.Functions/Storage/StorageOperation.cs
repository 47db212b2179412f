namespace OffRamp.Functions.Storage;

/// <summary>The kinds of request there are.</summary>
internal enum StorageOperation
{
    CreateTable,
    DeleteTable,
    ListTables,
    Insert,
    Get,
    Replace,
    Merge,
    Upsert,
    Delete,
    Query,
    Transaction,
}
