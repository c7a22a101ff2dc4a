using Marketing.Kernel;

namespace Marketing.Model.Training;

/// <summary>A training at work in this program: what is known of it, and how it is cancelled.</summary>
internal sealed class ActiveTraining(TrainingId id, Action<TrainingId> changed) : IDisposable
{
    /// <summary>Points are told at most so often.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _person = new();
    private readonly Lock _gate = new();
    private readonly List<string> _notes = [];
    private int _owed;
    private bool _closed;

    public TrainingId Id => id;

    public Curve Curve { get; } = new();

    /// <summary>Who cancelled it, or null.</summary>
    public string? CancelledBy { get; private set; }

    public CancellationToken Cancelled => _person.Token;

    public LiveTraining Live { get; private set; } = new(null, null, null);

    /// <summary>What it has cost so far as its process told last, or null before.</summary>
    public TrainingCost? Spent { get; private set; }

    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (_gate)
            {
                return [.. _notes];
            }
        }
    }

    /// <summary>Whether the process has told that it started from chance where an earlier model was to be gone on from.</summary>
    public bool FromChance { get; private set; }

    /// <summary>Whether the training itself has failed, so that it would fail again from its checkpoint.</summary>
    public bool IsLost { get; set; }

    /// <summary>Ends the right to cancel it; false when somebody has cancelled it already.</summary>
    public bool Close()
    {
        lock (_gate)
        {
            _closed = CancelledBy is null;
            return _closed;
        }
    }

    public bool Cancel(string actor)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            CancelledBy ??= actor;
        }

        try
        {
            _person.Cancel();
            return true;
        }
        catch (ObjectDisposedException)
        {
            // It ended in this instant.
            return false;
        }
    }

    public void Note(string? note)
    {
        if (!string.IsNullOrWhiteSpace(note))
        {
            lock (_gate)
            {
                _notes.Add(note.ReplaceLineEndings(" ").Trim());
            }
        }
    }

    /// <summary>Takes what the process tells.</summary>
    public void Take(WorkerLine line)
    {
        Note(line.Note);
        FromChance |= line.FromChance == true;
        Spent = line.Spent ?? Spent;
        if (line.Point is { } told)
        {
            var point = new CurvePoint(told.Epoch, told.Step, told.Loss, told.Validation, told.TokensPerSecond, told.Share);
            Curve.Add(point);
            Live = new LiveTraining(point, told.SecondsLeft, told.Share);
        }
        else if (line.Share is { } share)
        {
            Live = Live with { Share = share };
        }

        TellSoon();
    }

    public void Dispose() => _person.Dispose();

    private void TellSoon()
    {
        if (Interlocked.Exchange(ref _owed, 1) == 0)
        {
            _ = TellAsync();
        }

        async Task TellAsync()
        {
            await Task.Delay(Pause).ConfigureAwait(false);
            Volatile.Write(ref _owed, 0);
            changed(id);
        }
    }
}
