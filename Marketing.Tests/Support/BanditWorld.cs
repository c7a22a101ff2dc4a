using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Support;

/// <summary>
/// Ads with click rates that are known: the log odds of arm a in context x are <c>b_a + w_aᵀ x</c>. Contexts are standard normal; b is
/// normal around the log odds of the mean rate, w around 0. In a drifting world both walk back and forth around where they began to, with the
/// same spread at all times (a process of Ornstein and Uhlenbeck). One uniform number a step decides about a click, whatever arm is
/// shown, so that policies in worlds of one seed are compared on the same luck.
/// </summary>
internal sealed class BanditWorld
{
    private readonly Terms _terms;
    private readonly SeededRandom _random;
    private readonly double[] _bias;
    private readonly double[] _weights;
    private readonly double _center;
    private double _luck;

    public BanditWorld(Terms terms, ulong seed)
    {
        (_terms, _random, Context, Rates) = (terms, new SeededRandom(seed), new float[terms.Features], new double[terms.Arms]);
        _center = Math.Log(terms.MeanRate / (1 - terms.MeanRate));
        _bias = [.. Enumerable.Range(0, terms.Arms).Select(_ => terms.BiasSpread * Normal())];
        _weights = [.. Enumerable.Range(0, terms.Arms * terms.Features).Select(_ => terms.WeightSpread * Normal())];
    }

    /// <summary>Context of the step.</summary>
    public float[] Context { get; }

    /// <summary>Click rate of each arm in the step.</summary>
    public double[] Rates { get; }

    /// <summary>What the best arm of the step has beyond another.</summary>
    public double Regret(int arm) => Rates.Max() - Rates[arm];

    /// <summary>Goes one step on.</summary>
    public void Step()
    {
        Walk(_bias, _terms.BiasSpread);
        Walk(_weights, _terms.WeightSpread);
        for (var i = 0; i < Context.Length; i++)
        {
            Context[i] = (float)Normal();
        }

        _luck = _random.NextDouble();
        for (var arm = 0; arm < Rates.Length; arm++)
        {
            var odds = _center + _bias[arm];
            for (var i = 0; i < Context.Length; i++)
            {
                odds += _weights[(arm * Context.Length) + i] * Context[i];
            }

            Rates[arm] = 1 / (1 + Math.Exp(-odds));
        }
    }

    /// <summary>1 when the arm of the step is clicked, else 0.</summary>
    public double Click(int arm) => _luck < Rates[arm] ? 1 : 0;

    private void Walk(double[] values, double spread)
    {
        for (var i = 0; _terms.Memory < 1 && i < values.Length; i++)
        {
            values[i] = (_terms.Memory * values[i]) + (Math.Sqrt(1 - (_terms.Memory * _terms.Memory)) * spread * Normal());
        }
    }

    // By the twelve uniform numbers, so that the policies' own generator is no part of the world.
    private double Normal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
        {
            sum += _random.NextDouble();
        }

        return sum;
    }

    /// <summary>Terms of a world.</summary>
    /// <param name="Arms">Ads.</param>
    /// <param name="Features">Numbers in a context.</param>
    /// <param name="MeanRate">Click rate at the middle.</param>
    /// <param name="BiasSpread">Deviation of the arms' own log odds.</param>
    /// <param name="WeightSpread">Deviation of each weight.</param>
    /// <param name="Memory">What a step leaves of where an arm stands; 1 stands still.</param>
    public sealed record Terms(int Arms, int Features, double MeanRate, double BiasSpread, double WeightSpread, double Memory);
}
