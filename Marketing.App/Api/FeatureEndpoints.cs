using System.Text;
using Marketing.App.Access;
using Marketing.App.Privacy;
using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api;

/// <summary>Downloads of the module Features.</summary>
internal static class FeatureEndpoints
{
    public const string Root = "/data/quality/features/";

    public static void MapFeatures(this IEndpointRouteBuilder endpoints)
    {
        foreach (var kind in FeatureTable.Kinds)
        {
            var table = endpoints.MapGet(Address(kind), (bool? raw, HttpContext context, [FromServices] IFeatures features, [FromServices] IShop shop, [FromServices] IAuditLog audit, CancellationToken cancellation) =>
                DownloadAsync(kind, raw == true, context, features, shop, audit, cancellation)).RequireAuthorization(Policies.Analyst);
            if (kind == FeatureTable.Customers)
            {
                table.NeedsTransfer(TransferPlaces.CustomerList);
            }
        }
    }

    /// <summary>Where the table of a kind is downloaded.</summary>
    public static string Address(string kind) => $"{Root}{kind}.csv";

    // A row a customer leaves the program, so the log says who took it.
    private static async Task<IResult> DownloadAsync(string kind, bool raw, HttpContext context, IFeatures features, IShop shop, IAuditLog audit, CancellationToken cancellation)
    {
        var (frame, _, _) = await FeatureTable.TakeAsync(features, audit, kind, raw, context.User.Identity?.Name ?? "", cancellation);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Stream(
            async body =>
            {
                await using var writer = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
                await FeatureTable.WriteAsync(writer, frame, kind, shop.Profile.Currency, cancellation);
            },
            "text/csv; charset=utf-8",
            raw ? $"features-{kind}-raw.csv" : $"features-{kind}.csv");
    }
}
