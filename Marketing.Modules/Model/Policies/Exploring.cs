namespace Marketing.Model.Policies;

/// <summary>What filling places otherwise than expected to be best costs, in rewards.</summary>
internal static class Exploring
{
    /// <summary>Reward expected of the best arms in as many places.</summary>
    public static double Best(ReadOnlySpan<double> expected, ReadOnlySpan<int> arms, Span<int> places)
    {
        Ranking.Top(expected, arms, places);
        return Sum(expected, places);
    }

    /// <summary>Reward expected of the worst arms in as many places.</summary>
    public static double Worst(ReadOnlySpan<double> expected, ReadOnlySpan<int> arms, Span<int> places)
    {
        var turned = new double[expected.Length];
        System.Numerics.Tensors.TensorPrimitives.Negate(expected, turned);
        Ranking.Top(turned, arms, places);
        return Sum(expected, places);
    }

    /// <summary>Reward expected of what stands in the places.</summary>
    public static double Sum(ReadOnlySpan<double> expected, ReadOnlySpan<int> places)
    {
        var sum = 0.0;
        foreach (var place in places)
        {
            sum += expected[place];
        }

        return sum;
    }

    /// <summary>No spread.</summary>
    public static ReadOnlySpan<double> None(int arms) => new double[arms];
}
