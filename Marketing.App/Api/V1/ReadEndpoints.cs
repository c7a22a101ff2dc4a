using System.Globalization;
using Marketing.App.Privacy;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>Addresses from which other programs read: customers, segments, decisions, outcomes.</summary>
internal static class ReadEndpoints
{
    private const int DefaultRows = 100;

    public static void MapReading(this IEndpointRouteBuilder api)
    {
        var locked = ApiKeyScheme.Needs(ApiScopes.Read);
        api.MapGet("/customers", CustomersAsync).NeedsTransfer(TransferPlaces.Api).NotesReading("customers").RequireAuthorization(locked);
        api.MapGet("/customers/{id}", CustomerAsync).NeedsTransfer(TransferPlaces.Api).NotesReading("customers").RequireAuthorization(locked);
        api.MapGet("/segments", SegmentsAsync).RequireAuthorization(locked);
        api.MapGet("/decisions", DecisionsAsync).NeedsTransfer(TransferPlaces.Api).NotesReading("decisions").RequireAuthorization(locked);
        api.MapGet("/outcomes", OutcomesAsync).NeedsTransfer(TransferPlaces.Api).NotesReading("outcomes").RequireAuthorization(locked);
    }

    private static async Task<IResult> CustomersAsync(string? segment, string? limit, string? cursor, [FromServices] ISegments segments, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        if (Part("customers", limit, cursor, options.Value, out var query) is { } wrong)
        {
            return wrong;
        }

        if (segment is not null && SegmentCatalogue.All.All(known => known.Code != segment))
        {
            return Refuse(StatusCodes.Status400BadRequest, "Wrong segment", $"'segment' is one of {string.Join(", ", SegmentCatalogue.All.Select(known => known.Code))}.");
        }

        var page = await segments.CustomersAsync(segment, query with { Sort = "key" }, cancellation);
        return Page("customers", query, page.Total, page.Items.Select(row => new
        {
            id = row.Key,
            row.Country,
            segment = row.Segment.Length == 0 ? null : row.Segment,
            row.RecencyDays,
            orders = row.Frequency,
            spentMinor = row.Monetary,
            row.MailConsent,
        }));
    }

    private static async Task<IResult> CustomerAsync(string id, [FromServices] ICustomerRecords customers, CancellationToken cancellation) =>
        await customers.FindByKeyAsync(id, cancellation) is { } found
            ? Results.Json(new { id = found.Key, found.Email, found.Name, found.Country, found.Language, found.MailConsent, found.ConsentBasis, simulated = found.Simulated.Length == 0 ? null : found.Simulated })
            : Refuse(StatusCodes.Status404NotFound, "Not found", "There is no customer with this number.");

    private static async Task<IResult> SegmentsAsync([FromServices] ISegments segments, [FromServices] IShop shop, CancellationToken cancellation) => Results.Json(new
    {
        currency = shop.Profile.Currency,
        items = (await segments.SummariseAsync(cancellation)).Select(segment => new
        {
            segment.Code,
            segment.Rule,
            segment.Customers,
            revenueMinor = segment.Revenue,
            segment.RevenueShare,
            meanRecencyDays = double.IsNaN(segment.MeanRecencyDays) ? (double?)null : segment.MeanRecencyDays,
            meanOrders = double.IsNaN(segment.MeanFrequency) ? (double?)null : segment.MeanFrequency,
        }),
    });

    private static async Task<IResult> DecisionsAsync(string? customer, string? limit, string? cursor, [FromServices] ILedger ledger, [FromServices] ICustomerRecords customers, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        if (Part("decisions", limit, cursor, options.Value, out var query) is { } wrong)
        {
            return wrong;
        }

        CustomerId? only = null;
        if (customer is not null)
        {
            if (await customers.FindByKeyAsync(customer, cancellation) is not { } found)
            {
                return Refuse(StatusCodes.Status404NotFound, "Not found", "There is no customer with this number.");
            }

            only = found.Id;
        }

        var page = await ledger.ListAsync(only, null, null, null, query, cancellation);
        var keys = await customers.ReadAsync([.. page.Items.Select(decision => decision.Draft.Customer).Distinct()], cancellation);
        return Page("decisions", query, page.Total, page.Items.Select(decision => new
        {
            id = decision.Id.Value,
            decision.At,
            customer = keys.GetValueOrDefault(decision.Draft.Customer)?.Key,
            kind = decision.Draft.Kind.ToString().ToLowerInvariant(),
            decision.Draft.Action,
            decision.Draft.Propensity,
            decision.Draft.Policy,
            decision.Draft.Arm,
            products = decision.Draft.Products.Select(product => new { product = product.Product.Value, product.Score }),
            reasons = decision.Draft.Reasons.Select(reason => reason.Code),
        }));
    }

    private static async Task<IResult> OutcomesAsync(string? decision, [FromServices] ILedger ledger, CancellationToken cancellation)
    {
        if (!long.TryParse(decision, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || await ledger.FindAsync(new DecisionId(id), cancellation) is null)
        {
            return Refuse(StatusCodes.Status404NotFound, "Not found", "Name a decision as 'decision=ID', with an id out of /api/v1/decisions.");
        }

        var outcomes = await ledger.OutcomesAsync(new DecisionId(id), cancellation);
        return Results.Json(new { items = outcomes.Select(outcome => new { decision = id, outcome.Kind, outcome.At, valueMinor = outcome.Value }) });
    }

    private static IResult? Part(string list, string? limit, string? cursor, ApiOptions options, out TableQuery query)
    {
        query = new TableQuery();
        var rows = Math.Min(DefaultRows, options.MostRows);
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out rows) || rows < 1 || rows > options.MostRows))
        {
            return Refuse(StatusCodes.Status400BadRequest, "Wrong limit", $"'limit' is a whole number from 1 to {options.MostRows:N0}.");
        }

        if (Cursor.Read(list, cursor) is not { } skip)
        {
            return Refuse(StatusCodes.Status400BadRequest, "Wrong cursor", "Pass on the cursor 'next' of the page before, unchanged, or leave it out to begin.");
        }

        query = new TableQuery(skip, rows);
        return null;
    }

    private static IResult Page<T>(string list, TableQuery query, long total, IEnumerable<T> rows)
    {
        var items = rows.ToList();
        var end = query.Skip + items.Count;
        return Results.Json(new { items, total, next = items.Count > 0 && end < total ? Cursor.After(list, end) : null });
    }

    private static IResult Refuse(int status, string title, string detail) =>
        Results.Json(new { type = "about:blank", title, status, detail }, contentType: "application/problem+json", statusCode: status);
}
