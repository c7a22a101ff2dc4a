using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Evaluation;

/// <summary>How policies of contacts are compared.</summary>
/// <param name="Gamma">What a reward is worth one unit of the clock later, in [0, 1].</param>
public sealed record ContactTerms(double Gamma)
{
    /// <summary>Bootstrap resamples of whole customers, or null for those of the settings.</summary>
    public int? Resamples { get; init; }

    /// <summary>Least share of the discounted steps that must be told by weights rather than by the value model alone, in [0, 1].</summary>
    public double LeastCovered { get; init; } = 0.5;

    /// <summary>Name of what is done without a policy, where <see cref="Instead"/> tells it.</summary>
    public const string Everybody = "everybody";

    /// <summary>
    /// Action that everybody would meet without a policy, as the shop does it: then the gain over that decides whether one may act, since choices that an earlier policy made are no measure of what the next one brings.
    /// Null where the logging policy is what would go on.
    /// </summary>
    public string? Instead { get; init; }

    /// <summary>Seed of the resampling, of folds and of value models.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>Which policies of contacts to fit and compare on a file.</summary>
/// <param name="Log">CSV with the header <c>customer,step|at,action,propensity,reward[,end][,x_...]</c>, in any order of columns; rows of a customer in the order of time, others may stand between.</param>
/// <param name="Model">Method, or <see cref="AllModels"/>.</param>
/// <param name="Terms">How they are compared.</param>
public sealed record ContactQuestion(string Log, string Model, ContactTerms Terms)
{
    /// <summary>Name for every method after the other.</summary>
    public const string AllModels = "all";

    /// <summary>Values that differ from the defaults, by the field's names; of several methods each takes those that it has.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the actions, where others than these are slips; empty for those that the file has.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Whether <see cref="ContactHistory"/> is added to the states.</summary>
    public bool History { get; init; } = true;

    /// <summary>Share of the customers that nothing is learned from and policies are compared on, in (0, 1).</summary>
    public double HoldOut { get; init; } = 0.5;

    /// <summary>Processors that loops use, or null for all.</summary>
    public int? Threads { get; init; }
}

/// <summary>Reasons in code, beside those of <see cref="OffPolicyReason"/>, why a policy may not act.</summary>
public static class ContactReason
{
    /// <summary>It is what others are compared with.</summary>
    public const string Baseline = "baseline";

    /// <summary>The interval of its gain over the myopic policy does not lie above 0. Values: <c>gain low high</c>.</summary>
    public const string NoGainOverMyopic = "no_gain_over_myopic";

    /// <summary>The interval of its gain over the logging policy does not lie above 0. Values: <c>gain low high</c>.</summary>
    public const string NoGainOverLogging = "no_gain_over_logging";

    /// <summary>The interval of its gain over what is done without a policy does not lie above 0. Values: <c>gain low high</c>.</summary>
    public const string NoGainOverEverybody = "no_gain_over_everybody";
}

/// <summary>What the logs say of a policy of contacts. Figures are discounted rewards a customer.</summary>
/// <param name="Kind">Method.</param>
/// <param name="Figures">
/// <c>wdr dr wpdis pdis fqe</c>, and of paired differences by <c>wdr</c>, <c>gain_over_myopic gain_over_logging</c> and, where the terms name what is done without a policy, <c>gain_over_everybody</c>, with 95 % intervals by a bootstrap of whole customers. Of the logging policy <c>on_policy</c> alone.
/// </param>
/// <param name="EffectiveSampleSizes">(Σ w)² / Σ w² of each step in customers, w being the product of the ratios up to it.</param>
/// <param name="WeightedSteps">Leading steps that are told by weights; later ones by the value model, since too few customers carry them.</param>
/// <param name="Covered">Their share of all discounted steps.</param>
/// <param name="UnloggedMass">Share of the policy's choices that the logs never show.</param>
/// <param name="Reasons">Why it may not act, the gravest first; none where it may.</param>
public sealed record ContactJudged(string Kind, IReadOnlyList<Metric> Figures, IReadOnlyList<double> EffectiveSampleSizes, int WeightedSteps, double Covered, double UnloggedMass, IReadOnlyList<OffPolicyRefusal> Reasons)
{
    /// <summary>Whether it may act: it earns more than the myopic and the logging policy, and the logs suffice to tell.</summary>
    public bool MayAct => Reasons.Count == 0;
}

/// <summary>A method that was fitted and compared.</summary>
/// <param name="Measured">Method, parameters, figures and times.</param>
/// <param name="Judged">What the logs say of it.</param>
public sealed record ContactMeasured(LabMeasured Measured, ContactJudged Judged);

/// <summary>What a policy thinks of one action in one row held out.</summary>
/// <param name="Model">Method.</param>
/// <param name="Customer">Customer as the file names it.</param>
/// <param name="Clock">Step, or days since 1970.</param>
/// <param name="Action">Action.</param>
/// <param name="Option">What is thought of it.</param>
public sealed record ContactDetail(string Model, string Customer, double Clock, string Action, ContactOption Option);

/// <summary>What came out.</summary>
/// <param name="Measured">The methods: the logging and the myopic policy first.</param>
/// <param name="Features">Numbers in a state.</param>
/// <param name="Actions">Actions.</param>
/// <param name="Rows">Rows by name: <c>log customers learned_customers held_out_customers actions features</c>.</param>
/// <param name="Details">Actions of the rows held out, method by method.</param>
public sealed record ContactReport(IReadOnlyList<ContactMeasured> Measured, IReadOnlyList<string> Features, IReadOnlyList<string> Actions, IReadOnlyDictionary<string, long> Rows, IEnumerable<ContactDetail> Details);

/// <summary>Policies over sequences of contacts, compared off-policy before one may act. Needs no shop.</summary>
public interface IContactLaboratory
{
    /// <summary>Fits methods on some customers of a file and compares them on the others.</summary>
    /// <exception cref="OperatorException">The file cannot be read, lacks a column or holds a wrong value, or a model or parameter is not known; the message names file, row and column.</exception>
    Task<ContactReport> MeasureAsync(ContactQuestion question, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>Compares policies with the myopic and the logging one; the first two of what comes back are those, the last is what is done without a policy, where the terms name it.</summary>
    /// <param name="held">Sequences of customers that no policy was learned from.</param>
    /// <param name="logging">The logging policy as learned from its choices.</param>
    /// <param name="myopic">The myopic policy.</param>
    /// <param name="challengers">The others.</param>
    /// <param name="terms">How.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">Features or actions differ, or there are fewer than two customers.</exception>
    IReadOnlyList<ContactJudged> Compare(ContactLog held, IContactPolicy logging, IContactPolicy myopic, IReadOnlyList<IContactPolicy> challengers, ContactTerms terms, CancellationToken cancellation);
}
