using Marketing.Kernel.Numerics;

namespace Marketing.Evaluation.Simulator.Policies;

/// <summary>
/// How readily each customer answers to messages: answers are Poisson with the exposure of the messages, and readiness is gamma over customers (the gamma-Poisson shrinker; DuMouchel 1999), whose mean, shape and fatigue
/// have the greatest marginal likelihood on a grid. Exposure is the interest in what a message showed, less for the contacts shortly before.
/// </summary>
internal sealed class AnswerCounts
{
    private static readonly double[] Shapes = [0.1, 0.2, 0.4, 0.8, 1.6];
    private static readonly double[] Means = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32];
    private static readonly double[] Fatigues = [0, 0.25, 0.5, 1];
    private readonly double[][] _exposure = [.. Fatigues.Select(_ => Array.Empty<double>())];
    private readonly double[] _logs = new double[Fatigues.Length];
    private double[] _answers = [];
    private double _shape = Shapes[2];
    private double _mean = Means[3];
    private int _fatigue = 2;

    /// <summary>What is left of the readiness after so much fatigue.</summary>
    public double Fresh(double fatigue) => Math.Exp(-Fatigues[_fatigue] * fatigue);

    /// <summary>Adds a message.</summary>
    /// <param name="customer">To whom.</param>
    /// <param name="interest">Interest in what it showed.</param>
    /// <param name="fatigue">Contacts before, those long ago counting less.</param>
    /// <param name="isAnswered">Whether it brought a visit.</param>
    public void Add(int customer, double interest, double fatigue, bool isAnswered)
    {
        if (customer >= _answers.Length)
        {
            Array.Resize(ref _answers, 2 * (customer + 1));
            for (var f = 0; f < Fatigues.Length; f++)
            {
                Array.Resize(ref _exposure[f], _answers.Length);
            }
        }

        _answers[customer] += isAnswered ? 1 : 0;
        for (var f = 0; f < Fatigues.Length; f++)
        {
            var exposure = interest * Math.Exp(-Fatigues[f] * fatigue);
            _exposure[f][customer] += exposure;
            _logs[f] += isAnswered ? Math.Log(Math.Max(exposure, 1e-12)) : 0;
        }
    }

    /// <summary>Learns how customers differ.</summary>
    public void Fit()
    {
        var most = double.NegativeInfinity;
        for (var f = 0; f < Fatigues.Length; f++)
        {
            foreach (var shape in Shapes)
            {
                foreach (var mean in Means)
                {
                    if (LogLikelihood(f, shape, mean) is var likelihood && likelihood > most)
                    {
                        (most, _shape, _mean, _fatigue) = (likelihood, shape, mean, f);
                    }
                }
            }
        }
    }

    /// <summary>Expected readiness of somebody: answers by exposure.</summary>
    public double Expected(int customer)
    {
        var (shape, rate) = Posterior(customer);
        return shape / rate;
    }

    /// <summary>Readiness drawn from what is believed of somebody.</summary>
    public double Draw(int customer, SeededRandom random)
    {
        var (shape, rate) = Posterior(customer);
        return Draws.Gamma(random, shape) * shape / rate;
    }

    private (double Shape, double Rate) Posterior(int customer) =>
        customer < _answers.Length ? (_shape + _answers[customer], (_shape / _mean) + _exposure[_fatigue][customer]) : (_shape, _shape / _mean);

    private double LogLikelihood(int fatigue, double shape, double mean)
    {
        var (sum, rate) = (_logs[fatigue], shape / mean);
        for (var customer = 0; customer < _answers.Length; customer++)
        {
            sum += (shape * Math.Log(rate)) - ((shape + _answers[customer]) * Math.Log(rate + _exposure[fatigue][customer]));
            for (var n = 0; n < _answers[customer]; n++)
            {
                sum += Math.Log(shape + n);
            }
        }

        return sum;
    }
}
