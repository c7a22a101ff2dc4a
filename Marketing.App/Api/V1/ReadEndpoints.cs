using Marketing.App.Privacy;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>Addresses from which other programs read: customers, segments, decisions, outcomes.</summary>
internal static class ReadEndpoints
{
    private static readonly long MostMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static void MapReading(this IEndpointRouteBuilder api)
    {
        var locked = ApiKeyScheme.Needs(ApiScopes.Read);
        api.MapGet("/customers", CustomersAsync).NeedsTransfer(TransferPlaces.Api).NotesReading("customers").RequireAuthorization(locked);
        api.MapGet("/customers/{id}", CustomerAsync).NeedsTransfer(TransferPlaces.Api).NotesReading("customers").RequireAuthorization(locked);
        api.MapGet("/segments", SegmentsAsync).RequireAuthorization(locked);
        api.MapGet("/decisions", DecisionsAsync).NeedsTransfer(TransferPlaces.Api).NotesReading("decisions").RequireAuthorization(locked);
        api.MapGet("/outcomes", OutcomesAsync).NeedsTransfer(TransferPlaces.Api).NotesReading("outcomes").RequireAuthorization(locked);
        api.MapFeatureReading();
        api.MapRecommendationReading();
        api.MapComputeReading();
        api.MapContactReading();
        api.MapDemandReading();
        api.MapStockReading();
    }

    private static async Task<IResult> CustomersAsync(string? segment, string? bought, string? limit, string? cursor, [FromServices] ISegments segments, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        if (segment is not null && await UnknownAsync(segments, segment, cancellation) is { } unknown)
        {
            return unknown;
        }

        if (bought is not (null or "true" or "false"))
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong choice", "'bought' is true for customers with an order, false for those without, or left out for both.");
        }

        if (Reading.Part($"customers by id{Filter(segment)}{(bought is null ? "" : $", bought {bought}")}", limit, cursor, [Reading.IsId], options.Value, out var part) is { } wrong)
        {
            return wrong;
        }

        CustomerId? after = part.After is [var id] ? new CustomerId(Cursor.Id(id)!.Value) : null;
        var page = await segments.CustomersAfterAsync(new CustomerFilter(segment, bought is null ? null : bought == "true"), after, part.Take + 1, cancellation);
        var (items, next) = Reading.Cut(part, page.Items, row => [$"{row.Id.Value}"], row => new
        {
            id = row.Key,
            row.Country,
            segment = row.Segment.Length == 0 ? null : row.Segment,
            row.RecencyDays,
            orders = row.Frequency,
            spentMinor = row.Monetary,
            row.MailConsent,
            row.Churn,
            row.NextOrder,
            expectedSpendMinor = row.ExpectedSpend,
        });
        return Results.Json(new { items, total = page.Total, next });
    }

    private static async Task<IResult?> UnknownAsync(ISegments segments, string segment, CancellationToken cancellation)
    {
        var codes = (await segments.SummariseAsync(cancellation)).Select(summary => summary.Code).ToList();
        return codes.Contains(segment) ? null : Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong segment", $"There is no such segment; 'segment' is one of {string.Join(", ", codes)}.");
    }

    private static async Task<IResult> CustomerAsync(string id, [FromServices] ICustomerRecords customers, [FromServices] ICustomerScores scores, CancellationToken cancellation)
    {
        if (await customers.FindKnownByKeyAsync(id, cancellation) is not { } found)
        {
            return Reading.Refuse(StatusCodes.Status404NotFound, "Not found", "There is no customer with this number.");
        }

        var score = await scores.FindAsync(found.Id, cancellation);
        return Results.Json(new
        {
            id = found.Key,
            found.Email,
            found.Name,
            found.Country,
            found.Language,
            found.MailConsent,
            found.ConsentBasis,
            simulated = found.Simulated.Length == 0 ? null : found.Simulated,
            outlook = score is null ? null : new
            {
                score.Round.AsOf,
                score.Round.HorizonDays,
                score.Outlook.Churn,
                score.Outlook.NextOrderDays,
                expectedSpendMinor = (long)Math.Round(score.Outlook.Spend),
                churnModel = score.Round.ChurnModel.Value,
                spendModel = score.Round.SpendModel.Value,
            },
        });
    }

    private static async Task<IResult> SegmentsAsync(string? limit, string? cursor, [FromServices] ISegments segments, [FromServices] IShop shop, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        var all = await segments.SummariseAsync(cancellation);
        if (Reading.Part("segments, best first", limit, cursor, [code => all.Any(segment => segment.Code == code)], options.Value, out var part) is { } wrong)
        {
            return wrong;
        }

        var rest = part.After is [var code] ? all.SkipWhile(segment => segment.Code != code).Skip(1) : all;
        var (items, next) = Reading.Cut(part, [.. rest], segment => [segment.Code], segment => new
        {
            segment.Code,
            segment.Rule,
            segment.Customers,
            revenueMinor = segment.Revenue,
            segment.RevenueShare,
            meanRecencyDays = double.IsNaN(segment.MeanRecencyDays) ? (double?)null : segment.MeanRecencyDays,
            meanOrders = double.IsNaN(segment.MeanFrequency) ? (double?)null : segment.MeanFrequency,
        });
        return Results.Json(new { currency = shop.Profile.Currency, items, total = all.Count, next });
    }

    private static async Task<IResult> DecisionsAsync(string? customer, string? limit, string? cursor, [FromServices] ILedger ledger, [FromServices] ICustomerRecords customers, [FromServices] IProductRecords products, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        if (Reading.Part($"decisions, newest first{Filter(customer)}", limit, cursor, [Reading.IsId], options.Value, out var part) is { } wrong)
        {
            return wrong;
        }

        CustomerId? only = null;
        if (customer is not null)
        {
            if (await customers.FindKnownByKeyAsync(customer, cancellation) is not { } found)
            {
                return Reading.Refuse(StatusCodes.Status404NotFound, "Not found", "There is no customer with this number.");
            }

            only = found.Id;
        }

        DecisionId? before = part.After is [var id] ? new DecisionId(Cursor.Id(id)!.Value) : null;
        var page = await ledger.BeforeAsync(only, before, part.Take + 1, cancellation);
        var keys = await customers.ReadAsync([.. page.Select(decision => decision.Draft.Customer).OfType<CustomerId>().Distinct()], cancellation);
        var codes = await products.CodesAsync([.. page.SelectMany(decision => decision.Draft.Products).Select(chosen => chosen.Product).Distinct()], cancellation);
        return Reading.Page(part, page, decision => [$"{decision.Id.Value}"], decision => new
        {
            id = decision.Id.Value,
            decision.At,
            customer = decision.Draft.Customer is { } whom ? keys.GetValueOrDefault(whom)?.Key : null,
            kind = decision.Draft.Kind.ToString().ToLowerInvariant(),
            decision.Draft.Action,
            decision.Draft.Propensity,
            decision.Draft.Policy,
            decision.Draft.Arm,
            products = decision.Draft.Products.Select(chosen => new { product = codes.GetValueOrDefault(chosen.Product), chosen.Score }),
            reasons = decision.Draft.Reasons.Select(reason => reason.Code),
        });
    }

    private static async Task<IResult> OutcomesAsync(string? decision, string? limit, string? cursor, [FromServices] ILedger ledger, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        DecisionId? only = null;
        if (decision is not null)
        {
            if (Cursor.Id(decision) is not { } id || await ledger.FindAsync(new DecisionId(id), cancellation) is null)
            {
                return Reading.Refuse(StatusCodes.Status404NotFound, "Not found", "Name a decision as 'decision=ID', with an id out of /api/v1/decisions, or leave it out to read all outcomes.");
            }

            only = new DecisionId(id);
        }

        if (Reading.Part($"outcomes by decision{Filter(decision)}", limit, cursor, [Reading.IsId, Reading.IsId, kind => kind.Length > 0], options.Value, out var part) is { } wrong)
        {
            return wrong;
        }

        var after = part.After is [var last, var at, var kind] ? new Outcome(new DecisionId(Cursor.Id(last)!.Value), kind, DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(Cursor.Id(at)!.Value, MostMilliseconds)), 0) : null;
        var page = await ledger.OutcomesAfterAsync(only, after, part.Take + 1, cancellation);
        return Reading.Page(
            part,
            page,
            outcome => [$"{outcome.Decision.Value}", $"{outcome.At.ToUnixTimeMilliseconds()}", outcome.Kind],
            outcome => new { decision = outcome.Decision.Value, outcome.Kind, outcome.At, valueMinor = outcome.Value });
    }

    // A cursor of one filter must not go on in the list of another.
    private static string Filter(string? value) => value is null ? "" : $" of {value}";
}
