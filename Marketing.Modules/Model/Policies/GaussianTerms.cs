namespace Marketing.Model.Policies;

/// <summary>How a normal posterior of the coefficients becomes scores.</summary>
internal enum GaussianStyle
{
    /// <summary>By the upper confidence bound.</summary>
    Upper,

    /// <summary>By a draw.</summary>
    Drawn,

    /// <summary>By a draw of the log odds.</summary>
    DrawnLogistic,
}

/// <summary>Terms of a memory of coefficients.</summary>
/// <param name="Style">How the posterior becomes scores.</param>
/// <param name="Features">Numbers in a context.</param>
/// <param name="Bias">Whether a 1 is put behind them.</param>
/// <param name="Lambda">Precision of the prior.</param>
/// <param name="Scale">Deviations of a bound, or of a draw; null for the deviation of what came around what is expected.</param>
/// <param name="Shared">Whether the prior's mean is what all arms have in common.</param>
/// <param name="Start">The bias that is expected before the first reward.</param>
/// <param name="Forgetting">What old rewards weigh.</param>
internal sealed record GaussianTerms(GaussianStyle Style, int Features, bool Bias, double Lambda, double? Scale, bool Shared, double Start, Forgetting Forgetting)
{
    /// <summary>Coefficients of an arm.</summary>
    public int Size => Features + (Bias ? 1 : 0);

    /// <summary>A context in doubles, with the 1 where there is a bias.</summary>
    public void Widen(ReadOnlySpan<float> context, Span<double> x)
    {
        for (var i = 0; i < Features; i++)
        {
            x[i] = context[i];
        }

        if (Bias)
        {
            x[Features] = 1;
        }
    }

    /// <summary>The mean of the prior where nothing is shared.</summary>
    public double[] Given()
    {
        var mean = new double[Size];
        if (Bias)
        {
            mean[Features] = Start;
        }

        return mean;
    }
}

/// <summary>Sums of an arm at an instant: what it learned adds S to the precision of its coefficients, and b to the precision times their mean. Not changed once published.</summary>
internal sealed class GaussianArm(long rewards, double weight, double sum, double squares, double clock, double[] s, double[] b, double[]? prior)
{
    public long Rewards { get; set; } = rewards;

    /// <summary>What is left of the rewards.</summary>
    public double Weight { get; set; } = weight;

    public double Sum { get; set; } = sum;

    /// <summary>Sum of their squares.</summary>
    public double Squares { get; set; } = squares;

    public double Clock { get; set; } = clock;

    public double[] S => s;

    public double[] B => b;

    /// <summary>The mean of the prior that its first reward found, where that is kept.</summary>
    public double[]? Prior { get; set; } = prior;

    public static GaussianArm Empty(int size) => new(0, 0, 0, 0, 0, new double[Packed.Size(size)], new double[size], null);

    public GaussianArm Copy() => new(Rewards, Weight, Sum, Squares, Clock, [.. S], [.. B], Prior);

    /// <summary>Ages the sums up to the instant of a reward.</summary>
    /// <returns>What the reward weighs: less than 1 where it is older than the sums.</returns>
    public double Reach(double at, Forgetting forgetting)
    {
        if (Rewards == 0)
        {
            Clock = at;
            return 1;
        }

        var own = forgetting.Left(at, Clock);
        Age(at, forgetting);
        return own;
    }

    /// <summary>Ages the sums up to an instant.</summary>
    public void Age(double at, Forgetting forgetting)
    {
        var left = forgetting.Left(Clock, at);
        Clock = Math.Max(Clock, at);
        if (left != 1)
        {
            System.Numerics.Tensors.TensorPrimitives.Multiply(S, left, S);
            System.Numerics.Tensors.TensorPrimitives.Multiply(B, left, B);
            (Weight, Sum, Squares) = (left * Weight, left * Sum, left * Squares);
        }
    }

    /// <summary>Adds the sums of another, at the later instant of the two.</summary>
    public void Join(GaussianArm other, Forgetting forgetting)
    {
        var own = Reach(other.Clock, forgetting);
        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(other.S, own, S, S);
        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(other.B, own, B, B);
        (Weight, Sum, Squares) = (Weight + (own * other.Weight), Sum + (own * other.Sum), Squares + (own * other.Squares));
        Rewards += other.Rewards;
    }
}
