using Marketing.App.Access;
using Marketing.App.Privacy;
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

    private static async Task<IResult> RejectedAsync(long id, [FromServices] IImports imports, [FromServices] IFileImports files, CancellationToken cancellation)
    {
        var import = new ImportId(id);
        return await imports.FindAsync(import, cancellation) is { } found
            ? Results.Stream(
                body => files.WriteRejectedAsync(import, body, cancellation),
                "text/csv; charset=utf-8",
                $"{Path.GetFileNameWithoutExtension(found.Name)}-rejected.csv")
            : Results.NotFound();
    }

    // The rows hold what stood in the shop's own file, and so personal data.
    private static async Task<IResult> IssuesAsync(long id, [FromServices] IImports imports, CancellationToken cancellation)
    {
        var import = new ImportId(id);
        return await imports.FindAsync(import, cancellation) is { } found
            ? Results.Stream(
                body => imports.WriteIssuesAsync(import, body, cancellation),
                "text/csv; charset=utf-8",
                $"{Path.GetFileNameWithoutExtension(found.Name)}-issues.csv")
            : Results.NotFound();
    }
}
