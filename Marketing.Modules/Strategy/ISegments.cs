using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Strategy;

/// <summary>A segment of customers by their RFM scores.</summary>
/// <param name="Code">Machine name, for example <c>champions</c>; shown in words by the host (resource <c>Segment.CODE</c>).</param>
/// <param name="Rule">Its rule as shown to people, for example <c>R ≥ 4 and F ≥ 4</c>.</param>
/// <param name="Customers">How many are in it.</param>
/// <param name="Revenue">Their money spent less returns, minor units.</param>
/// <param name="RevenueShare">Share of the whole, in [0, 1].</param>
/// <param name="MeanRecencyDays">Mean days since the last order; NaN when empty.</param>
/// <param name="MeanFrequency">Mean number of orders; NaN when empty.</param>
public sealed record SegmentSummary(string Code, string Rule, int Customers, long Revenue, double RevenueShare, double MeanRecencyDays, double MeanFrequency);

/// <summary>Segments of a frame: each customer with an order is in exactly one, or in none when a treatment of features leaves the customer out.</summary>
/// <param name="Frame">The features.</param>
/// <param name="Codes">Segment codes.</param>
/// <param name="Of">Index into <paramref name="Codes"/> a customer, or -1 without one.</param>
public sealed record Segmentation(FeatureFrame Frame, IReadOnlyList<string> Codes, IReadOnlyList<sbyte> Of);

/// <summary>One row of the customer list.</summary>
/// <param name="Id">Id.</param>
/// <param name="Key">The shop's customer number.</param>
/// <param name="Country">Country.</param>
/// <param name="Segment">Segment code, or empty.</param>
/// <param name="RecencyDays">Days since the last order, or null.</param>
/// <param name="Frequency">Orders.</param>
/// <param name="Monetary">Net money spent, minor units.</param>
/// <param name="R">Score.</param>
/// <param name="F">Score.</param>
/// <param name="M">Score.</param>
/// <param name="MailConsent">Whether marketing mail is agreed to.</param>
public sealed record CustomerRow(CustomerId Id, string Key, string Country, string Segment, double? RecencyDays, int Frequency, long Monetary, int R, int F, int M, bool MailConsent)
{
    /// <summary>Probability of no order within the horizon of the last scores, or null without a score.</summary>
    public double? Churn { get; init; }

    /// <summary>When half of such customers have ordered again, or null without a score and where it cannot be foreseen.</summary>
    public DateTimeOffset? NextOrder { get; init; }

    /// <summary>Spend that is expected within the horizon, minor units, or null without a score.</summary>
    public long? ExpectedSpend { get; init; }
}

/// <summary>Which customers a list holds.</summary>
/// <param name="Segment">Only this segment, or null.</param>
/// <param name="Bought">Only those with an order, only those without, or null for both.</param>
/// <param name="Risk">Only those whose score says this risk of churn, or null for all.</param>
public readonly record struct CustomerFilter(string? Segment = null, bool? Bought = null, ChurnRisk? Risk = null);

/// <summary>RFM segments and lists of the customers whom the shop knows, whether they have bought or not.</summary>
public interface ISegments
{
    /// <summary>Segments of any frame.</summary>
    Segmentation Assign(FeatureFrame frame);

    /// <summary>Segments of the current frame, kept in memory beside it.</summary>
    Task<Segmentation> CurrentAsync(CancellationToken cancellation);

    /// <summary>All segments with their figures, best customers first.</summary>
    Task<IReadOnlyList<SegmentSummary>> SummariseAsync(CancellationToken cancellation);

    /// <summary>Customers, one page. Sort by <c>key country segment recency frequency monetary churn next spend</c>; search looks into number, country, name and address.</summary>
    /// <param name="filter">Which customers.</param>
    /// <param name="query">Part wanted.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="ArgumentException">There is no such segment.</exception>
    Task<Page<CustomerRow>> CustomersAsync(CustomerFilter filter, TableQuery query, CancellationToken cancellation);

    /// <summary>Customers by ascending id after one of them, so that rows which come or go meanwhile shift nothing.</summary>
    /// <param name="filter">Which customers.</param>
    /// <param name="after">The last one that was read, whether it is still there or not; null to begin.</param>
    /// <param name="take">Most rows.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The rows, and how many there are in all.</returns>
    /// <exception cref="ArgumentException">There is no such segment.</exception>
    Task<Page<CustomerRow>> CustomersAfterAsync(CustomerFilter filter, CustomerId? after, int take, CancellationToken cancellation);
}
