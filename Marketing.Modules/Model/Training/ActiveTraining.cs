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

    public TrainingId Id => id;

    public Curve Curve { get; } = new();

    /// <summary>Who cancelled it, or null.</summary>
    public string? CancelledBy { get; private set; }

    public CancellationToken Cancelled => _person.Token;

    public LiveTraining Live { get; private set; } = new(null, null, null);

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

    public bool Cancel(string actor)
    {
        try
        {
            CancelledBy ??= actor;
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
