using Marketing.App.Access;
using Marketing.App.Components.Widgets;
using Marketing.App.Privacy;
using Marketing.App.Resources;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api;

/// <summary>Downloads of the module Data.</summary>
internal static class DataEndpoints
{
    public static void MapData(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/data/imports/{id:long}/issues.csv", IssuesAsync).NeedsTransfer(TransferPlaces.ImportRows).RequireAuthorization(Policies.Analyst);
        endpoints.MapGet("/data/imports/{id:long}/rejected.csv", RejectedAsync).NeedsTransfer(TransferPlaces.ImportRows).RequireAuthorization(Policies.Analyst);
    }

    private static async Task<IResult> RejectedAsync(long id, HttpContext context, [FromServices] IImports imports, [FromServices] IFileImports files, [FromServices] BulkViews views, CancellationToken cancellation)
    {
        var import = new ImportId(id);
        return await FoundAsync(import, "rejected", context, imports, views, cancellation) is { } found
            ? Results.Stream(
                body => files.WriteRejectedAsync(import, Notes(context.Request), body, cancellation),
                "text/csv; charset=utf-8",
                $"{Path.GetFileNameWithoutExtension(found.Name)}-rejected.csv")
            : Results.NotFound();
    }

    // In the language of the page on which the file was asked for.
    private static RowNotes Notes(HttpRequest request) => FileWords.Notes(Words.In(Preferences.Of(request).Language));

    private static async Task<ImportSummary?> FoundAsync(ImportId import, string rows, HttpContext context, IImports imports, BulkViews views, CancellationToken cancellation)
    {
        var found = await imports.FindAsync(import, cancellation);
        if (found is not null)
        {
            await views.ExportedAsync(context.User.Identity?.Name ?? "", TransferPlaces.ImportRows, $"import {import.Value}", $"rows={rows}", cancellation);
        }

        return found;
    }

    // The rows hold what stood in the shop's own file, and so personal data.
    private static async Task<IResult> IssuesAsync(long id, HttpContext context, [FromServices] IImports imports, [FromServices] BulkViews views, CancellationToken cancellation)
    {
        var import = new ImportId(id);
        return await FoundAsync(import, "all", context, imports, views, cancellation) is { } found
            ? Results.Stream(
                body => imports.WriteIssuesAsync(import, Notes(context.Request), body, cancellation),
                "text/csv; charset=utf-8",
                $"{Path.GetFileNameWithoutExtension(found.Name)}-issues.csv")
            : Results.NotFound();
    }
}
