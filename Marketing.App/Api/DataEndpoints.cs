using Marketing.App.Access;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api;

/// <summary>Downloads of the module Data.</summary>
internal static class DataEndpoints
{
    public static void MapData(this IEndpointRouteBuilder endpoints) => endpoints
        .MapGet("/data/imports/{id:long}/issues.csv", IssuesAsync)
        .RequireAuthorization(Policies.Analyst);

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
