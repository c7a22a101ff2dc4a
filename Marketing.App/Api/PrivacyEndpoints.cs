using System.Globalization;
using Marketing.App.Access;
using Marketing.App.Privacy;
using Marketing.App.Resources;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api;

/// <summary>Downloads about one person.</summary>
internal static class PrivacyEndpoints
{
    public static void MapPrivacy(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/customers/{id:long}/personal-data.zip", ExportAsync).NeedsTransfer(TransferPlaces.PersonCopy).RequireAuthorization(Policies.Administrator);
        endpoints.MapGet("/data/privacy/{id:long}/receipt.csv", ReceiptAsync).RequireAuthorization(Policies.Administrator);
        endpoints.MapGet("/data/privacy/register.csv", RegisterCsvAsync).RequireAuthorization(Policies.Administrator);
        endpoints.MapGet("/data/privacy/register.json", RegisterJsonAsync).RequireAuthorization(Policies.Administrator);
    }

    private static async Task ExportAsync(long id, HttpContext context, [FromServices] IPrivacy privacy, CancellationToken cancellation)
    {
        context.Response.ContentType = "application/zip";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"personal-data-{id.ToString(CultureInfo.InvariantCulture)}.zip\"";
        context.Response.Headers.CacheControl = "no-store";
        if (!await privacy.ExportAsync(new CustomerId(id), language => PersonPageWords.For(language, Preferences.Of(context.Request).Language), context.Response.Body, context.User.Identity?.Name ?? "", cancellation))
        {
            context.Response.Headers.Remove("Content-Disposition");
            context.Response.ContentType = null;
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private static Task<IResult> RegisterCsvAsync(HttpRequest request, [FromServices] ITransfers transfers, CancellationToken cancellation) =>
        RegisterAsync(request, transfers, RegisterText.Csv, "text/csv; charset=utf-8", "csv", cancellation);

    private static Task<IResult> RegisterJsonAsync(HttpRequest request, [FromServices] ITransfers transfers, CancellationToken cancellation) =>
        RegisterAsync(request, transfers, RegisterText.Json, "application/json", "json", cancellation);

    private static async Task<IResult> RegisterAsync(HttpRequest request, ITransfers transfers, Func<Words, ProcessingRegister, string> write, string type, string ending, CancellationToken cancellation) =>
        Results.File(System.Text.Encoding.UTF8.GetBytes(write(Words.In(Preferences.Of(request).Language), await transfers.RegisterAsync(cancellation))), type, $"register-of-processing.{ending}");

    private static async Task<IResult> ReceiptAsync(long id, HttpRequest request, [FromServices] IPrivacy privacy, CancellationToken cancellation)
    {
        var lines = await privacy.ReceiptAsync(id, cancellation);
        var rows = lines.Select(line => CsvText.Row(line.Part, line.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), line.What, line.Count));
        return lines.Count == 0
            ? Results.NotFound()
            : Results.Text(CsvText.Row("part", "at", "what", "count") + string.Concat(rows) + CsvText.Row("", "", Words.In(Preferences.Of(request).Language)["Privacy.ReturnRule"], ""), "text/csv", System.Text.Encoding.UTF8);
    }
}
