using System.ComponentModel.DataAnnotations;

namespace Marketing.Model;

/// <summary>Settings of the models; configuration section <c>Model</c>.</summary>
public sealed class ModelOptions
{
    /// <summary>
    /// Parameters of methods that differ from their defaults: by kind, then by the field's name, for example
    /// <c>Model:Methods:item-knn:K</c>. Which there are and what is allowed, says <see cref="IRecommenderMethods.Parameters"/>.
    /// </summary>
    public Dictionary<string, Dictionary<string, string>> Methods { get; set; } = [];

    /// <summary>Recommenders that every turn trains and measures, by their kinds; empty for <see cref="Usual"/>.</summary>
    public List<string> Recommenders { get; set; } = [];

    /// <summary>Recommenders of a turn when none are named: those that cost next to nothing on a machine of two processors.</summary>
    internal static IReadOnlyList<string> Usual { get; } = ["popular", "item-knn"];

    /// <summary>
    /// Values with which a night fits a method where the options name none: purchases age, and the transformer looks at all that a shop knows, as the
    /// validation window of Online Retail II showed to be better.
    /// </summary>
    /// <param name="kind">Method.</param>
    /// <param name="said">What the options name, or null: a value of nights that contradicts it is left out.</param>
    internal static IReadOnlyDictionary<string, string> OfNights(string kind, IReadOnlyDictionary<string, string>? said = null) =>
        kind == "transformer" ? (said?.GetValueOrDefault("loss") == "sampled" ? TransformerOfNights.Where(one => one.Key != "content").ToDictionary() : TransformerOfNights)
        : Ageing.Contains(kind) ? new Dictionary<string, string> { ["interest_half_life_days"] = "180" }
        : new Dictionary<string, string>();

    private static IReadOnlyDictionary<string, string> TransformerOfNights { get; } = new Dictionary<string, string>
    {
        ["dropout"] = "0.3",
        ["epochs"] = "30",
        ["patience"] = "5",
        ["signs"] = "true",
        ["questions"] = "true",
        ["trends"] = "true",
        ["content"] = "2048",
        ["length"] = "100",
        ["batch"] = "64",
        ["weeks"] = "26",
        ["horizon_days"] = "90",
    };

    private static IReadOnlyList<string> Ageing { get; } = ["als", "ease", "follow", "item-knn", "personal", "up-cf", "user-knn"];

    /// <summary>Versions of a kind that were never in charge and whose files are kept for a look back; older files are removed, their rows stay.</summary>
    [Range(0, 100_000)]
    public int RetiredFiles { get; set; } = 14;

    /// <summary>Loaded models kept in memory.</summary>
    [Range(1, 1000)]
    public int LoadedModels { get; set; } = 4;
}
