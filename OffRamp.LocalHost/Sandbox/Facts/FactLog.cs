using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace OffRamp.LocalHost.Sandbox.Facts;

/// <summary>
/// Facts on disk: one JSON array a line, one line a commit. Appending never waits; whoever wants to
/// tell somebody about it awaits <see cref="Flushed"/>. One fsync serves all who wait for it.
/// </summary>
internal sealed class FactLog(string? path) : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(200);

    // Opened first: only one process at a time may have it, and the system lets it go when that one dies.
    private readonly SafeFileHandle? _lock = path is null ? null
        : File.OpenHandle(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private readonly SafeFileHandle? _file = path is null ? null
        : File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    private readonly Lock _gate = new();
    private MemoryStream _pending = new();
    private TaskCompletionSource _next = NewRound();
    private TaskCompletionSource _current = NewRound();
    private Task _writer = Task.CompletedTask;
    private bool _isWriting;
    private bool _isClosing;
    private long _length;

    /// <summary>Reads back what was written, and cuts off a last line that a crash left unfinished.</summary>
    public void Replay(Action<Fact> apply)
    {
        if (path is null || _file is null)
        {
            return;
        }

        foreach (var line in WholeLines(File.ReadAllBytes(path)))
        {
            _length += line.Length + 1;
            foreach (var fact in Parse(line))
            {
                apply(fact);
            }
        }

        RandomAccess.SetLength(_file, _length);
    }

    public void Append(IReadOnlyCollection<Fact> facts)
    {
        if (_file is null)
        {
            return;
        }

        var line = JsonSerializer.SerializeToUtf8Bytes(facts, SandboxJson.Options);
        lock (_gate)
        {
            _pending.Write(line);
            _pending.WriteByte((byte)'\n');
            if (_isWriting)
            {
                return;
            }

            _isWriting = true;
            _writer = Task.Run(WriteAsync);
        }
    }

    /// <summary>Done when everything appended so far is on disk.</summary>
    /// <exception cref="IOException">The disk refused; the facts are kept and tried again.</exception>
    public Task Flushed()
    {
        lock (_gate)
        {
            return _pending.Length > 0 ? _next.Task : _isWriting ? _current.Task : Task.CompletedTask;
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosing = true;
        }

        await _writer;
        _file?.Dispose();
        _lock?.Dispose();
    }

    private async Task WriteAsync()
    {
        while (TakeBatch() is { } batch)
        {
            try
            {
                RandomAccess.Write(_file!, batch, _length);
                RandomAccess.FlushToDisk(_file!);
                _length += batch.Length;
                _current.SetResult();
            }
            catch (Exception failure) when (DiskTrouble.Is(failure))
            {
                var mayTryAgain = PutBack(batch);
                _current.SetException(failure as IOException ?? new IOException(failure.Message, failure));
                if (!mayTryAgain)
                {
                    return;
                }

                await Task.Delay(PauseAfterFailure);
            }
        }
    }

    private byte[]? TakeBatch()
    {
        lock (_gate)
        {
            if (_pending.Length == 0)
            {
                _isWriting = false;
                return null;
            }

            var batch = _pending.ToArray();
            _pending = new MemoryStream();
            (_current, _next) = (_next, NewRound());
            return batch;
        }
    }

    private bool PutBack(byte[] batch)
    {
        lock (_gate)
        {
            var later = _pending.ToArray();
            _pending = new MemoryStream();
            _pending.Write(batch);
            _pending.Write(later);
            return !_isClosing;
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> WholeLines(byte[] text)
    {
        for (int start = 0, end; (end = Array.IndexOf(text, (byte)'\n', start)) >= 0; start = end + 1)
        {
            yield return text.AsMemory(start, end - start);
        }
    }

    private Fact[] Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<Fact[]>(line.Span, SandboxJson.Options) ?? [];
        }
        catch (JsonException damage)
        {
            throw new InvalidDataException($"{path} is damaged in the line that ends at byte {_length - 1}.", damage);
        }
    }

    private static TaskCompletionSource NewRound() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
