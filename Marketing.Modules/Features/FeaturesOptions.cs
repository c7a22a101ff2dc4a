using System.ComponentModel.DataAnnotations;

namespace Marketing.Features;

/// <summary>Settings of the features; configuration section <c>Features</c>.</summary>
public sealed class FeaturesOptions
{
    /// <summary>Pseudo-observations by which the shop's own word shares pull a customer's: the larger, the more a customer must buy before a rare word stands out.</summary>
    [Range(0.1, 1_000_000)]
    public double AffinityPrior { get; set; } = 500;

    /// <summary>Products whose names must hold a word before it counts as one.</summary>
    [Range(1, 1000)]
    public int AffinityWordProducts { get; set; } = 2;

    /// <summary>Treatment of features by name, for example <c>customers.gap</c>; a feature that is not named is left as it is. What a person has set on the page stands above it.</summary>
    [Required]
    public IReadOnlyDictionary<string, Treatment> Treatments { get; set; } = new Dictionary<string, Treatment>(StringComparer.Ordinal);
}
