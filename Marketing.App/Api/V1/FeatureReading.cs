using Marketing.App.Privacy;
using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using static Marketing.App.Api.FeatureTable;

namespace Marketing.App.Api.V1;

/// <summary>The table of features as other programs read it, with the treatments in force.</summary>
internal static class FeatureReading
{
    public static void MapFeatureReading(this IEndpointRouteBuilder api) => api.MapGet("/features", ReadAsync).NeedsTransfer(TransferPlaces.Api).NotesReading("features").RequireAuthorization(ApiKeyScheme.Needs(ApiScopes.Read));

    private static async Task<IResult> ReadAsync(string? of, string? raw, string? limit, string? cursor, [FromServices] IFeatures features, [FromServices] IShop shop, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        var kind = of ?? Customers;
        if (!Kinds.Contains(kind))
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong table", $"'of' is one of {string.Join(", ", Kinds)}.");
        }

        if (raw is not (null or "true" or "false"))
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong choice", "'raw' is true for features without any treatment, or false.");
        }

        if (Reading.Part($"features of {kind} by id, raw {raw ?? "false"}", limit, cursor, [Reading.IsId], options.Value, out var part) is { } wrong)
        {
            return wrong;
        }

        var current = await features.CurrentAsync(cancellation);
        var frame = raw == "true" ? current.Stored : current;
        var (ids, kept) = (kind == Products ? frame.Snapshot.Products.Id : frame.Snapshot.Customers.Id, Kept(frame, kind));
        var rows = After(ids, part.After).Where(row => kept[row]).Take(part.Take + 1).ToList();
        var (items, next) = Reading.Cut(part, rows, row => [$"{ids[row]}"], row => kind == Products ? Product(frame, row) : Customer(frame, row));
        var (total, leftOut) = Count(frame, kind);
        return Results.Json(new
        {
            frame.Snapshot.AsOf,
            currency = shop.Profile.Currency,
            treated = Changes(frame, kind).Select(Change),
            items,
            total,
            leftOut,
            next,
        });
    }

    // Rows stand by ascending id.
    private static IEnumerable<int> After(long[] ids, IReadOnlyList<string> after)
    {
        var from = after.Count == 0 ? 0 : Array.BinarySearch(ids, Cursor.Id(after[0])!.Value) is var place && place < 0 ? ~place : place + 1;
        return Enumerable.Range(from, ids.Length - from);
    }

    private static object Customer(FeatureFrame frame, int c) => new
    {
        id = frame.Snapshot.Customers.Key[c],
        recencyDays = Known(frame.RecencyDays[c]),
        orders = frame.Frequency[c],
        spentMinor = frame.Monetary[c],
        tenureDays = Known(frame.TenureDays[c]),
        meanGapDays = Known(frame.MeanGapDays[c]),
        basketSize = Known(frame.BasketSize[c]),
        returnRate = Known(frame.ReturnRate[c]),
        r = Score(frame.R[c]),
        f = Score(frame.F[c]),
        m = Score(frame.M[c]),
    };

    private static object Product(FeatureFrame frame, int p) => new
    {
        id = frame.Snapshot.Products.Code[p],
        priceMinor = Known(frame.Products.Price[p]),
        costMinor = Known(frame.Products.Cost[p]),
        stock = Known(frame.Products.Stock[p]),
    };

    private static object Change(TreatmentChange change) => new
    {
        change.Feature,
        missing = change.Treatment.Missing.ToString(),
        outliers = change.Treatment.Outliers.ToString(),
        action = change.Treatment.Action.ToString(),
        change.Filled,
        change.Marked,
        change.Capped,
        change.Dropped,
    };
}
