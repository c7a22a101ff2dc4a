namespace Marketing.Model.Demand;

/// <summary>
/// How far the methods were off from some origins, and which is chosen for each series by that. Few origins say little of one series, so that what all series say counts as some more
/// (shrinkage towards the pool: Efron and Morris 1977), and that the usual method stays unless another is clearly less off: a mean of methods errs less to one side than the best of them.
/// </summary>
/// <param name="methods">How many methods.</param>
/// <param name="usual">The usual one.</param>
/// <param name="series">How many series.</param>
internal sealed class MethodChoice(int methods, int usual, int series)
{
    // Origins that the pool counts for.
    private const double Prior = 2;

    // Share of the usual method's squared error below which another takes over; chosen on days before those of the reference's test.
    private const double Clearly = 0.97;

    private readonly double[,] _sums = new double[methods, series];
    private readonly int[] _origins = new int[series];

    /// <summary>Adds a method's mean squared errors from an origin, in units of the mean squared change from day to day; of a series, all methods or none are added.</summary>
    /// <param name="errors">By method; null where one has no answer.</param>
    /// <param name="at">The series.</param>
    public void Add(ReadOnlySpan<double?> errors, int at)
    {
        _origins[at]++;
        for (var method = 0; method < methods; method++)
        {
            _sums[method, at] += errors[method] ?? double.PositiveInfinity;
        }
    }

    /// <summary>The method of each series; -1 where nothing is known of it.</summary>
    public int[] Choose()
    {
        var pool = new double[methods];
        for (var method = 0; method < methods; method++)
        {
            var (sum, count) = (0.0, 0);
            for (var at = 0; at < series; at++)
            {
                if (_origins[at] > 0 && double.IsFinite(_sums[method, at]))
                {
                    (sum, count) = (sum + (_sums[method, at] / _origins[at]), count + 1);
                }
            }

            pool[method] = count > 0 ? sum / count : double.PositiveInfinity;
        }

        var chosen = new int[series];
        for (var at = 0; at < series; at++)
        {
            chosen[at] = -1;
            var least = double.PositiveInfinity;
            for (var method = 0; method < methods && _origins[at] > 0; method++)
            {
                var score = (_sums[method, at] + (Prior * pool[method])) / (_origins[at] + Prior) * (method == usual ? Clearly : 1);
                (chosen[at], least) = score < least ? (method, score) : (chosen[at], least);
            }
        }

        return chosen;
    }

    /// <summary>How far each method was off for a series, the least first: roots of the mean over its origins.</summary>
    /// <param name="at">The series.</param>
    /// <param name="names">Names of the methods.</param>
    public IReadOnlyList<MethodError> Errors(int at, IReadOnlyList<string> names) => _origins[at] == 0 ? []
        : [.. Enumerable.Range(0, methods).Where(method => double.IsFinite(_sums[method, at])).Select(method => new MethodError(names[method], Math.Sqrt(_sums[method, at] / _origins[at]))).OrderBy(one => one.Rmsse)];
}
