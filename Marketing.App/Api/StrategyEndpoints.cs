using System.Globalization;
using System.Text;
using Marketing.App.Access;
using Marketing.App.Privacy;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api;

/// <summary>Downloads of the module Strategy.</summary>
internal static class StrategyEndpoints
{
    private const int Slice = 1000;
    private static readonly string[] _columns = ["key", "country", "segment", "recency", "frequency", "monetary", "churn", "next", "spend"];

    public static void MapStrategy(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/customers.csv", CustomersAsync).NeedsTransfer(TransferPlaces.CustomerList).RequireAuthorization(Policies.Analyst);
        endpoints.MapGet("/stock/proposal.csv", ProposalAsync).RequireAuthorization(Policies.Viewer);
    }

    private static async Task<IResult> ProposalAsync([FromServices] IInventory inventory, [FromServices] IShop shop, CancellationToken cancellation)
    {
        var proposal = await inventory.ProposalAsync(cancellation);
        return Results.Stream(
            async body =>
            {
                await using var writer = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
                await ProposalCsv.WriteAsync(writer, proposal, shop.Profile.Currency);
            },
            "text/csv; charset=utf-8",
            "purchase-proposal.csv");
    }

    private static async Task<IResult> CustomersAsync(
        string? q, string? segment, string? bought, string? risk, string? sort, string? dir, HttpContext context, [FromServices] ISegments segments, [FromServices] IShop shop, [FromServices] BulkViews views, CancellationToken cancellation)
    {
        if (!string.IsNullOrEmpty(segment) && SegmentCatalogue.All.All(known => known.Code != segment))
        {
            return Results.Problem("There is no segment of this name. Choose one on the page of customers.", statusCode: StatusCodes.Status400BadRequest);
        }

        bool? onlyBought = bought is "yes" or "no" ? bought == "yes" : null;
        if (!string.IsNullOrEmpty(risk) && !Enum.GetNames<ChurnRisk>().Contains(risk))
        {
            return Results.Problem($"There is no such risk; it is one of {string.Join(", ", Enum.GetNames<ChurnRisk>())}.", statusCode: StatusCodes.Status400BadRequest);
        }

        var filter = new CustomerFilter(string.IsNullOrEmpty(segment) ? null : segment, onlyBought, string.IsNullOrEmpty(risk) ? null : Enum.Parse<ChurnRisk>(risk));
        var order = _columns.Contains(sort) ? sort : null;
        await views.ExportedAsync(context.User.Identity?.Name ?? "", TransferPlaces.CustomerList, "customers", $"segment={segment} bought={onlyBought} risk={filter.Risk} searched={!string.IsNullOrWhiteSpace(q)} sort={order}", cancellation);
        return Results.Stream(
            body => WriteAsync(body, new TableQuery(0, Slice, q, order, dir == "desc"), filter, segments, shop, cancellation),
            "text/csv; charset=utf-8",
            "customers.csv");
    }

    private static async Task WriteAsync(Stream body, TableQuery query, CustomerFilter filter, ISegments segments, IShop shop, CancellationToken cancellation)
    {
        var currency = shop.Profile.Currency;
        await using var writer = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
        await writer.WriteAsync(CsvText.Row("customer", "country", "segment", "days since last order", "orders", $"net spend {currency}", "R", "F", "M", "mail consent", "churn probability", "next order", $"expected spend {currency}"));
        for (var skip = 0; ; skip += Slice)
        {
            var page = await segments.CustomersAsync(filter, query with { Skip = skip }, cancellation);
            foreach (var row in page.Items)
            {
                await writer.WriteAsync(CsvText.Row(row.Key, row.Country, row.Segment, row.RecencyDays is { } days ? Math.Round(days, 1) : null, row.Frequency, new Money(row.Monetary, currency).Major, row.R, row.F, row.M, row.MailConsent, row.Churn is { } churn ? Math.Round(churn, 4) : null, row.NextOrder is { } next ? shop.DayOf(next).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null, row.ExpectedSpend is { } spend ? new Money(spend, currency).Major : null));
            }

            if (skip + page.Items.Count >= page.Total || page.Items.Count == 0)
            {
                return;
            }
        }
    }
}
