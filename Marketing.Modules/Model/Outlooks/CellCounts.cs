namespace Marketing.Model.Outlooks;

/// <summary>
/// What was seen of customers of one cell at cuts of the past: a life table (Cutler and Ederer 1958) of the time to the next order in bins of
/// equal length, and the money of the horizon. Whoever has not ordered until the end of what is known leaves the table there.
/// </summary>
/// <param name="bins">Bins that are looked ahead.</param>
internal sealed class CellCounts(int bins)
{
    /// <summary>Customers at cuts.</summary>
    public double Seen { get; private set; }

    /// <summary>Money that they spent within the horizon, minor units.</summary>
    public double Spend { get; private set; }

    /// <summary>How many ordered in each bin for the first time after the cut.</summary>
    public double[] Orders { get; } = new double[bins];

    // How many are no longer known from the start of a bin on.
    private readonly double[] _left = new double[bins + 1];

    /// <summary>Adds a customer at a cut.</summary>
    /// <param name="ordered">Bin of the next order, or null when none is known.</param>
    /// <param name="known">Whole bins that are known.</param>
    /// <param name="spend">Money within the horizon.</param>
    public void Add(int? ordered, int known, double spend)
    {
        (Seen, Spend) = (Seen + 1, Spend + spend);
        if (ordered is not { } bin)
        {
            _left[Math.Min(bins, known)]++;
        }
        else if (bin < bins)
        {
            Orders[bin]++;
        }
        else
        {
            _left[bins]++;
        }
    }

    /// <summary>Adds what was seen of another cell, each customer counting for a share.</summary>
    public void Add(CellCounts other, double share)
    {
        (Seen, Spend) = (Seen + (share * other.Seen), Spend + (share * other.Spend));
        for (var bin = 0; bin < bins; bin++)
        {
            Orders[bin] += share * other.Orders[bin];
            _left[bin] += share * other._left[bin];
        }

        _left[bins] += share * other._left[bins];
    }

    /// <summary>What is expected of who stands in the cell.</summary>
    /// <param name="horizon">Bins of the horizon, all of which were known at every cut.</param>
    /// <param name="days">Days of a bin.</param>
    public CustomerOutlook Outlook(int horizon, double days)
    {
        var (risk, survives, churn, half) = (Seen, 1.0, 1.0, (double?)null);
        for (var bin = 0; bin < bins; bin++)
        {
            risk -= _left[bin];
            if (risk <= 0)
            {
                break;
            }

            var next = survives * Math.Max(0, 1 - (Orders[bin] / risk));

            // Within a bin, those who come do so evenly.
            half ??= next <= 0.5 ? days * (bin + ((survives - 0.5) / (survives - next))) : null;
            risk -= Orders[bin];
            survives = next;
            churn = bin < horizon ? survives : churn;
        }

        return new CustomerOutlook(Math.Clamp(churn, 0, 1), half, Spend / Seen);
    }
}
