namespace Marketing.Model.Policies;

/// <summary>Counts and sums of each arm, whatever the context: what UCB1, Thompson sampling and epsilon-greedy know.</summary>
internal sealed class CountMemory : ArmMemory
{
    // An arm of which less than this is left is as good as new.
    private const double Nothing = 1e-12;

    private readonly CountTerms _terms;
    private readonly CountArm[] _arms;
    private readonly double[] _weights;
    private readonly double[] _sums;
    private readonly double _pooled;
    private readonly double _common;
    private readonly (double Alpha, double Beta) _prior;
    private readonly DistributionTable?[] _tables;

    public CountMemory(CountTerms terms, ArmIndex index, CountArm[] arms, double clock)
        : base(index, clock)
    {
        (_terms, _arms, _weights, _sums, _tables) = (terms, arms, new double[arms.Length], new double[arms.Length], new DistributionTable?[arms.Length]);
        var (weight, sum) = (0.0, 0.0);
        for (var i = 0; i < arms.Length; i++)
        {
            var left = terms.Forgetting.Left(arms[i].Clock, clock);
            (_weights[i], _sums[i]) = (left * arms[i].Weight, left * arms[i].Sum);
            (weight, sum) = (weight + _weights[i], sum + _sums[i]);
        }

        _pooled = weight > Nothing ? sum / weight : 0;
        _common = (sum + terms.Alpha) / (weight + terms.Alpha + terms.Beta);
        _prior = terms is { Style: CountStyle.Beta, Prior: CountPrior.Shared } ? SharedBeta.Estimate(_weights, _sums, terms.Alpha, terms.Beta) : (terms.Alpha, terms.Beta);
    }

    /// <summary>A memory that holds no arm.</summary>
    public static CountMemory Empty(CountTerms terms) => new(terms, new ArmIndex([]), [], terms.Forgetting.Start);

    public override bool UsesContext => false;

    public override void Score(ReadOnlySpan<float> context, ReadOnlySpan<int> arms, Span<double> value, Span<double> spread, Span<double> expected)
    {
        var total = 0.0;
        foreach (var arm in arms)
        {
            total += _weights[arm];
        }

        for (var i = 0; i < arms.Length; i++)
        {
            var (weight, sum) = (_weights[arms[i]], _sums[arms[i]]);
            if (_terms.Style == CountStyle.Beta)
            {
                (value[i], spread[i]) = Posterior(arms[i]);

                // Draws follow the prior; what is expected of an arm that little is known of is what the others are like, else a new one would stand first wherever clicks are rare.
                expected[i] = _terms.Prior == CountPrior.Shared ? value[i] / (value[i] + spread[i]) : (sum + ((_terms.Alpha + _terms.Beta) * _common)) / (weight + _terms.Alpha + _terms.Beta);
                continue;
            }

            var unknown = weight < Nothing;
            expected[i] = _terms.Prior == CountPrior.Shared ? (sum + (_terms.Alpha * _pooled)) / (weight + _terms.Alpha) : unknown ? _pooled : sum / weight;
            value[i] = unknown && _terms.Prior == CountPrior.First ? double.PositiveInfinity : expected[i];
            spread[i] = _terms.Style == CountStyle.Upper && !unknown ? UpperConfidence.Width(_terms.C, total, weight) : 0;
        }
    }

    public override DistributionTable Table(int arm)
    {
        // Two threads that build the same table build the same numbers.
        return Volatile.Read(ref _tables[arm]) ?? (_tables[arm] = Built(arm));
    }

    public override void Prepare()
    {
        for (var arm = 0; arm < _arms.Length && _terms.Style == CountStyle.Beta; arm++)
        {
            Table(arm);
        }
    }

    public override CountMemory With(ArmIndex arms)
    {
        var kept = Array.ConvertAll(arms.Ids, id => Index.Find(id) is >= 0 and var at ? _arms[at] : default);
        return new CountMemory(_terms, arms, kept, Clock);
    }

    public override IMemoryWork Begin() => new Work(this);

    public override CountMemory Merge(ArmMemory other)
    {
        var (second, forgetting) = ((CountMemory)other, _terms.Forgetting);
        var (index, clock) = (new ArmIndex([.. Index.Ids, .. other.Index.Ids]), forgetting.Together(Clock, other.Clock));
        var arms = Array.ConvertAll(index.Ids, id => Moved(id, clock).Plus(second.Moved(id, clock), forgetting));
        return new CountMemory(_terms, index, arms, clock);
    }

    public override PolicyArm Told(int arm) =>
        new(Index.Ids[arm], _arms[arm].Rewards, _weights[arm], _weights[arm] > Nothing ? _sums[arm] / _weights[arm] : null);

    public override void Write(BinaryWriter writer)
    {
        foreach (var arm in _arms)
        {
            writer.Write(arm.Rewards);
            writer.Write(arm.Weight);
            writer.Write(arm.Sum);
            writer.Write(arm.Clock);
        }
    }

    public override CountMemory Read(BinaryReader reader, ArmIndex arms, double at) =>
        new(_terms, arms, Array.ConvertAll(arms.Ids, _ => new CountArm(reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble())), at);

    private CountArm Moved(long id, double together) => Index.Find(id) is >= 0 and var at && _arms[at].Rewards > 0
        ? _arms[at] with { Clock = _terms.Forgetting.Moved(_arms[at].Clock, Clock, together) }
        : default;

    private (double Alpha, double Beta) Posterior(int arm) => ((_prior.Alpha + _sums[arm]) / _terms.C, (_prior.Beta + Math.Max(0, _weights[arm] - _sums[arm])) / _terms.C);

    private DistributionTable Built(int arm)
    {
        var (alpha, beta) = Posterior(arm);
        return DistributionTable.LogOdds(alpha, beta);
    }

    private void Take(CountMemory before)
    {
        for (var arm = 0; arm < _arms.Length; arm++)
        {
            // Arms that nothing came to keep their tables, as long as their posterior is the same.
            if (before._tables[arm] is { } table && before.Posterior(arm) == Posterior(arm))
            {
                _tables[arm] = table;
            }
        }
    }

    private sealed class Work(CountMemory from) : IMemoryWork
    {
        private readonly CountArm[] _arms = [.. from._arms];
        private double _clock = from.Clock;

        public void Add(int arm, in PolicyReward reward) =>
            _arms[arm] = _arms[arm].Add(reward.Reward, from._terms.Forgetting.Stamp(ref _clock, reward.At), from._terms.Forgetting);

        public ArmMemory Publish(DateTimeOffset now)
        {
            var next = new CountMemory(from._terms, from.Index, _arms, from._terms.Forgetting.Later(_clock, now));
            next.Take(from);
            return next;
        }
    }
}
