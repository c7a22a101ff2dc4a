using System.ComponentModel.DataAnnotations;

namespace Marketing.Model;

/// <summary>Settings of the models; configuration section <c>Model</c>. Defaults were chosen on a validation window, see docs/algorithms.md.</summary>
public sealed class ModelOptions
{
    /// <summary>Neighbours an item keeps in <c>item-knn</c> (K).</summary>
    [Range(1, 100_000)]
    public int ItemKnnNeighbours { get; set; } = 200;

    /// <summary>Whether an item is its own nearest neighbour in <c>item-knn</c>: right where customers buy the same things again.</summary>
    public bool ItemKnnIncludeSelf { get; set; } = true;

    /// <summary>Days after which a purchase counts half in <c>popular</c>; null for no decay.</summary>
    [Range(0.1, 1_000_000)]
    public double? PopularHalfLifeDays { get; set; } = 10;

    /// <summary>Versions of a kind that were never in charge and whose files are kept for a look back; older files are removed, their rows stay.</summary>
    [Range(0, 100_000)]
    public int RetiredFiles { get; set; } = 14;

    /// <summary>Loaded models kept in memory.</summary>
    [Range(1, 1000)]
    public int LoadedModels { get; set; } = 4;
}
