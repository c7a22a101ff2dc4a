using System.Diagnostics;
using System.Globalization;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model.Neural;
using Marketing.Model.Training;

namespace Marketing.Model.Sequence;

/// <summary>How a training ended.</summary>
/// <param name="Epochs">Epochs done.</param>
/// <param name="BestEpoch">Epochs done when the validation was best; those parameters are kept.</param>
/// <param name="BestMetric">That validation, or NaN where nothing was held out.</param>
internal sealed record SequenceEnd(int Epochs, int BestEpoch, double BestMetric);

/// <summary>Trains a sequence network: epochs of shuffled batches, a validation after each, the best kept; it can be broken off at any time and goes on from its checkpoint to the same bits.</summary>
internal sealed class SequenceTraining
{
    private readonly SequenceNetwork _network;
    private readonly ISequenceSource _source;
    private readonly SequenceTerms _terms;
    private readonly TrainingCare _care;
    private readonly SequenceWorkers _workers;
    private readonly SequenceState _state;
    private readonly string _fingerprint;
    private readonly Stopwatch _sinceCheckpoint = Stopwatch.StartNew();

    // The checkpoints of a large network take no more than one part in twenty of its time.
    private const int SharedOut = 20;
    private TimeSpan _writing;
    private readonly Stopwatch _sincePoint = Stopwatch.StartNew();
    private double _seconds;
    private double _startShare;
    private long _tokens;
    private double _loss;
    private int _losses;
    private bool _toldUnwritable;

    /// <param name="network">The network; its parameters are where the training starts.</param>
    /// <param name="source">What it learns from.</param>
    /// <param name="terms">How.</param>
    /// <param name="care">What surrounds the training.</param>
    /// <exception cref="OperatorException">There is not enough memory.</exception>
    public SequenceTraining(SequenceNetwork network, ISequenceSource source, SequenceTerms terms, TrainingCare care)
    {
        (_network, _source, _terms, _care) = (network, source, terms, care);
        var threads = Threads(network, SequenceWorkers.Longest(source), care);
        _workers = new SequenceWorkers(network, source, terms.Drawn, threads);
        _state = new SequenceState(network.Values);
        _fingerprint = string.Create(CultureInfo.InvariantCulture, $"{care.Data} {source.Fingerprint} {network.Shape with { Signs = [] }} {string.Join('/', network.Shape.Signs)} {terms} {threads}");
    }

    private int Batches => (_source.Count + _terms.Batch - 1) / _terms.Batch;

    /// <summary>Trains to the end; the network then has the best parameters.</summary>
    /// <exception cref="OperatorException">A loss was not a number before any validation.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the last checkpoint stays.</exception>
    public SequenceEnd Run(CancellationToken cancellation)
    {
        if (_terms.From is not null)
        {
            _care.GoesOn?.Invoke();
        }

        Resume();
        _workers.Pack(cancellation);
        while (_state.Epoch < _terms.Epochs && _state.Worse < _terms.Patience)
        {
            if (Epoch(cancellation) is { } broken)
            {
                _care.Note?.Invoke(broken);
                break;
            }

            (_state.Epoch, _state.Batch) = (_state.Epoch + 1, 0);
            if (_state.Epoch % _terms.ValidateEvery == 0 || _state.Epoch == _terms.Epochs)
            {
                Validate(cancellation);
            }
        }

        if (_state.Worse >= _terms.Patience)
        {
            _care.Note?.Invoke(TrainingNotes.StoppedEarly(_state.Epoch, _state.Worse, _state.BestEpoch));
        }

        if (!double.IsNaN(_state.BestMetric))
        {
            _state.Best.Span.CopyTo(_state.Values.Span);
            _network.Pack();
        }

        return new SequenceEnd(_state.Epoch, _state.BestEpoch, _state.BestMetric);
    }

    // Fewer threads take less memory: each has gradients of its own.
    private static int Threads(SequenceNetwork network, int longest, TrainingCare care)
    {
        var threads = Math.Max(1, care.Threads);
        while (threads > 1 && SequenceWorkers.Bytes(network, longest, threads) > care.MemoryBytes)
        {
            threads--;
        }

        return SequenceWorkers.Bytes(network, longest, threads) is var needed && needed <= care.MemoryBytes
            ? threads
            : throw new OperatorException(
                TrainingNotes.NeedsMemory(needed, care.MemoryBytes),
                TrainingNotes.NeedsMemoryFix);
    }

    private void Resume()
    {
        if (_care.Checkpoint is not { } path || !File.Exists(path))
        {
            return;
        }

        if (_state.Read(path, _fingerprint) is { } reason)
        {
            // The next training would be told the same.
            SequenceState.TryDelete(path);
            _care.Note?.Invoke(TrainingNotes.CheckpointNotUsed(reason));
            return;
        }

        _startShare = (_state.Epoch + (_state.Batch / (double)Batches)) / _terms.Epochs;
        _care.Note?.Invoke(TrainingNotes.GoesOnFromCheckpoint(_state.Step, _state.Epoch + 1));
    }

    // Why it cannot go on, or null.
    private string? Epoch(CancellationToken cancellation)
    {
        var order = Order();
        for (; _state.Batch < Batches; _state.Batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            var from = _state.Batch * _terms.Batch;
            var rate = AdamW.Rate(_terms.Rate, _state.Step + 1, (long)Math.Max(1, SequenceTerms.Rising * Batches * _terms.Epochs), (long)Batches * _terms.Epochs);
            var (loss, tokens) = _workers.Step(order.AsMemory(from, Math.Min(_terms.Batch, order.Length - from)), _terms, _state, rate, cancellation);
            if (double.IsNaN(loss.Total))
            {
                return NotANumber();
            }

            (_tokens, _loss, _losses) = (_tokens + tokens, _loss + loss.Product, _losses + 1);
            const double Pause = 2;
            if (_sincePoint.Elapsed.TotalSeconds >= Pause)
            {
                Point(null, _state.Batch + 1);
            }

            if (_care.Checkpoint is { } path && _sinceCheckpoint.Elapsed >= _care.CheckpointEvery && _sinceCheckpoint.Elapsed >= SharedOut * _writing)
            {
                var started = Stopwatch.GetTimestamp();
                _state.Batch++;
                Keep(path);
                _state.Batch--;
                _writing = Stopwatch.GetElapsedTime(started);
                _sinceCheckpoint.Restart();
            }
        }

        return null;
    }

    // A training without a checkpoint is worth more than none; the next one is tried in its time, since room may have been made.
    private void Keep(string path)
    {
        try
        {
            _state.Write(path, _fingerprint);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_toldUnwritable)
            {
                _care.Note?.Invoke(TrainingNotes.CheckpointUnwritable(e.Message));
            }

            _toldUnwritable = true;
        }
    }

    private string NotANumber() => double.IsNaN(_state.BestMetric)
        ? throw new OperatorException(TrainingNotes.LossAtOnce(_state.Batch + 1, _state.Epoch + 1), TrainingNotes.LossAtOnceFix)
        : TrainingNotes.LossNotANumber(_state.Batch + 1, _state.Epoch + 1, _state.BestEpoch);

    private void Validate(CancellationToken cancellation)
    {
        if (_source.Held.Count == 0)
        {
            (_state.BestMetric, _state.BestEpoch) = (0, _state.Epoch);
            _state.Values.Span.CopyTo(_state.Best.Span);
            Point(null, 0);
            return;
        }

        var metric = _workers.Validate(cancellation);
        if (double.IsNaN(_state.BestMetric) || metric > _state.BestMetric)
        {
            (_state.BestMetric, _state.BestEpoch, _state.Worse) = (metric, _state.Epoch, 0);
            _state.Values.Span.CopyTo(_state.Best.Span);
        }
        else
        {
            _state.Worse++;
        }

        Point(metric, 0);
    }

    private void Point(double? validation, int batches)
    {
        var share = (_state.Epoch + (batches / (double)Batches)) / _terms.Epochs;
        var seconds = _sincePoint.Elapsed.TotalSeconds;
        _seconds += seconds;
        _sincePoint.Restart();
        var point = new TrainingPoint(
            Math.Min(_terms.Epochs, batches > 0 ? _state.Epoch + 1 : _state.Epoch),
            _state.Step,
            _losses == 0 ? double.NaN : _loss / _losses,
            validation,
            _tokens / Math.Max(seconds, 1e-9),
            share > _startShare ? _seconds * (1 - share) / (share - _startShare) : null,
            share);
        (_tokens, _loss, _losses) = (0, 0, 0);
        _care.Watch?.Invoke(point);
    }

    private int[] Order()
    {
        var order = Enumerable.Range(0, _source.Count).ToArray();
        var random = new SeededRandom(_terms.Seed + (0x9E3779B97F4A7C15 * (ulong)(_state.Epoch + 1)));
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
