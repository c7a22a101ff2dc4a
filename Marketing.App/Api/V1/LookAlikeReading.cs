using System.Globalization;
using System.Text.Json.Nodes;
using Marketing.App.Jobs;
using Marketing.App.Privacy;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api.V1;

/// <summary>People like those of a segment.</summary>
internal static class LookAlikeReading
{
    public const int Most = 10_000;
    private const int Usual = 100;

    public static void MapLookAlikeReading(this IEndpointRouteBuilder api) =>
        api.MapGet("/segments/{code}/alike", ReadAsync).NeedsTransfer(TransferPlaces.Api).NotesReading("customers").RequireAuthorization(ApiKeyScheme.Needs(ApiScopes.Read));

    /// <summary>Describes the address.</summary>
    public static void AddTo(JsonObject paths) => paths["/api/v1/segments/{code}/alike"] = new JsonObject
    {
        ["get"] = OpenApi.Exemplified(
            OpenApi.Reading($"Read the customers outside a segment whose histories are most like those of its customers, by the cosine of what a transformer makes of them: 'n' of them (1 to {Most}, {Usual} unless said), by the version 'model' or the one in charge. 'seeds' are the customers of the segment of whom the model knows something", OpenApi.One, "code", "n", "model"),
            """{"segment":"champions","model":77,"asOf":"2026-01-31T09:30:00Z","seeds":212,"items":[{"id":"10042","likeness":0.93,"segment":"potential-loyalists","mailConsent":true}]}"""),
    };

    private static async Task<IResult> ReadAsync(string code, string? n, string? model, [FromServices] ISegments segments, [FromServices] ILookAlikes alikes, [FromServices] IModels models, CancellationToken cancellation)
    {
        var take = Usual;
        if (n is not null && (!int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out take) || take is < 1 or > Most))
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong number", $"'n' is a whole number from 1 to {Most:N0}.");
        }

        if (model is not null && Cursor.Id(model) is null)
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong model", "Name the id of a model as 'model=ID', or leave it out for the one in charge.");
        }

        var now = await segments.CurrentAsync(cancellation);
        var segment = now.Codes.ToList().IndexOf(code);
        if (segment < 0)
        {
            return Reading.Refuse(StatusCodes.Status404NotFound, "Not found", $"There is no such segment; it is one of {string.Join(", ", now.Codes)}.");
        }

        var (shop, version) = (now.Frame.Snapshot, model is null ? (await models.ChampionAsync(TurnModels.Purpose, cancellation))?.Id ?? default : new ModelVersionId(Cursor.Id(model)!.Value));
        int[] seeds = [.. Enumerable.Range(0, shop.Customers.Count).Where(customer => now.Of[customer] == segment)];
        return await alikes.FindAsync(version, shop, seeds, take, null, cancellation) is { } list
            ? Results.Json(new
            {
                segment = code,
                model = version.Value,
                shop.AsOf,
                list.Seeds,
                items = list.Customers.Select(one => new
                {
                    id = shop.Customers.Key[one.Customer],
                    one.Likeness,
                    segment = now.Of[one.Customer] is >= 0 and var own ? now.Codes[own] : null,
                    mailConsent = shop.Customers.MailConsent[one.Customer],
                }),
            })
            : Reading.Refuse(StatusCodes.Status404NotFound, "Nothing to tell", "Only a trained transformer tells which histories are alike: name the id of one as 'model=ID', or put one in charge.");
    }
}
