using System.ComponentModel.DataAnnotations;

namespace Marketing.Data;

/// <summary>Settings of the module; section <c>Data</c> of the configuration.</summary>
public sealed class DataOptions
{
    /// <summary>How order files are read and cleaned.</summary>
    [Required]
    public ImportOptions Import { get; set; } = new();

    /// <summary>What is invented for the demo shop.</summary>
    [Required]
    public DemoOptions Demo { get; set; } = new();

    /// <summary>From which share of affected rows a check of quality warns or fails.</summary>
    [Required]
    public QualityOptions Quality { get; set; } = new();
}

/// <summary>How order files are read and cleaned.</summary>
public sealed class ImportOptions
{
    /// <summary>
    /// Codes that are no products: postage, discounts, fees, samples, vouchers, tests. A star at the end stands for any text;
    /// case does not matter.
    /// </summary>
    [Required]
    public IReadOnlyList<string> NonProductCodes { get; set; } =
    [
        "POST", "DOT", "M", "D", "C2", "C3", "S", "B", "BANK CHARGES", "ADJUST*", "AMAZONFEE", "CRUK", "PADS", "TEST*", "SP1002", "GIFT*",
        "POSTAGE", "SHIPPING", "MANUAL", "DISCOUNT", "CARRIAGE", "SAMPLES",
    ];

    /// <summary>Letters that, before the digits of an order number, mark a cancellation; empty for none.</summary>
    [Required(AllowEmptyStrings = true)]
    public string CancellationPrefix { get; set; } = "C";

    /// <summary>Letters that, before the digits of an order number, mark an entry of the books that is no sale; empty for none.</summary>
    [Required(AllowEmptyStrings = true)]
    public string BadDebtPrefix { get; set; } = "A";

    /// <summary>Longest row in bytes.</summary>
    [Range(1_000, 100_000_000)]
    public int LongestRow { get; set; } = 1_000_000;

    /// <summary>How long one slice may hold the only writer before it commits, in milliseconds.</summary>
    [Range(1, 1_000)]
    public int SliceMilliseconds { get; set; } = 20;
}

/// <summary>What is invented for the demo shop; every row of it is marked simulated.</summary>
public sealed class DemoOptions
{
    /// <summary>Seed of everything invented.</summary>
    public int Seed { get; set; } = 20111210;

    /// <summary>Lowest unit cost as a share of the price.</summary>
    [Range(0.0, 1.0)]
    public double LeastCostShare { get; set; } = 0.40;

    /// <summary>Highest unit cost as a share of the price.</summary>
    [Range(0.0, 1.0)]
    public double MostCostShare { get; set; } = 0.60;

    /// <summary>Share of customers who agree to marketing mail.</summary>
    [Range(0.0, 1.0)]
    public double ConsentShare { get; set; } = 0.70;

    /// <summary>Days before the last order for which browsing is invented.</summary>
    [Range(1, 366)]
    public int BrowsingDays { get; set; } = 60;

    /// <summary>Views for one line that was bought, on average.</summary>
    [Range(0.1, 10.0)]
    public double ViewsPerLine { get; set; } = 1.1;

    /// <summary>Share of all views that lead to no purchase.</summary>
    [Range(0.0, 0.95)]
    public double IdleShare { get; set; } = 0.35;
}

/// <summary>From which share of affected rows a check of quality warns or fails.</summary>
public sealed class QualityOptions
{
}
