namespace Marketing.Model.Demand;

/// <summary>Adds up how far forecasts of many products were off, by group, method and days of the sums.</summary>
internal sealed class AccuracySums
{
    private sealed class Cell
    {
        public int Products { get; set; }

        public int Scaled { get; set; }

        public int Sums { get; set; }

        public double Absolute { get; set; }

        public double Came { get; set; }

        public double Told { get; set; }

        public double Rmsse { get; set; }

        public double Mase { get; set; }

        public double In80 { get; set; }

        public double In95 { get; set; }
    }

    private readonly SortedDictionary<(string Group, string Method, int Span), Cell> _cells = [];

    /// <summary>Adds a product from one origin.</summary>
    /// <param name="groups">Groups it counts in.</param>
    /// <param name="method">Method.</param>
    /// <param name="span">Days of the sums; a rest is left out.</param>
    /// <param name="told">What was foretold a day.</param>
    /// <param name="came">What came, as long.</param>
    /// <param name="scale">Mean squared and mean absolute change from day to day before the origin.</param>
    /// <param name="spread">How forecasts spread, or null where no intervals are told.</param>
    public void Add(ReadOnlySpan<string> groups, string method, int span, ReadOnlySpan<float> told, ReadOnlySpan<float> came, (double Squared, double Absolute) scale, DemandSpread? spread)
    {
        var (absolute, squares, mean, real, in80, in95, sums) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0);
        for (var from = 0; from + span <= came.Length; from += span)
        {
            var (m, y) = (Sum(told.Slice(from, span)), Sum(came.Slice(from, span)));
            (absolute, squares, mean, real, sums) = (absolute + Math.Abs(y - m), squares + ((y - m) * (y - m)), mean + m, real + y, sums + 1);
            if (spread is not null)
            {
                var (below, upTo) = (spread.AtMost(Math.Round(y) - 1, m, span), spread.AtMost(Math.Round(y), m, span));
                in80 += CountDistribution.Within(below, upTo, 0.1, 0.9);
                in95 += CountDistribution.Within(below, upTo, 0.025, 0.975);
            }
        }

        foreach (var group in groups)
        {
            if (!_cells.TryGetValue((group, method, span), out var cell))
            {
                _cells[(group, method, span)] = cell = new Cell();
            }

            (cell.Products, cell.Sums, cell.Absolute, cell.Came, cell.Told) = (cell.Products + 1, cell.Sums + sums, cell.Absolute + absolute, cell.Came + real, cell.Told + mean);
            (cell.In80, cell.In95) = spread is null ? (-1, -1) : (cell.In80 + in80, cell.In95 + in95);
            if (span == 1 && scale.Squared > 0)
            {
                (cell.Scaled, cell.Rmsse, cell.Mase) = (cell.Scaled + 1, cell.Rmsse + Math.Sqrt(squares / sums / scale.Squared), cell.Mase + (absolute / sums / scale.Absolute));
            }
        }
    }

    /// <summary>The figures, in the order of groups, methods and days.</summary>
    public IReadOnlyList<DemandAccuracy> Figures() =>
        [.. _cells.Select(pair => new DemandAccuracy(
            pair.Key.Group,
            pair.Key.Method,
            pair.Key.Span,
            pair.Value.Products,
            pair.Value.Came > 0 ? pair.Value.Absolute / pair.Value.Came : null,
            pair.Value.Scaled > 0 ? pair.Value.Rmsse / pair.Value.Scaled : null,
            pair.Value.Scaled > 0 ? pair.Value.Mase / pair.Value.Scaled : null,
            pair.Value.Came > 0 ? (pair.Value.Told / pair.Value.Came) - 1 : null,
            pair.Value.In80 < 0 ? null : pair.Value.In80 / pair.Value.Sums,
            pair.Value.In95 < 0 ? null : pair.Value.In95 / pair.Value.Sums))];

    /// <summary>Sum of some days, in double precision.</summary>
    public static double Sum(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }
}
