using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Api.V1;

/// <summary>What became of lists that a shop has shown, as outcomes of their decisions.</summary>
internal static class RecommendationOutcomes
{
    private static readonly string Kinds = string.Join(" or ", IRecommendations.ReportedKinds);

    public static void MapRecommendationOutcomes(this IEndpointRouteBuilder api) =>
        IntakeEndpoints.MapItems<ListOutcome>(api, "/recommendations/outcomes", ApiScopes.Events, item => $"{item.Decision}", TakeAsync);

    /// <summary>What became of a recorded list. The same decision, kind and time again change nothing.</summary>
    /// <param name="Decision">Number that the list came with.</param>
    /// <param name="Kind"><c>shown</c> or <c>clicked</c>.</param>
    /// <param name="At">When, by the shop's clock.</param>
    internal sealed record ListOutcome(long Decision, string Kind, DateTimeOffset At);

    private static async Task<IReadOnlyList<ItemOutcome>> TakeAsync(IServiceProvider services, IntakeSender sender, IReadOnlyList<ListOutcome> items, CancellationToken cancellation)
    {
        var results = await services.GetRequiredService<IRecommendations>().ReportAsync([.. items.Select(item => new Outcome(new DecisionId(item.Decision), item.Kind, item.At, 0))], cancellation);
        return [.. results.Select(Told)];
    }

    private static ItemOutcome Told(ReportResult result) => result switch
    {
        ReportResult.Taken => new ItemOutcome.Accepted(),
        ReportResult.Known => new ItemOutcome.Repeated(),
        ReportResult.TooEarly => new ItemOutcome.Rejected("at", "The list did not exist at that time.", "Send the time at which it was shown or clicked."),
        ReportResult.TooLate => new ItemOutcome.Rejected("at", "The time lies in the future of the shop's clock.", "Send the time at which it was shown or clicked, by the shop's clock."),
        ReportResult.NoKind => new ItemOutcome.Rejected("kind", "Nobody reports this kind of outcome.", $"Send {Kinds}."),
        _ => new ItemOutcome.Rejected("decision", "No recommendation has this number.", "Send the 'decision' that a list asked for with record=true came with."),
    };
}
