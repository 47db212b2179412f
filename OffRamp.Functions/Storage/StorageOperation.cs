namespace OffRamp.Functions.Storage;

/// <summary>The kinds of request there are.</summary>
internal enum StorageOperation
{
    CreateTable,
    ListTables,
    Insert,
    Get,
    Replace,
    Merge,
    Upsert,
    UpsertMerge,
    Delete,
    Query,
    Transaction,
}
