namespace Marketing.App.Jobs;

/// <summary>
/// Codes of the lines of a turn's report, shown in words by the pages (resource <c>Turn.CODE</c>), with their arguments in order.
/// An argument <c>w:Area.code</c> is a machine name that the pages show in words. The most telling lines come first.
/// </summary>
internal static class TurnLine
{
    /// <summary>A version took charge: method, version number, reason (English).</summary>
    public const string Promoted = "promoted";

    /// <summary>A challenger did not: method, version number, reason (English).</summary>
    public const string Kept = "kept";

    /// <summary>A challenger was not trained, because it has not paid: method, turns measured without paying, its best gain over the champion among them with low and high, which of the turns it is skipped for, and how many these are.</summary>
    public const string Skipped = "skipped";

    /// <summary>Nothing was trained, because the data failed a check.</summary>
    public const string NotTrained = "not-trained";

    /// <summary>Gain over popularity, whatever was bought: method, mean difference of NDCG@10, its low, its high.</summary>
    public const string GainAll = "gain-all";

    /// <summary>The same on products new to the customer.</summary>
    public const string GainNew = "gain-new";

    /// <summary>What is expected of customers was told: customers, days looked ahead, method of churn, method of spend.</summary>
    public const string Scored = "scored";

    /// <summary>Demand that is foretold, above that of the last 4 weeks: units of the next 4, low and high of the 95 % interval, and the share by which it is more.</summary>
    public const string DemandUp = "demand-up";

    /// <summary>The same below: the share by which it is less.</summary>
    public const string DemandDown = "demand-down";

    /// <summary>The same where there is nothing to compare with: units, low, high.</summary>
    public const string Demand = "demand";

    /// <summary>Recommendation decisions of this turn: policy, how many.</summary>
    public const string Decided = "decided";

    /// <summary>A campaign that went out since the turn before: name, audience, delivered, waiting, failed, held out, left out.</summary>
    public const string Campaign = "campaign";

    /// <summary>A segment grew or shrank since the turn before: segment, change with its sign, customers now.</summary>
    public const string SegmentMoved = "segment-moved";

    /// <summary>How many segments hold customers, then each as <c>code=customers</c>, for the next turn to compare with.</summary>
    public const string Segments = "segments";

    /// <summary>Checks passed, warned, failed.</summary>
    public const string Quality = "quality";

    /// <summary>A failed check: its name, rows concerned, rows looked at.</summary>
    public const string QualityFailed = "quality-failed";

    /// <summary>A failed hard rule with two bounds: field, what is measured, value, least, most.</summary>
    public const string RuleFailed = "rule-failed";

    /// <summary>The same with a lower bound alone: field, what is measured, value, least.</summary>
    public const string RuleFailedLeast = "rule-failed-least";

    /// <summary>The same with an upper bound alone: field, what is measured, value, most.</summary>
    public const string RuleFailedMost = "rule-failed-most";

    /// <summary>Customers, products, orders, order lines.</summary>
    public const string Snapshot = "snapshot";

    /// <summary>Figures, whatever was bought: method, NDCG@10, its low, its high, first hidden day, first day after.</summary>
    public const string BacktestAll = "backtest-all";

    /// <summary>The same on products new to the customer.</summary>
    public const string BacktestNew = "backtest-new";

    /// <summary>A treatment in force, and what it did to the features of customers: feature, what is done about missing values, filled, how outliers are told, found, moved to the nearest ordinary value, customers left out.</summary>
    public const string Treated = "treated";
}
