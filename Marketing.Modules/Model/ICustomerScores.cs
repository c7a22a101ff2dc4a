using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Model;

/// <summary>A round in which everybody was scored.</summary>
/// <param name="Run">Run that did it.</param>
/// <param name="AsOf">Business time: what is expected is expected from then on.</param>
/// <param name="HorizonDays">Days for which churn and spend are told.</param>
/// <param name="ChurnModel">Version that told churn and time.</param>
/// <param name="SpendModel">Version that told spend.</param>
/// <param name="Customers">Customers scored.</param>
public sealed record ScoreRound(RunId Run, DateTimeOffset AsOf, int HorizonDays, ModelVersionId ChurnModel, ModelVersionId SpendModel, long Customers);

/// <summary>What is expected of one customer.</summary>
/// <param name="Round">The round it was told in.</param>
/// <param name="Outlook">Churn, time and spend.</param>
public sealed record CustomerScore(ScoreRound Round, CustomerOutlook Outlook);

/// <summary>The scores of everybody, in columns.</summary>
/// <param name="Round">The last round that was done.</param>
/// <param name="Id">Ids of customers, ascending.</param>
/// <param name="Outlook">What is expected of each.</param>
public sealed record ScoreColumns(ScoreRound Round, IReadOnlyList<long> Id, IReadOnlyList<CustomerOutlook> Outlook)
{
    private readonly long[] _id = [.. Id];

    /// <summary>What is expected of a customer, or null for one who has no score.</summary>
    public CustomerOutlook? Of(CustomerId customer) => Array.BinarySearch(_id, customer.Value) is >= 0 and var place ? Outlook[place] : null;
}

/// <summary>What is expected of each customer: churn, next order, spend. Stored by turns; nothing is computed on reading.</summary>
public interface ICustomerScores
{
    /// <summary>Scores every customer with an order by the champions of churn and spend; whoever has none any more loses the score.</summary>
    /// <returns>The round, or null while no model is in charge of both.</returns>
    Task<ScoreRound?> ScoreAsync(ShopSnapshot snapshot, RunId run, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>The score of one customer, or null.</summary>
    Task<CustomerScore?> FindAsync(CustomerId customer, CancellationToken cancellation);

    /// <summary>The last round that was done, or null.</summary>
    Task<ScoreRound?> LatestAsync(CancellationToken cancellation);

    /// <summary>The scores of everybody, kept in memory until the next round; null before the first.</summary>
    Task<ScoreColumns?> CurrentAsync(CancellationToken cancellation);
}
