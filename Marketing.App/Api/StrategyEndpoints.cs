using System.Text;
using Marketing.App.Access;
using Marketing.App.Privacy;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api;

/// <summary>Downloads of the module Strategy.</summary>
internal static class StrategyEndpoints
{
    private const int Slice = 1000;
    private static readonly string[] _columns = ["key", "country", "segment", "recency", "frequency", "monetary"];

    public static void MapStrategy(this IEndpointRouteBuilder endpoints) => endpoints
        .MapGet("/customers.csv", CustomersAsync)
        .NeedsTransfer(TransferPlaces.CustomerList)
        .RequireAuthorization(Policies.Analyst);

    private static async Task<IResult> CustomersAsync(
        string? q, string? segment, string? bought, string? sort, string? dir, HttpContext context, [FromServices] ISegments segments, [FromServices] IShop shop, [FromServices] BulkViews views, CancellationToken cancellation)
    {
        if (!string.IsNullOrEmpty(segment) && SegmentCatalogue.All.All(known => known.Code != segment))
        {
            return Results.Problem("There is no segment of this name. Choose one on the page of customers.", statusCode: StatusCodes.Status400BadRequest);
        }

        bool? onlyBought = bought is "yes" or "no" ? bought == "yes" : null;
        var filter = new CustomerFilter(string.IsNullOrEmpty(segment) ? null : segment, onlyBought);
        var order = _columns.Contains(sort) ? sort : null;
        await views.ExportedAsync(context.User.Identity?.Name ?? "", TransferPlaces.CustomerList, "customers", $"segment={segment} bought={onlyBought} searched={!string.IsNullOrWhiteSpace(q)} sort={order}", cancellation);
        return Results.Stream(
            body => WriteAsync(body, new TableQuery(0, Slice, q, order, dir == "desc"), filter, segments, shop.Profile.Currency, cancellation),
            "text/csv; charset=utf-8",
            "customers.csv");
    }

    private static async Task WriteAsync(Stream body, TableQuery query, CustomerFilter filter, ISegments segments, string currency, CancellationToken cancellation)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
        await writer.WriteAsync(CsvText.Row("customer", "country", "segment", "days since last order", "orders", $"net spend {currency}", "R", "F", "M", "mail consent"));
        for (var skip = 0; ; skip += Slice)
        {
            var page = await segments.CustomersAsync(filter, query with { Skip = skip }, cancellation);
            foreach (var row in page.Items)
            {
                await writer.WriteAsync(CsvText.Row(row.Key, row.Country, row.Segment, row.RecencyDays is { } days ? Math.Round(days, 1) : null, row.Frequency, new Money(row.Monetary, currency).Major, row.R, row.F, row.M, row.MailConsent));
            }

            if (skip + page.Items.Count >= page.Total || page.Items.Count == 0)
            {
                return;
            }
        }
    }
}
