using System.Buffers;
using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Policies;

/// <summary>A policy around the state that is published last. Choices are those of its <see cref="Ranking"/> but for the floor's share, which are uniformly random orders; the probability of an arm in a place mixes alike.</summary>
internal sealed class LearningPolicy : IPolicy
{
    // What a probability is told to be at least: a draw that the quadrature finds no weight for still happened.
    private const double Least = 1e-15;

    private static readonly LargestRanking _largest = new();

    private readonly Lock _learning = new();
    private readonly PolicyMethod _method;
    private readonly ParameterValues _values;
    private readonly double _floor;
    private State _state;

    public LearningPolicy(PolicyMethod method, ParameterValues values, int features, ArmMemory memory)
    {
        (_method, _values, Features) = (method, values, features);
        _floor = method.Floor is null ? 0 : values.Real(method.Floor);
        memory.Prepare();
        _state = new State(memory, 0);
    }

    public string Kind => _method.Kind;

    public IReadOnlyDictionary<string, string> Parameters => _values.Shown;

    public int Features { get; }

    public RewardRange Rewards => _method.Rewards;

    public long Version => Volatile.Read(ref _state).Version;

    public IReadOnlyList<PolicyArm> Arms
    {
        get
        {
            var memory = Volatile.Read(ref _state).Memory;
            return [.. Enumerable.Range(0, memory.Index.Ids.Length).Select(memory.Told)];
        }
    }

    public void Join(IReadOnlyList<long> arms) => Change(index => arms.All(arm => index.Find(arm) >= 0) ? null : new ArmIndex([.. index.Ids, .. arms]));

    public void Retire(IReadOnlyList<long> arms) => Change(index => arms.All(arm => index.Find(arm) < 0) ? null : new ArmIndex(index.Ids.Except(arms)));

    public PolicyLesson Learn(IReadOnlyList<PolicyReward> rewards, DateTimeOffset now)
    {
        lock (_learning)
        {
            var (refused, learned, memory) = (new List<RefusedReward>(), 0, _state.Memory);
            var work = memory.Begin();
            for (var i = 0; i < rewards.Count; i++)
            {
                var reward = rewards[i];
                if (PolicyInput.Wrong(reward, Features, Rewards, memory.Index, now) is { } reason)
                {
                    refused.Add(new RefusedReward(i, reason));
                    continue;
                }

                work.Add(memory.Index.Find(reward.Arm), reward);
                learned++;
            }

            Publish(work.Publish(now));
            return new PolicyLesson(learned, refused);
        }
    }

    public byte[] Save() => PolicyFile.Write(_method, Parameters, Features, Volatile.Read(ref _state).Memory);

    /// <summary>What this and another policy of the same method and parameters know together.</summary>
    public LearningPolicy Merge(LearningPolicy other) => new(_method, _values, Features, Volatile.Read(ref _state).Memory.Merge(Volatile.Read(ref other._state).Memory));

    public PolicyChoice Choose(in PolicyRequest request, ExplorationBudget? budget = null)
    {
        var (state, count) = (Volatile.Read(ref _state), request.Arms.Length);
        var (whole, numbers) = (ArrayPool<int>.Shared.Rent(2 * count), ArrayPool<double>.Shared.Rent(3 * count));
        try
        {
            var places = whole.AsSpan(count, count);
            if (PolicyInput.Held(request, Features, state.Memory.Index, whole.AsSpan(0, count), places, out var held) is { } reason)
            {
                return new PolicyChoice.Refused(reason);
            }

            var expected = numbers.AsSpan(2 * count, held);
            var scores = new ArmScores(state.Memory, whole.AsSpan(0, held), numbers.AsSpan(0, held), numbers.AsSpan(count, held));
            state.Memory.Score(request.Context, scores.Arms, numbers.AsSpan(0, held), numbers.AsSpan(count, held), expected);
            places = places[..Math.Min(request.Places, held)];
            return budget is null ? Free(state, scores, expected, request, places) : Bounded(state, scores, expected, request, places, budget);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(whole);
            ArrayPool<double>.Shared.Return(numbers);
        }
    }

    public PolicyRefusal? Probabilities(in PolicyRequest request, Span<double> probabilities)
    {
        var (state, count) = (Volatile.Read(ref _state), request.Arms.Length);
        var memory = state.Memory;
        if (probabilities.Length != (long)request.Places * count)
        {
            throw new ArgumentException($"There is room for {probabilities.Length} probabilities; {request.Places} places of {count} arms have {(long)request.Places * count}.", nameof(probabilities));
        }

        probabilities.Clear();
        var (arms, at) = (new int[count], new int[count]);
        if (PolicyInput.Held(request, Features, memory.Index, arms, at, out var held) is { } reason)
        {
            return reason;
        }

        var (numbers, ranks) = (new double[3 * held], Math.Min(request.Places, held));
        var scores = new ArmScores(memory, arms.AsSpan(0, held), numbers.AsSpan(0, held), numbers.AsSpan(held, held));
        memory.Score(request.Context, scores.Arms, numbers.AsSpan(0, held), numbers.AsSpan(held, held), numbers.AsSpan(2 * held));
        var found = new double[ranks * held];
        Rank(state, _method.Ranking, scores, request.Context, ranks, found);
        for (var i = 0; i < found.Length; i++)
        {
            probabilities[(i / held * count) + at[i % held]] = Mixed(found[i], _floor, held);
        }

        return null;
    }

    private PolicyChoice.Chosen Free(State state, in ArmScores scores, ReadOnlySpan<double> expected, in PolicyRequest request, Span<int> places) =>
        Draw(state, _method.Ranking, _floor, scores, expected, request, places, explores: true);

    private PolicyChoice.Chosen Bounded(State state, in ArmScores scores, ReadOnlySpan<double> expected, in PolicyRequest request, Span<int> places, ExplorationBudget budget)
    {
        var (best, worst) = (Exploring.Best(expected, scores.Arms, places), Exploring.Worst(expected, scores.Arms, places));
        var most = budget.RewardValue * Math.Max(0, best - worst);
        if (budget.Reserve(most, out var period))
        {
            var free = Free(state, scores, expected, request, places);
            budget.Settle(period, most, Math.Clamp(budget.RewardValue * (best - Exploring.Sum(expected, places)), 0, most));
            return free;
        }

        var certain = new ArmScores(scores.Memory, scores.Arms, expected, Exploring.None(scores.Arms.Length));
        var greedy = Draw(state, _largest, budget.Floor, certain, expected, request, places, explores: false);
        budget.CountFloor(Math.Max(0, budget.RewardValue * (best - Exploring.Sum(expected, places))));
        return greedy;
    }

    private static PolicyChoice.Chosen Draw(State state, Ranking ranking, double floor, in ArmScores scores, ReadOnlySpan<double> expected, in PolicyRequest request, Span<int> places, bool explores)
    {
        var (random, count) = (new SeededRandom(request.Seed), scores.Arms.Length);
        if (floor > 0 && random.NextDouble() < floor)
        {
            Draws.Some(count, random, places);
        }
        else
        {
            ranking.Draw(scores, random, places);
        }

        var (rented, placed) = (ArrayPool<double>.Shared.Rent(places.Length * count), new PlacedArm[places.Length]);
        Rank(state, ranking, scores, request.Context, places.Length, rented.AsSpan(0, places.Length * count));
        for (var i = 0; i < placed.Length; i++)
        {
            var probability = Math.Max(Least, Mixed(rented[(i * count) + places[i]], floor, count));
            placed[i] = new PlacedArm(state.Memory.Index.Ids[scores.Arms[places[i]]], probability, expected[places[i]]);
        }

        ArrayPool<double>.Shared.Return(rented);
        return new PolicyChoice.Chosen(placed, state.Version, explores);
    }

    private static void Rank(State state, Ranking ranking, in ArmScores scores, ReadOnlySpan<float> context, int ranks, Span<double> probabilities)
    {
        if (ranking is DrawnRanking)
        {
            state.Rankings.Fill(ranking, scores, state.Memory.UsesContext ? context : [], ranks, probabilities);
        }
        else
        {
            ranking.Probabilities(scores, ranks, probabilities);
        }
    }

    private static double Mixed(double probability, double floor, int count) => Math.Clamp(((1 - floor) * probability) + (floor / count), 0, 1);

    private void Change(Func<ArmIndex, ArmIndex?> change)
    {
        lock (_learning)
        {
            if (change(_state.Memory.Index) is { } index)
            {
                Publish(_state.Memory.With(index));
            }
        }
    }

    private void Publish(ArmMemory memory)
    {
        memory.Prepare();
        Volatile.Write(ref _state, new State(memory, _state.Version + 1));
    }

    private sealed record State(ArmMemory Memory, long Version)
    {
        public KnownRankings Rankings { get; } = new();
    }
}
