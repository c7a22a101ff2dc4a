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

    /// <summary>How live facts are taken in.</summary>
    [Required]
    public IntakeOptions Intake { get; set; } = new();

    /// <summary>Links of people to their preferences, and how long what is kept.</summary>
    [Required]
    public PrivacyOptions Privacy { get; set; } = new();
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

    /// <summary>Letters that, before the digits of an order number, mark a cancellation: units below zero come back then, also where no customer is named; empty for none.</summary>
    [Required(AllowEmptyStrings = true)]
    public string CancellationPrefix { get; set; } = "C";

    /// <summary>Letters that, before the digits of an order number, mark an entry of the books where its code is no product's; empty for none.</summary>
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

/// <summary>From which share of affected rows each check of quality warns or fails.</summary>
public sealed class QualityOptions
{
    /// <summary>Orders of nobody known, of all orders.</summary>
    public QualityThreshold OrdersWithoutCustomer { get; set; } = new() { Warn = 0.10, Fail = 0.60 };

    /// <summary>Products without a cost, of all products.</summary>
    public QualityThreshold ProductsWithoutCost { get; set; } = new() { Warn = 0.05 };

    /// <summary>Products without a name, of all products.</summary>
    public QualityThreshold ProductsWithoutName { get; set; } = new() { Warn = 0.01, Fail = 0.25 };

    /// <summary>Days without any order, of all days of the week on which the shop usually sells.</summary>
    public QualityThreshold DaysWithoutOrders { get; set; } = new() { Warn = 0.03, Fail = 0.20 };

    /// <summary>Returned lines of a customer who had not bought the product before, of all returned lines of known customers.</summary>
    public QualityThreshold ReturnsWithoutSale { get; set; } = new() { Warn = 0.10, Fail = 0.60 };

    /// <summary>Order lines whose price is far from the product's usual one, of all lines.</summary>
    public QualityThreshold PriceOutliers { get; set; } = new() { Warn = 0.01, Fail = 0.10 };

    /// <summary>Orders, returns and events dated after now, of all of them.</summary>
    public QualityThreshold FutureDated { get; set; } = new() { Warn = 0, Fail = 0.01 };

    /// <summary>Products with less than nothing in stock, of those whose stock is known.</summary>
    public QualityThreshold NegativeStock { get; set; } = new() { Warn = 0, Fail = 0.10 };

    /// <summary>Customers who may not be sent marketing mail, of all customers.</summary>
    public QualityThreshold CustomersWithoutConsent { get; set; } = new() { Warn = 0.60 };

    /// <summary>Orders that repeat another one of the same customer at the same instant, of all orders of known customers.</summary>
    public QualityThreshold DuplicateOrders { get; set; } = new() { Warn = 0.005, Fail = 0.20 };

    /// <summary>Products that share their name with another one, of all named products.</summary>
    public QualityThreshold DuplicateProducts { get; set; } = new() { Warn = 0.10 };

    /// <summary>Events that repeat another one, of all events of known customers.</summary>
    public QualityThreshold DuplicateEvents { get; set; } = new() { Warn = 0.05, Fail = 0.50 };

    /// <summary>Events about products that are none of the shop's, of all events about products.</summary>
    public QualityThreshold EventsOfUnknownProducts { get; set; } = new() { Warn = 0.01, Fail = 0.50 };

    /// <summary>Products whose usual price moved by a power of ten, of those sold in both periods.</summary>
    public QualityThreshold UnitBreaks { get; set; } = new() { Warn = 0.01, Fail = 0.20 };

    /// <summary>Products whose usual price moved by the same factor, of those sold in both periods.</summary>
    public QualityThreshold CurrencyBreak { get; set; } = new() { Warn = 0, Fail = 0.80 };

    /// <summary>Days of the period that is looked at, and of the one before it.</summary>
    [Range(1, 366)]
    public int PeriodDays { get; set; } = 28;

    /// <summary>How far the logarithm of a price's move may lie from that of a power of ten, or from the move of the other products.</summary>
    [Range(0.0, 1.0)]
    public double UnitBreakSlack { get; set; } = 0.05;

    /// <summary>From which move on, as a logarithm, most prices moving together count as another currency.</summary>
    [Range(0.0, 10.0)]
    public double CurrencyBreakMove { get; set; } = 0.10;

    /// <summary>How many robust standard deviations from the product's median make a price an outlier.</summary>
    [Range(1.0, 1000.0)]
    public double PriceOutlierScore { get; set; } = 10;

    /// <summary>Least spread of a product's log prices: a price that never moved would otherwise make every other one an outlier.</summary>
    [Range(0.001, 10.0)]
    public double LeastPriceSpread { get; set; } = 0.1;

    /// <summary>Lines a product must have before its prices are judged.</summary>
    [Range(3, 1_000_000)]
    public int LeastPriceLines { get; set; } = 10;

    /// <summary>Share of the weeks in which a day of the week must have orders to count as a day on which the shop sells.</summary>
    [Range(0.0, 1.0)]
    public double UsualDayShare { get; set; } = 0.5;
}

/// <summary>From which share of affected rows one check warns or fails.</summary>
public sealed class QualityThreshold
{
    /// <summary>A larger share is a warning.</summary>
    [Range(0.0, 1.0)]
    public double Warn { get; set; }

    /// <summary>A larger share is a failure; null for never.</summary>
    [Range(0.0, 1.0)]
    public double? Fail { get; set; }
}
