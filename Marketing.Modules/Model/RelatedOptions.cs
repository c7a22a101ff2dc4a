using System.ComponentModel.DataAnnotations;

namespace Marketing.Model;

/// <summary>Settings of related products; configuration section <c>Model:Related</c>. Together they bound the work on a shop of any size.</summary>
public sealed class RelatedOptions
{
    /// <summary>K of the similar products that are kept a product.</summary>
    [Range(1, 1000)]
    public int Neighbours { get; set; } = 50;

    /// <summary>Latest orders that are looked at for what is bought together.</summary>
    [Range(100, 10_000_000)]
    public int LatestOrders { get; set; } = 200_000;

    /// <summary>Most lines of an order that is looked at: a longer one is somebody stocking up, and says little of what goes together.</summary>
    [Range(2, 1000)]
    public int LongestBasket { get; set; } = 60;

    /// <summary>Fewest orders that two products, or the products of a rule, must have in common.</summary>
    [Range(1, 1_000_000)]
    public int FewestOrders { get; set; } = 5;

    /// <summary>Least support of a rule, a share of the orders that are looked at.</summary>
    [Range(0.00001, 1.0)]
    public double MinimumSupport { get; set; } = 0.002;

    /// <summary>Least confidence of a rule.</summary>
    [Range(0.0, 1.0)]
    public double MinimumConfidence { get; set; } = 0.1;

    /// <summary>Most frequent sets of products; where there are more, the least support doubles.</summary>
    [Range(1000, 10_000_000)]
    public int MostSets { get; set; } = 200_000;

    /// <summary>κ of the trend: buyers that the belief "nothing has changed" is worth.</summary>
    [Range(0.1, 10_000.0)]
    public double TrendPrior { get; set; } = 10;
}
