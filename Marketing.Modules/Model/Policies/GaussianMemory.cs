using System.Buffers;
using System.Numerics.Tensors;

namespace Marketing.Model.Policies;

/// <summary>
/// Coefficients of each arm by ridge regression (Li, Chu, Langford and Schapire 2010, alg. 1, disjoint; Agrawal and Goyal 2013, alg. 1
/// with a parameter an arm) or by logistic regression with normal approximations of the posterior (Chapelle and Li 2011, alg. 3, with
/// all of the covariance). The precision is kept as a sum and factored anew where it changed: no error piles up, and it does not matter in how many batches rewards came.
/// </summary>
internal sealed class GaussianMemory : ArmMemory
{
    private readonly GaussianTerms _terms;
    private readonly GaussianArm[] _arms;
    private readonly GaussianArm _pool;
    private readonly double[] _prior;
    private readonly GaussianPosterior[] _posteriors;
    private readonly double _scale;

    private GaussianMemory(GaussianTerms terms, ArmIndex index, GaussianArm[] arms, GaussianArm pool, double clock, GaussianMemory? before)
        : base(index, clock)
    {
        (_terms, _arms, _pool) = (terms, arms, pool);
        _prior = !terms.Shared ? before?._prior ?? terms.Given() : terms.Style == GaussianStyle.DrawnLogistic ? Mean(pool) : Common();
        _posteriors = new GaussianPosterior[arms.Length];
        GaussianPosterior? blank = null;
        for (var i = 0; i < arms.Length; i++)
        {
            var at = arms[i].Rewards > 0 ? before?.Index.Find(index.Ids[i]) ?? -1 : -1;
            _posteriors[i] = arms[i].Rewards == 0 ? blank ??= Posterior(arms[i])
                : at < 0 || before!._arms[at] != arms[i] || (terms.Forgetting.Forgets && before.Clock != clock) ? Posterior(arms[i])
                : terms.Shared && arms[i].Prior is null ? before._posteriors[at].Around(arms[i], terms.Forgetting.Left(arms[i].Clock, clock), terms.Lambda, _prior)
                : before._posteriors[at];
        }

        _scale = terms.Scale ?? Noise();
    }

    /// <summary>A memory that holds no arm.</summary>
    public static GaussianMemory Empty(GaussianTerms terms) => new(terms, new ArmIndex([]), [], GaussianArm.Empty(terms.Size), terms.Forgetting.Start, null);

    public override bool UsesContext => true;

    public override void Score(ReadOnlySpan<float> context, ReadOnlySpan<int> arms, Span<double> value, Span<double> spread, Span<double> expected)
    {
        var (d, size) = (_terms.Size, Packed.Size(_terms.Size));
        var rented = ArrayPool<double>.Shared.Rent(d + size);
        var x = rented.AsSpan(0, d);
        var outer = rented.AsSpan(d, size);
        _terms.Widen(context, x);
        Packed.Outer(x, outer);
        for (var i = 0; i < arms.Length; i++)
        {
            var posterior = _posteriors[arms[i]];
            var mean = TensorPrimitives.Dot<double>(posterior.Mean, x);
            var doubt = Math.Sqrt(Math.Max(0, TensorPrimitives.Dot<double>(posterior.Inverse, outer)));
            expected[i] = _terms.Style == GaussianStyle.DrawnLogistic ? LogisticStep.Expected(mean, doubt) : mean;

            // Arms alike are to be alike in spite of rounding.
            (value[i], spread[i]) = _terms.Style == GaussianStyle.Upper ? (Math.Round(mean + (_scale * doubt), 12), 0) : (mean, _scale * doubt);
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    public override GaussianMemory With(ArmIndex arms)
    {
        var kept = Array.ConvertAll(arms.Ids, id => Index.Find(id) is >= 0 and var at ? _arms[at] : GaussianArm.Empty(_terms.Size));
        return new GaussianMemory(_terms, arms, kept, _pool, Clock, this);
    }

    public override IMemoryWork Begin() => new Work(this);

    public override GaussianMemory Merge(ArmMemory other)
    {
        var (second, forgetting) = ((GaussianMemory)other, _terms.Forgetting);
        var (index, clock) = (new ArmIndex([.. Index.Ids, .. other.Index.Ids]), forgetting.Together(Clock, other.Clock));
        var arms = Array.ConvertAll(index.Ids, id => Together(Moved(Index.Find(id), clock), second.Moved(other.Index.Find(id), clock)));
        var pool = Together(Moved(_pool, clock), second.Moved(second._pool, clock));
        return new GaussianMemory(_terms, index, arms, pool, clock, null);
    }

    public override PolicyArm Told(int arm)
    {
        var (one, left) = (_arms[arm], _terms.Forgetting.Left(_arms[arm].Clock, Clock));
        return new PolicyArm(Index.Ids[arm], one.Rewards, left * one.Weight, one.Weight > 0 ? one.Sum / one.Weight : null);
    }

    public override void Write(BinaryWriter writer)
    {
        foreach (var arm in _arms)
        {
            GaussianBody.Write(writer, arm);
        }

        GaussianBody.Write(writer, _pool);
    }

    public override GaussianMemory Read(BinaryReader reader, ArmIndex arms, double at)
    {
        var read = Array.ConvertAll(arms.Ids, _ => GaussianBody.Read(reader, _terms.Size));
        return new GaussianMemory(_terms, arms, read, GaussianBody.Read(reader, _terms.Size), at, null);
    }

    private GaussianPosterior Posterior(GaussianArm arm) => GaussianPosterior.Of(arm, _terms.Forgetting.Left(arm.Clock, Clock), _terms.Lambda, arm.Prior ?? _prior);

    // Mean of a posterior around the given prior.
    private double[] Mean(GaussianArm arm) => LogisticStep.Mean(arm, _terms.Forgetting.Left(arm.Clock, Clock), _terms.Lambda, _terms.Given());

    // One regression over the rewards of all arms.
    private double[] Common()
    {
        var all = GaussianArm.Empty(_terms.Size);
        all.Clock = Clock;
        foreach (var arm in _arms)
        {
            var left = _terms.Forgetting.Left(arm.Clock, Clock);
            TensorPrimitives.MultiplyAdd(arm.S, left, all.S, all.S);
            TensorPrimitives.MultiplyAdd(arm.B, left, all.B, all.B);
        }

        return Mean(all);
    }

    // Deviation of the rewards around what their arms expect: Σ r² - 2 bᵀθ + θᵀSθ by their weight. With fewer than two, 1.
    private double Noise()
    {
        var (squares, weight, outer) = (0.0, 0.0, new double[Packed.Size(_terms.Size)]);
        for (var i = 0; i < _arms.Length; i++)
        {
            if (_arms[i].Rewards > 0)
            {
                var (arm, mean, left) = (_arms[i], _posteriors[i].Mean, _terms.Forgetting.Left(_arms[i].Clock, Clock));
                Packed.Outer(mean, outer);
                squares += left * Math.Max(0, arm.Squares - (2 * TensorPrimitives.Dot<double>(arm.B, mean)) + TensorPrimitives.Dot<double>(arm.S, outer));
                weight += left * arm.Weight;
            }
        }

        return weight < 2 || squares <= 0 ? 1 : Math.Sqrt(squares / weight);
    }

    private GaussianArm? Moved(int at, double together) => at < 0 ? null : Moved(_arms[at], together);

    private GaussianArm Moved(GaussianArm arm, double together)
    {
        var moved = arm.Copy();
        moved.Clock = _terms.Forgetting.Moved(arm.Clock, Clock, together);
        return moved;
    }

    private GaussianArm Together(GaussianArm? first, GaussianArm? second)
    {
        if (first is not { Rewards: > 0 } || second is not { Rewards: > 0 })
        {
            return first is { Rewards: > 0 } ? first : second ?? first!;
        }

        // What the priors say beyond the given one is in both; half of each is kept.
        var prior = first.Prior is null || second.Prior is null ? null : first.Prior.Zip(second.Prior, (a, b) => (a + b) / 2).ToArray();
        first.Join(second, _terms.Forgetting);
        first.Prior = prior;
        return first;
    }

    private sealed class Work(GaussianMemory from) : IMemoryWork
    {
        private readonly GaussianTerms _terms = from._terms;
        private readonly GaussianArm[] _arms = [.. from._arms];
        private readonly bool[] _own = new bool[from._arms.Length];
        private readonly GaussianArm _pool = from._terms is { Shared: true, Style: GaussianStyle.DrawnLogistic } ? from._pool.Copy() : from._pool;
        private readonly double[] _x = new double[from._terms.Size];
        private readonly double[] _given = from._terms.Given();
        private double _clock = from.Clock;

        public void Add(int arm, in PolicyReward reward)
        {
            if (!_own[arm])
            {
                (_arms[arm], _own[arm]) = (_arms[arm].Copy(), true);
            }

            _terms.Widen(reward.Context.Span, _x);
            var (one, at) = (_arms[arm], _terms.Forgetting.Stamp(ref _clock, reward.At));
            if (_terms.Style != GaussianStyle.DrawnLogistic)
            {
                Add(one, reward.Reward, one.Reach(at, _terms.Forgetting), 1, reward.Reward);
                return;
            }

            if (_terms.Shared)
            {
                one.Prior ??= LogisticStep.Mean(_pool, _terms.Forgetting.Left(_pool.Clock, at), _terms.Lambda, _given);
                Learn(_pool, _given, reward.Reward, at);
            }

            Learn(one, one.Prior ?? _given, reward.Reward, at);
        }

        public ArmMemory Publish(DateTimeOffset now) => new GaussianMemory(_terms, from.Index, _arms, _pool, _terms.Forgetting.Later(_clock, now), from);

        private void Learn(GaussianArm arm, double[] prior, double reward, double at)
        {
            var own = arm.Reach(at, _terms.Forgetting);
            var (curvature, response) = LogisticStep.Of(arm, _terms.Lambda, prior, _x, reward);
            Add(arm, reward, own, curvature, response);
        }

        private void Add(GaussianArm arm, double reward, double own, double curvature, double response)
        {
            Packed.AddOuter(arm.S, _x, own * curvature);
            TensorPrimitives.MultiplyAdd(_x, own * response, arm.B, arm.B);
            (arm.Rewards, arm.Weight, arm.Sum, arm.Squares) = (arm.Rewards + 1, arm.Weight + own, arm.Sum + (own * reward), arm.Squares + (own * reward * reward));
        }
    }
}
