namespace Marketing.Strategy.Inventory;

/// <summary>Classes of products by revenue (Dickie 1951) and by steadiness.</summary>
internal static class ProductClasses
{
    private const double UpToA = 0.8;
    private const double UpToB = 0.95;
    private const double UpToX = 0.5;
    private const double UpToY = 1;
    private const int FewestWeeks = 8;

    /// <summary>Class of each product by its share of revenue: a product that crosses a limit is in the better class.</summary>
    /// <param name="revenue">Revenue of each, in any unit; one without is in class C.</param>
    public static AbcClass[] Abc(IReadOnlyList<long> revenue)
    {
        var classes = new AbcClass[revenue.Count];
        Array.Fill(classes, AbcClass.C);
        var all = revenue.Where(one => one > 0).Sum(one => (double)one);
        var before = 0.0;
        foreach (var product in Enumerable.Range(0, revenue.Count).Where(one => revenue[one] > 0).OrderByDescending(one => revenue[one]).ThenBy(one => one))
        {
            classes[product] = before < UpToA * all ? AbcClass.A : before < UpToB * all ? AbcClass.B : AbcClass.C;
            before += revenue[product];
        }

        return classes;
    }

    /// <summary>Class by the coefficient of variation σ / μ of weekly demand; null with less than 8 weeks or without any demand.</summary>
    /// <param name="weeks">Units a week.</param>
    public static XyzClass? Xyz(ReadOnlySpan<float> weeks)
    {
        if (weeks.Length < FewestWeeks)
        {
            return null;
        }

        var (sum, squares) = (0.0, 0.0);
        foreach (var week in weeks)
        {
            sum += week;
            squares += (double)week * week;
        }

        var mean = sum / weeks.Length;
        var varies = Math.Sqrt(Math.Max(0, (squares / weeks.Length) - (mean * mean))) / mean;
        return mean <= 0 ? null : varies <= UpToX ? XyzClass.X : varies <= UpToY ? XyzClass.Y : XyzClass.Z;
    }
}
