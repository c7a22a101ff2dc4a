namespace Marketing.Evaluation.Simulator;

/// <summary>
/// What the customers of a simulated shop are like. Utilities are on the scale of a logit; money is in units of the shop's currency. The three worlds, and the seeds, stood before any policy was tuned
/// (docs/algorithms.md, Shop simulator).
/// </summary>
/// <param name="Name">Name.</param>
internal sealed record World(string Name)
{
    /// <summary>Kinds of goods; each has a place in the space of tastes, and a season.</summary>
    public int Categories { get; init; } = 8;

    /// <summary>Dimensions of tastes.</summary>
    public int Tastes { get; init; } = 6;

    /// <summary>Median price.</summary>
    public double Price { get; init; } = 20;

    /// <summary>Standard deviation of the logarithm of prices.</summary>
    public double PriceSpread { get; init; } = 0.45;

    /// <summary>Least and greatest share of the price that is margin.</summary>
    public (double Least, double Most) Margin { get; init; } = (0.2, 0.6);

    /// <summary>Standard deviation of what everybody finds in a product.</summary>
    public double Appeal { get; init; } = 1.5;

    /// <summary>How much of a utility is taste: that of a product wholly to one's taste.</summary>
    public double Taste { get; init; } = 2.4;

    /// <summary>Share of a taste that turns elsewhere in a year.</summary>
    public double Drift { get; init; } = 0.2;

    /// <summary>Mean and standard deviation over customers of what the logarithm of a price takes off.</summary>
    public (double Mean, double Spread) PriceSense { get; init; } = (1, 0.5);

    /// <summary>Utility of buying nothing.</summary>
    public double Outside { get; init; } = 6.2;

    /// <summary>Attention that a visitor spends without being shown anything, in places of a list.</summary>
    public double Browsing { get; init; } = 2;

    /// <summary>How far that attention follows taste, as a share of the utility of taste.</summary>
    public double Search { get; init; } = 0.3;

    /// <summary>Attention that is left of a product after each time it was shown within two weeks.</summary>
    public double Wear { get; init; } = 0.75;

    /// <summary>Utility that a product loses when it was just bought, and days after which a third of that is left; 0 days for ever.</summary>
    public (double Loss, double Days) Sated { get; init; } = (4, 60);

    /// <summary>Visits a day of the mean customer.</summary>
    public double Visits { get; init; } = 0.15;

    /// <summary>Shape of the gamma distribution of visits over customers: the smaller the more uneven.</summary>
    public double VisitShape { get; init; } = 0.8;

    /// <summary>Visits on each day of the week, Monday first, of the mean day.</summary>
    public IReadOnlyList<double> Week { get; init; } = [1, 1, 1, 1, 0.9, 0.9, 1.2];

    /// <summary>Swing of visits, and of the appeal of a category, over the year.</summary>
    public (double Visits, double Appeal) Year { get; init; } = (0.15, 0.7);

    /// <summary>Shares of customers whom a message moves much, hardly, and away.</summary>
    public (double Moved, double Hardly, double Repelled) Answers { get; init; } = (0.25, 0.6, 0.15);

    /// <summary>Chance that a message makes somebody who is moved by messages visit, before fatigue and where it shows what they like.</summary>
    public double Pull { get; init; } = 0.22;

    /// <summary>Fatigue that a message adds, days after which half of it is gone, and how it weakens the next ones.</summary>
    public (double Step, double Days, double Weakens) Fatigue { get; init; } = (1, 10, 0.5);

    /// <summary>Chance to unsubscribe at a message, times one and the square of the fatigue.</summary>
    public double Unsubscribes { get; init; } = 0.003;

    /// <summary>Chance a day to leave the shop for good: by itself, and for each unit of fatigue.</summary>
    public (double Plain, double Fatigued) Leaves { get; init; } = (0.0008, 0.0006);

    /// <summary>Cost of a message, and of an advertisement elsewhere.</summary>
    public (double Message, double Advertisement) Cost { get; init; } = (0.08, 0.4);

    /// <summary>Money a day for both, for each thousand of customers.</summary>
    public double Budget { get; init; } = 8;

    /// <summary>Most messages and advertisements that a customer may get in seven days.</summary>
    public int Cap { get; init; } = 2;

    /// <summary>Cut of the price that a coupon gives.</summary>
    public double Coupon { get; init; } = 0.1;

    /// <summary>Shares of customers who are programs that click on everything, and who pay with what is not theirs.</summary>
    public (double Bots, double Fraud) Crooked { get; init; } = (0.01, 0.01);

    /// <summary>Share of goods sent back, and what handling one costs.</summary>
    public (double Share, double Cost) Returns { get; init; } = (0.06, 2);

    /// <summary>New customers a day, of the number at the beginning.</summary>
    public double Growth { get; init; } = 0.001;

    /// <summary>Gifts and things for the home: tastes stand, seasons are strong, few buy often.</summary>
    public static World Gifts { get; } = new("gifts")
    {
        Year = (0.25, 0.8),
        Sated = (5, 90),
        Visits = 0.12,
    };

    /// <summary>Groceries: many visits, the same goods again after some weeks, small margins, prices matter.</summary>
    public static World Groceries { get; } = new("groceries")
    {
        Price = 8,
        PriceSpread = 0.4,
        Margin = (0.12, 0.45),
        PriceSense = (1.4, 0.6),
        Visits = 0.25,
        VisitShape = 1.2,
        Sated = (5, 16),
        Drift = 0.05,
        Year = (0.08, 0.3),
        Outside = 5.8,
        Returns = (0.01, 1),
        Pull = 0.18,
        Cost = (0.05, 0.25),
        Budget = 5,
    };

    /// <summary>Fashion: tastes turn, dear goods, many come back, messages tire.</summary>
    public static World Fashion { get; } = new("fashion")
    {
        Price = 45,
        PriceSpread = 0.5,
        Margin = (0.25, 0.65),
        Taste = 2.6,
        Drift = 0.4,
        Outside = 6.6,
        Visits = 0.15,
        Sated = (8, 400),
        Returns = (0.2, 4),
        Pull = 0.25,
        Answers = (0.22, 0.55, 0.23),
        Fatigue = (1.3, 14, 0.6),
        Leaves = (0.001, 0.001),
        Wear = 0.65,
        Cost = (0.08, 0.6),
        Budget = 10,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<World> All { get; } = [Gifts, Groceries, Fashion];
}
