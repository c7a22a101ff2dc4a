using Marketing.App.Access;
using Marketing.App.Privacy;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api;

/// <summary>Downloads of the module Execution.</summary>
internal static class ExecutionEndpoints
{
    public static void MapExecution(this IEndpointRouteBuilder endpoints) => endpoints
        .MapGet("/outbox/{id:long}.eml", SourceAsync)
        .NeedsTransfer(TransferPlaces.PersonCopy)
        .RequireAuthorization(Policies.Analyst);

    private static async Task<IResult> SourceAsync(long id, [FromServices] IOutbox outbox, CancellationToken cancellation) =>
        await outbox.SourceAsync(new MessageId(id), cancellation) is { } source
            ? Results.File(source, "message/rfc822", $"message-{id}.eml")
            : Results.NotFound();
}
