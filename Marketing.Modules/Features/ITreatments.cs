using Marketing.Data;

namespace Marketing.Features;

/// <summary>What is done about missing values.</summary>
public enum MissingMethod
{
    /// <summary>They stay missing.</summary>
    Leave,

    /// <summary>The row is left out.</summary>
    Drop,

    /// <summary>A given value.</summary>
    Constant,

    /// <summary>Mean of the values that are there.</summary>
    Mean,

    /// <summary>Median of the values that are there.</summary>
    Median,

    /// <summary>On the straight line in time between the neighbours that are there; the nearest one beyond the ends.</summary>
    Interpolate,

    /// <summary>Median of the row's group (country of a customer, category of a product); the overall median for a group without a value.</summary>
    GroupMedian,
}

/// <summary>How outliers are told.</summary>
public enum OutlierMethod
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Standard deviations from the mean.</summary>
    ZScore,

    /// <summary>1.4826 median absolute deviations from the median.</summary>
    RobustZ,

    /// <summary>Interquartile ranges beyond the quartiles.</summary>
    Fences,

    /// <summary>Isolation forest, in one or many dimensions.</summary>
    IsolationForest,
}

/// <summary>What is done about outliers.</summary>
public enum OutlierAction
{
    /// <summary>They are only marked.</summary>
    Mark,

    /// <summary>They are moved to the nearest value that is none.</summary>
    Cap,

    /// <summary>Their value counts as missing and their row is left out.</summary>
    Exclude,
}

/// <summary>How one feature is treated, in this order: outliers, then missing values.</summary>
public sealed record Treatment
{
    /// <summary>About missing values.</summary>
    public MissingMethod Missing { get; init; }

    /// <summary>The value of <see cref="MissingMethod.Constant"/>.</summary>
    public double Constant { get; init; }

    /// <summary>How outliers are told.</summary>
    public OutlierMethod Outliers { get; init; }

    /// <summary>What is done about them.</summary>
    public OutlierAction Action { get; init; }

    /// <summary>From where on a row is an outlier: scales from the centre, multiples of the interquartile range, or a score in (0, 1); null for the usual one of the method.</summary>
    public double? Threshold { get; init; }
}

/// <summary>Why a row is an outlier.</summary>
/// <param name="Row">Index of the customer or product.</param>
/// <param name="Key">The shop's own number of it.</param>
/// <param name="Value">Its value; null in several dimensions.</param>
/// <param name="Score">Scales from the centre with its sign, multiples of the interquartile range beyond the nearer quartile, or the forest's score.</param>
/// <param name="Centre">Mean or median of the values; null for fences and the forest.</param>
/// <param name="Scale">Scale of the values; null for fences and the forest.</param>
/// <param name="Low">Least ordinary value; null for the forest.</param>
/// <param name="High">Largest ordinary value; null for the forest.</param>
/// <param name="Isolating">For the forest: features by the splits they save, largest first, with the row's value.</param>
public sealed record OutlierMark(int Row, string Key, double? Value, double Score, double? Centre, double? Scale, double? Low, double? High, IReadOnlyList<IsolatingFeature> Isolating);

/// <summary>What one feature does to isolate a row.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Value">The row's value.</param>
/// <param name="Saved">Splits saved against an ordinary row; below 0 when the row is ordinary in it.</param>
public sealed record IsolatingFeature(string Feature, double Value, double Saved);

/// <summary>What a treatment does to a feature, before it is applied.</summary>
/// <param name="Before">Values that are there before; null without one.</param>
/// <param name="After">Values afterwards; null without one.</param>
/// <param name="Rows">Rows.</param>
/// <param name="MissingBefore">Rows without a value before.</param>
/// <param name="MissingAfter">Rows without a value afterwards, of those that stay.</param>
/// <param name="Filled">Missing values that got one.</param>
/// <param name="Marked">Outliers.</param>
/// <param name="Dropped">Rows left out.</param>
/// <param name="Bars">Distribution before (<see cref="HistogramBar.Before"/>) and afterwards (<see cref="HistogramBar.Now"/>).</param>
/// <param name="Undefined">Why outliers cannot be told, as a code (<c>no-spread</c>, <c>too-few</c>); else null.</param>
public sealed record TreatmentEffect(NumberSummary? Before, NumberSummary? After, long Rows, long MissingBefore, long MissingAfter, long Filled, long Marked, long Dropped, IReadOnlyList<HistogramBar> Bars, string? Undefined);

/// <summary>What a treatment did to a feature.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Treatment">The treatment.</param>
/// <param name="Filled">Missing values that got one.</param>
/// <param name="Marked">Outliers found.</param>
/// <param name="Capped">Outliers moved to the nearest ordinary value.</param>
/// <param name="Dropped">Customers or products left out that no treatment before it had left out.</param>
public sealed record TreatmentChange(string Feature, Treatment Treatment, long Filled, long Marked, long Capped, long Dropped);

/// <summary>
/// Treatment of missing values and outliers in features, looked at before it comes into force. The stored facts are never changed, and
/// every look is taken at the features before any treatment. Frames (<see cref="IFeatures"/>) carry what is in force.
/// </summary>
public interface ITreatments
{
    /// <summary>Names of the features that can be treated, as <c>customers.NAME</c> or <c>products.NAME</c>.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>What a treatment would do.</summary>
    /// <exception cref="ArgumentException">There is no such feature.</exception>
    TreatmentEffect Preview(FeatureFrame frame, string feature, Treatment treatment);

    /// <summary>Outliers of one feature, or of several of the same kind together (isolation forest only), the most extreme first.</summary>
    /// <exception cref="ArgumentException">There is no such feature, or several that do not go together.</exception>
    IReadOnlyList<OutlierMark> Outliers(FeatureFrame frame, IReadOnlyList<string> features, OutlierMethod method, double? threshold);
}
