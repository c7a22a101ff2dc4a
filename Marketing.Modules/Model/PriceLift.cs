namespace Marketing.Model;

/// <summary>What tells how demand answers a promotion.</summary>
public enum LiftBasis
{
    /// <summary>Nothing does: no lift is added.</summary>
    None = 0,

    /// <summary>The product's own prices of the past.</summary>
    Own = 1,

    /// <summary>What the shop's products tell together, for one whose own past does not.</summary>
    Pooled = 2,
}

/// <summary>What the elasticities of a shop's products tell together (see <c>ShrinkElasticities</c>).</summary>
/// <param name="Estimate">Their mean, below 0.</param>
/// <param name="Error">Standard deviation of the elasticity of one more product about it: how products differ, and how unsure the mean is.</param>
/// <param name="Products">Products that told one.</param>
/// <param name="Deepest">Median over these of the deepest cut seen, as a share of the usual price.</param>
public sealed record PooledElasticity(double Estimate, double Error, int Products, double Deepest);

/// <summary>By what demand is multiplied while the price is cut: <c>(1 - cut)^e</c> at an elasticity e.</summary>
/// <param name="Basis">What tells it.</param>
/// <param name="Estimate">Elasticity; NaN where nothing tells it.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Deepest">Deepest cut that was seen: a deeper one counts as this, since a constant elasticity holds no further than the prices it was read off.</param>
/// <param name="Reason">Why the product's own past does not tell it, one of <see cref="ElasticityReasons"/>; null where it does.</param>
public sealed record PriceLift(LiftBasis Basis, double Estimate, double Error, double Low, double High, double Deepest, string? Reason)
{
    private const double Normal = 1.959963984540054;

    /// <summary>
    /// Takes the product's own elasticity where that is told, else that of the shop's products together. A product of which more was sold at higher prices has none: its own past speaks against it.
    /// </summary>
    public static PriceLift Of(ProductElasticity elasticity) =>
        elasticity is { Estimate: { } own, Low: { } low, High: { } high } ? new(LiftBasis.Own, own, elasticity.Error ?? (high - low) / (2 * Normal), low, high, Math.Max(0, 1 - elasticity.LowestPrice), null)
        : elasticity is { Shop: { } shop, Reason: not ElasticityReasons.RoseWithPrice } ? new(LiftBasis.Pooled, shop.Estimate, shop.Error, shop.Estimate - (Normal * shop.Error), shop.Estimate + (Normal * shop.Error), shop.Deepest, elasticity.Reason)
        : new(LiftBasis.None, double.NaN, double.NaN, double.NaN, double.NaN, 0, elasticity.Reason);

    /// <summary>What demand is multiplied by.</summary>
    /// <param name="cut">Cut of the usual price as a share of it, below 1.</param>
    public double At(double cut) => At(cut, Estimate);

    /// <summary>The same with its 95 % interval; null where nothing tells it.</summary>
    /// <param name="cut">Cut of the usual price as a share of it, below 1.</param>
    public (double Expected, double Low, double High)? Range(double cut) =>
        Basis == LiftBasis.None ? null : (At(cut), Math.Min(At(cut, High), At(cut, Low)), Math.Max(At(cut, High), At(cut, Low)));

    /// <summary>The cut that counts.</summary>
    /// <param name="cut">Cut of the usual price as a share of it.</param>
    public double Counted(double cut) => Math.Min(cut, Deepest);

    private double At(double cut, double elasticity) => Math.Pow(1 - Counted(cut), elasticity);
}

/// <summary>A promotion that covers days foretold of a product.</summary>
/// <param name="Id">Id of the promotion.</param>
/// <param name="Name">Its name as it was foretold.</param>
/// <param name="First">First day.</param>
/// <param name="Last">Last day.</param>
/// <param name="Cut">Cut of the usual price.</param>
/// <param name="Times">What demand is multiplied by on days on which no other promotion cuts deeper; null where nothing tells it.</param>
/// <param name="Counted">The cut that counts for it: the deepest that was seen where this one is deeper.</param>
public sealed record PlannedLift(long Id, string Name, DateOnly First, DateOnly Last, double Cut, double? Times, double Counted);

/// <summary>What promotions add to what is foretold of a product.</summary>
/// <param name="Basis">What tells it.</param>
/// <param name="Reason">Why the product's own past does not, one of <see cref="ElasticityReasons"/>; null where it does.</param>
/// <param name="Times">What the mean of each day was multiplied by, 1 on days without; empty where nothing tells it.</param>
/// <param name="Error">Standard error of the elasticity over its size, 0 where nothing tells it.</param>
/// <param name="Usual">What the mean of every day was divided by, since the weeks before held promotions themselves; 1 where they held none.</param>
/// <param name="Promotions">The promotions, by id.</param>
public sealed record DemandLift(LiftBasis Basis, string? Reason, IReadOnlyList<float> Times, double Error, double Usual, IReadOnlyList<PlannedLift> Promotions)
{
    /// <summary>No promotion.</summary>
    public static DemandLift None { get; } = new(LiftBasis.None, null, [], 0, 1, []);

    /// <summary>Standard deviation that the lifts add to the demand of some days: by the delta method, <c>m ln(1-cut) s</c> of the mean m and the error s of the elasticity, which all days share.</summary>
    /// <param name="mean">Means of the days foretold, with their lifts.</param>
    /// <param name="from">First of the days.</param>
    /// <param name="days">How many; a part of a day counts as that part.</param>
    public double Doubt(IReadOnlyList<float> mean, int from, double days)
    {
        var sum = 0.0;
        for (var day = from; day < Math.Min(Times.Count, from + days); day++)
        {
            sum += Math.Min(1, from + days - day) * mean[day] * Math.Abs(Math.Log(Times[day])) * Error;
        }

        return sum;
    }

    /// <summary>Variance that lifts add to the demand of several products together. Errors of their own elasticities are apart; that of the shop is one for all.</summary>
    /// <param name="products">The products.</param>
    /// <param name="from">First of the days foretold.</param>
    /// <param name="days">How many.</param>
    public static double Variance(IEnumerable<ProductDemand> products, int from, double days)
    {
        var (own, pooled) = (0.0, 0.0);
        foreach (var one in products)
        {
            var doubt = one.Lift.Doubt(one.Mean, from, days);
            (own, pooled) = one.Lift.Basis == LiftBasis.Pooled ? (own, pooled + doubt) : (own + (doubt * doubt), pooled);
        }

        return own + (pooled * pooled);
    }
}
