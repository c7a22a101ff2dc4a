using System.Buffers;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Policies;

/// <summary>Scores of the arms of a request, as <see cref="ArmMemory.Score"/> gives them.</summary>
/// <param name="memory">Who scored them.</param>
/// <param name="arms">Their places in its index.</param>
/// <param name="value">First term.</param>
/// <param name="spread">Second.</param>
internal readonly ref struct ArmScores(ArmMemory memory, ReadOnlySpan<int> arms, ReadOnlySpan<double> value, ReadOnlySpan<double> spread)
{
    public ArmMemory Memory { get; } = memory;

    public ReadOnlySpan<int> Arms { get; } = arms;

    public ReadOnlySpan<double> Value { get; } = value;

    public ReadOnlySpan<double> Spread { get; } = spread;
}

/// <summary>How scores become an order, with the probabilities of it.</summary>
internal abstract class Ranking
{
    /// <summary>Draws an order.</summary>
    /// <param name="scores">Scores.</param>
    /// <param name="random">Randomness.</param>
    /// <param name="places">Takes the first of them, by their place among the scores; no longer than they.</param>
    public abstract void Draw(in ArmScores scores, SeededRandom random, Span<int> places);

    /// <summary>Probabilities of what <see cref="Draw"/> draws.</summary>
    /// <param name="scores">Scores.</param>
    /// <param name="ranks">Ranks, from 1 to the number of scores.</param>
    /// <param name="probabilities">Takes a row a rank.</param>
    public abstract void Probabilities(in ArmScores scores, int ranks, Span<double> probabilities);

    /// <summary>The largest values first; among equal ones the lower id.</summary>
    public static void Top(ReadOnlySpan<double> values, ReadOnlySpan<int> arms, Span<int> places)
    {
        var filled = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var at = filled;
            while (at > 0 && (values[i] > values[places[at - 1]] || (values[i] == values[places[at - 1]] && arms[i] < arms[places[at - 1]])))
            {
                at--;
            }

            if (at < places.Length)
            {
                filled = Math.Min(filled + 1, places.Length);
                places[at..(filled - 1)].CopyTo(places[(at + 1)..]);
                places[at] = i;
            }
        }
    }
}

/// <summary>Every order alike.</summary>
internal sealed class UniformRanking : Ranking
{
    public override void Draw(in ArmScores scores, SeededRandom random, Span<int> places) => Draws.Some(scores.Arms.Length, random, places);

    public override void Probabilities(in ArmScores scores, int ranks, Span<double> probabilities) => probabilities.Fill(1.0 / scores.Arms.Length);
}

/// <summary>An order without randomness.</summary>
internal abstract class CertainRanking : Ranking
{
    public override void Probabilities(in ArmScores scores, int ranks, Span<double> probabilities)
    {
        var places = ranks <= 256 ? stackalloc int[ranks] : new int[ranks];
        Order(scores, places);
        probabilities.Clear();
        for (var rank = 0; rank < ranks; rank++)
        {
            probabilities[(rank * scores.Arms.Length) + places[rank]] = 1;
        }
    }

    public override void Draw(in ArmScores scores, SeededRandom random, Span<int> places) => Order(scores, places);

    protected abstract void Order(in ArmScores scores, Span<int> places);
}

/// <summary>The order of the request.</summary>
internal sealed class GivenRanking : CertainRanking
{
    protected override void Order(in ArmScores scores, Span<int> places)
    {
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = i;
        }
    }
}

/// <summary>The largest sum of value and spread first.</summary>
internal sealed class LargestRanking : CertainRanking
{
    protected override void Order(in ArmScores scores, Span<int> places)
    {
        var rented = ArrayPool<double>.Shared.Rent(scores.Arms.Length);
        var sums = rented.AsSpan(0, scores.Arms.Length);
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = scores.Value[i] + scores.Spread[i];
        }

        Top(sums, scores.Arms, places);
        ArrayPool<double>.Shared.Return(rented);
    }
}

/// <summary>Independent draws, the largest first: Thompson sampling (Thompson 1933; Chapelle and Li 2011, alg. 1).</summary>
internal abstract class DrawnRanking : Ranking
{
    public override void Draw(in ArmScores scores, SeededRandom random, Span<int> places)
    {
        var rented = ArrayPool<double>.Shared.Rent(scores.Arms.Length);
        var draws = rented.AsSpan(0, scores.Arms.Length);
        for (var i = 0; i < draws.Length; i++)
        {
            draws[i] = Draw(scores.Value[i], scores.Spread[i], random);
        }

        Top(draws, scores.Arms, places);
        ArrayPool<double>.Shared.Return(rented);
    }

    public override void Probabilities(in ArmScores scores, int ranks, Span<double> probabilities)
    {
        var count = scores.Arms.Length;
        var rented = ArrayPool<Marginal>.Shared.Rent(count);
        for (var i = 0; i < count; i++)
        {
            rented[i] = Marginal(scores, i);
        }

        RankQuadrature.Fill(rented.AsSpan(0, count), ranks, probabilities);
        ArrayPool<Marginal>.Shared.Return(rented, clearArray: true);
    }

    protected abstract double Draw(double value, double spread, SeededRandom random);

    protected abstract Marginal Marginal(in ArmScores scores, int at);
}

/// <summary>Normal variables by mean and deviation.</summary>
internal sealed class NormalRanking : DrawnRanking
{
    // A context of zeros leaves no doubt, and no density to integrate.
    private const double Least = 1e-9;

    protected override double Draw(double value, double spread, SeededRandom random) => value + (Math.Max(spread, Least) * Draws.Normal(random));

    protected override Marginal Marginal(in ArmScores scores, int at) => new(DistributionTable.Normal, scores.Value[at], Math.Max(scores.Spread[at], Least));
}

/// <summary>Beta variables by their parameters; in log odds, which keep their order.</summary>
internal sealed class BetaRanking : DrawnRanking
{
    protected override double Draw(double value, double spread, SeededRandom random) => Draws.Odds(value, spread, random);

    protected override Marginal Marginal(in ArmScores scores, int at) => new(scores.Memory.Table(scores.Arms[at]), 0, 1);
}
