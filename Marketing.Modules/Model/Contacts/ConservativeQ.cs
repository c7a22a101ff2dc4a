using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model.Neural;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Contacts;

/// <summary>
/// Conservative Q-learning (Kumar, Zhou, Tucker and Levine 2020, eq. 4, CQL(H)) of a network with an output an action: on batches of logged steps
/// <c>½ (Q(s, a) - y)² + α (log Σ exp Q(s, ·) - Q(s, a))</c>, where the target <c>y = r + γ Q⁻(s', argmax Q(s', ·))</c> is told by a network of some steps
/// ago (Mnih et al. 2015) about the choice of the present one (van Hasselt, Guez and Silver 2016, eq. 4), among actions that the logs choose often
/// enough there. Rewards are told in their standard deviation. One thread learns, so that the bits do not depend on the machine's number of them.
/// </summary>
internal sealed unsafe class ConservativeQ
{
    /// <summary>Most columns of a layer.</summary>
    public const int MostHidden = 4096;

    private const string Gamma = "gamma";
    private const string Alpha = "alpha";
    private const string Hidden = "hidden";
    private const string LearningRate = "learning_rate";
    private const string Batch = "batch";
    private const string Steps = "steps";
    private const string Sync = "sync";
    private const int Layers = 2;
    private const long Rising = 100;

    private readonly ContactLog _log;
    private readonly ParameterValues _values;
    private readonly bool[] _allowed;
    private readonly int _actions;
    private readonly int _width;
    private readonly float[] _states;
    private readonly double _unit;
    private readonly Arena _arena = new();
    private readonly Mlp _network;
    private readonly Mlp _target;
    private readonly FloatBlock _gradients;
    private readonly FloatBlock _first;
    private readonly FloatBlock _second;
    private readonly AdamW _adam = new(new AdamTerms(0.9f, 0.999f, 1e-8f, 0));

    private ConservativeQ(ContactLog log, ParameterValues values, StateScale scale, bool[] allowed, SeededRandom random)
    {
        (_log, _values, _allowed, _actions, _width, _unit) = (log, values, allowed, log.Actions.Count, scale.Width, TemporalDifference.Spread(log));
        _states = new float[(log.Rows * _width) + Gemm.Panel];
        for (var row = 0; row < log.Rows; row++)
        {
            scale.Apply(log.State(row), _states.AsSpan(row * _width, _width));
        }

        (_network, _target) = (new Mlp(_width, Widths(values), _actions), new Mlp(_width, Widths(values), _actions));
        (_gradients, _first, _second) = (new FloatBlock(_network.Layout.Length), new FloatBlock(_network.Layout.Length), new FloatBlock(_network.Layout.Length));

        // Deviations that keep the size of signals behind a rectifier (He et al. 2015, eq. 10).
        foreach (var one in _network.Layout.All.Where(one => one.Decays))
        {
            ParameterLayout.Initialise(one, _network.Values, MathF.Sqrt(2f / one.Rows), random);
        }

        _network.Pack();
        Follow();
    }

    public static IReadOnlyList<MethodParameter> Own { get; } =
    [
        MethodParameter.Real(Gamma, 0.95, 0, 1),
        MethodParameter.Real(Alpha, 0.1, 0, 1e6),
        MethodParameter.Whole(Hidden, 64, 1, MostHidden),
        MethodParameter.Real(LearningRate, 0.001, 1e-7, 1),
        MethodParameter.Whole(Batch, 256, 1, 100_000),
        MethodParameter.Whole(Steps, 6000, 1, 10_000_000),
        MethodParameter.Whole(Sync, 100, 1, 1_000_000),
    ];

    public static NetworkModel Fit(ContactLog log, ParameterValues values, BehaviourTrees behaviour, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var (scale, random) = (StateScale.Learn(log), new SeededRandom((ulong)values.Whole(ContactCatalogue.Seed)));
        var learner = new ConservativeQ(log, values, scale, behaviour.Allowed(log, cancellation), random);
        int[] known = [.. Enumerable.Range(0, log.Rows).Where(log.IsKnown)];
        var batch = new int[Math.Min(values.Whole(Batch), known.Length)];
        for (var step = 1; step <= values.Whole(Steps); step++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < batch.Length; i++)
            {
                batch[i] = known[random.NextInt(known.Length)];
            }

            if (!double.IsFinite(learner.Learn(batch, step)))
            {
                throw new UnfitMethodException("cql", $"The loss of step {step} is not a number.", $"Lower {LearningRate}, or look for extreme rewards in the log.");
            }

            if (step % values.Whole(Sync) == 0)
            {
                learner.Follow();
                progress?.Report(new Progress("cql", step / (double)values.Whole(Steps)));
            }
        }

        return new NetworkModel(scale, Widths(values), learner._network, learner._unit, behaviour);
    }

    /// <summary>Loss of a row, and its gradients.</summary>
    /// <param name="q">Outputs; receive their gradients.</param>
    /// <param name="chosen">The logged action.</param>
    /// <param name="target">y.</param>
    /// <param name="alpha">α.</param>
    /// <param name="scale">What loss and gradients are multiplied with.</param>
    public static double Row(Span<float> q, int chosen, double target, double alpha, float scale)
    {
        var (most, sum, off) = (float.NegativeInfinity, 0.0, q[chosen] - target);
        foreach (var value in q)
        {
            most = Math.Max(most, value);
        }

        foreach (var value in q)
        {
            sum += Math.Exp(value - most);
        }

        var loss = (off * off / 2) + (alpha * (most + Math.Log(sum) - q[chosen]));
        for (var a = 0; a < q.Length; a++)
        {
            q[a] = (float)(scale * ((alpha * Math.Exp(q[a] - most) / sum) + (a == chosen ? off - alpha : 0)));
        }

        return scale * loss;
    }

    private double Learn(int[] batch, long step)
    {
        _arena.Reset();
        var (n, loss, targets) = (batch.Length, 0.0, Targets(batch));
        var x = Gathered(batch, 0);
        Span<nint> kept = stackalloc nint[Layers + 2];
        _network.Forward(x, n, kept, default, _arena);
        var q = new Span<float>((float*)kept[^1], n * _actions);
        for (var i = 0; i < n; i++)
        {
            loss += Row(q.Slice(i * _actions, _actions), _log.Chosen[batch[i]], targets[i], _values.Real(Alpha), 1f / n);
        }

        _network.Backward(kept, n, _gradients, default, _arena);
        var rate = AdamW.Rate((float)_values.Real(LearningRate), step, Rising, _values.Whole(Steps));
        foreach (var one in _network.Layout.All)
        {
            _adam.Update(_network.Values.Data + one.Offset, _gradients.Data + one.Offset, _first.Data + one.Offset, _second.Data + one.Offset, one.Count, step, rate, 1, one.Decays);
        }

        _gradients.Span.Clear();
        _network.Pack();
        return loss;
    }

    // Of rows that end, what is told of the row behind them is not used.
    private double[] Targets(int[] batch)
    {
        var (n, targets) = (batch.Length, new double[batch.Length]);
        var x = Gathered(batch, 1);
        float* now = _arena.Take((long)n * _actions), then = _arena.Take((long)n * _actions);
        _network.Outputs(x, now, n, _arena);
        _target.Outputs(x, then, n, _arena);
        Span<double> q = stackalloc double[_actions];
        for (var i = 0; i < n; i++)
        {
            var (row, worth) = (batch[i], 0.0);
            if (!_log.Ends[row])
            {
                for (var a = 0; a < _actions; a++)
                {
                    q[a] = now[(i * _actions) + a];
                }

                var best = TemporalDifference.Best(q, _allowed.AsSpan((row + 1) * _actions, _actions));
                worth = best < 0 ? 0 : _log.Discount(row, _values.Real(Gamma)) * then[(i * _actions) + best];
            }

            targets[i] = (_log.Rewards[row] / _unit) + worth;
        }

        return targets;
    }

    private float* Gathered(int[] batch, int behind)
    {
        var x = _arena.Take((long)batch.Length * _width);
        for (var i = 0; i < batch.Length; i++)
        {
            var row = Math.Min(batch[i] + behind, _log.Rows - 1);
            _states.AsSpan(row * _width, _width).CopyTo(new Span<float>(x + ((long)i * _width), _width));
        }

        return x;
    }

    private void Follow()
    {
        _network.Values.Span.CopyTo(_target.Values.Span);
        _target.Pack();
    }

    private static int[] Widths(ParameterValues values) => [.. Enumerable.Repeat(values.Whole(Hidden), Layers)];
}
