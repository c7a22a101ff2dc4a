using Marketing.Model.Demand;

namespace Marketing.Model;

/// <summary>Classes of products by how demand comes (Syntetos, Boylan and Croston 2005).</summary>
public static class DemandKinds
{
    /// <summary>All of them, the easiest to foretell first.</summary>
    public static IReadOnlyList<string> All { get; } = ["smooth", "erratic", "intermittent", "lumpy"];

    /// <summary>The class of a series.</summary>
    /// <param name="demand">Demand a day, from the product's first day on.</param>
    public static string Of(ReadOnlySpan<float> demand) => DemandClass.Of(demand);
}
