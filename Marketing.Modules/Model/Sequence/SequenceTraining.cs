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
    private readonly Stopwatch _sincePoint = Stopwatch.StartNew();
    private double _seconds;
    private double _startShare;
    private long _tokens;
    private double _loss;
    private int _losses;

    /// <param name="network">The network; its parameters are where the training starts.</param>
    /// <param name="source">What it learns from.</param>
    /// <param name="terms">How.</param>
    /// <param name="care">What surrounds the training.</param>
    /// <exception cref="OperatorException">There is not enough memory.</exception>
    public SequenceTraining(SequenceNetwork network, ISequenceSource source, SequenceTerms terms, TrainingCare care)
    {
        (_network, _source, _terms, _care) = (network, source, terms, care);
        var threads = Threads(network, care);
        _workers = new SequenceWorkers(network, source, terms.Drawn, threads);
        _state = new SequenceState(network.Values);
        _fingerprint = string.Create(CultureInfo.InvariantCulture, $"{source.Fingerprint} {network.Shape with { Signs = [] }} {string.Join('/', network.Shape.Signs)} {terms} {threads}");
    }

    private int Batches => (_source.Count + _terms.Batch - 1) / _terms.Batch;

    /// <summary>Trains to the end; the network then has the best parameters.</summary>
    /// <exception cref="OperatorException">A loss was not a number before any validation.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the last checkpoint stays.</exception>
    public SequenceEnd Run(CancellationToken cancellation)
    {
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
            _care.Note?.Invoke(string.Create(CultureInfo.InvariantCulture, $"Stopped early after epoch {_state.Epoch}: the validation has not been better for {_state.Worse} times; the parameters of epoch {_state.BestEpoch} are kept."));
        }

        if (!double.IsNaN(_state.BestMetric))
        {
            _state.Best.Span.CopyTo(_state.Values.Span);
            _network.Pack();
        }

        return new SequenceEnd(_state.Epoch, _state.BestEpoch, _state.BestMetric);
    }

    // Fewer threads take less memory: each has gradients of its own.
    private static int Threads(SequenceNetwork network, TrainingCare care)
    {
        var threads = Math.Max(1, care.Threads);
        while (threads > 1 && SequenceWorkers.Bytes(network, threads) > care.MemoryBytes)
        {
            threads--;
        }

        return SequenceWorkers.Bytes(network, threads) is var needed && needed <= care.MemoryBytes
            ? threads
            : throw new OperatorException(
                string.Create(CultureInfo.InvariantCulture, $"The transformer needs about {needed >> 20:N0} MB to be trained, and may take {care.MemoryBytes >> 20:N0} MB."),
                "Make it smaller (d, layers, length), or allow more memory.");
    }

    private void Resume()
    {
        if (_care.Checkpoint is not { } path || !File.Exists(path))
        {
            return;
        }

        // A state that was read in part would be neither the one nor the other.
        var start = _state.Values.Span.ToArray();
        if (_state.Read(path, _fingerprint) is { } reason)
        {
            start.CopyTo(_state.Values.Span);
            _care.Note?.Invoke($"The checkpoint is not used. {reason} The training begins anew.");
            return;
        }

        _startShare = (_state.Epoch + (_state.Batch / (double)Batches)) / _terms.Epochs;
        _care.Note?.Invoke(string.Create(CultureInfo.InvariantCulture, $"Goes on from the checkpoint after step {_state.Step:N0}, in epoch {_state.Epoch + 1}."));
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

            if (_care.Checkpoint is { } path && _sinceCheckpoint.Elapsed >= _care.CheckpointEvery)
            {
                _state.Batch++;
                _state.Write(path, _fingerprint);
                _state.Batch--;
                _sinceCheckpoint.Restart();
            }
        }

        return null;
    }

    private string NotANumber()
    {
        var batch = string.Create(CultureInfo.InvariantCulture, $"The loss of batch {_state.Batch + 1} of epoch {_state.Epoch + 1} was not a number");
        return double.IsNaN(_state.BestMetric)
            ? throw new OperatorException($"{batch}, before anything worth keeping had been learned.", "Lower learning_rate, or look for extreme amounts among the orders of the shop.")
            : string.Create(CultureInfo.InvariantCulture, $"{batch}; the parameters of epoch {_state.BestEpoch} are kept.");
    }

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
