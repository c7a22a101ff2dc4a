using Marketing.App.Api.V1;
using Marketing.Data;

namespace Marketing.App.Privacy;

/// <summary>Keeps personal data in while nobody has recorded to whom they go. A browser is led to a page that says so, a program reads it.</summary>
internal static class TransferLock
{
    public static TBuilder NeedsTransfer<TBuilder>(this TBuilder endpoint, string place)
        where TBuilder : IEndpointConventionBuilder => endpoint.AddEndpointFilter(async (context, next) =>
    {
        var request = context.HttpContext.Request;
        var transfers = context.HttpContext.RequestServices.GetRequiredService<ITransfers>();
        return await transfers.ObstacleAsync(place, context.HttpContext.RequestAborted) switch
        {
            null => await next(context),
            _ when !ApiModule.IsAsked(request) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) => Results.Redirect($"/data/privacy/blocked/{place}"),
            var obstacle => Reading.Refuse(StatusCodes.Status403Forbidden, "Transfer not recorded", obstacle),
        };
    });

    /// <summary>Writes into the audit log that a program reads people; once for the parts that it reads within minutes.</summary>
    public static TBuilder NotesReading<TBuilder>(this TBuilder endpoint, string list)
        where TBuilder : IEndpointConventionBuilder => endpoint.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        await http.RequestServices.GetRequiredService<BulkViews>().ReadAsync(http.User.Identity?.Name ?? "", TransferPlaces.Api, list, http.RequestAborted);
        return await next(context);
    });
}
