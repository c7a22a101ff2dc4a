using System.Text;
using Marketing.App.Access;
using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api;

/// <summary>Downloads of the module Features.</summary>
internal static class FeatureEndpoints
{
    public const string Address = "/data/quality/features.csv";

    public static void MapFeatures(this IEndpointRouteBuilder endpoints) => endpoints.MapGet(Address, CustomersAsync).RequireAuthorization(Policies.Analyst);

    // A row a customer leaves the program, so the log says who took it.
    private static async Task<IResult> CustomersAsync(bool? raw, HttpContext context, [FromServices] IFeatures features, [FromServices] ITreatments treatments, [FromServices] IShop shop, [FromServices] IAuditLog audit, CancellationToken cancellation)
    {
        var frame = await features.CurrentAsync(cancellation);
        var table = raw == true ? treatments.RawCustomers(frame) : treatments.Customers(frame);
        var rows = table.Kept.LongCount(kept => kept);
        await audit.WriteAsync(context.User.Identity?.Name ?? "", "features.download", "features of customers", new { Raw = raw == true, Rows = rows, LeftOut = table.Kept.LongLength - rows }, cancellation);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Stream(
            async body =>
            {
                await using var writer = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
                await FeatureTable.WriteAsync(writer, frame, table, shop.Profile.Currency, cancellation);
            },
            "text/csv; charset=utf-8",
            raw == true ? "features-raw.csv" : "features.csv");
    }
}
