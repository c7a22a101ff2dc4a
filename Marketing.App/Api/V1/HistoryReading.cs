using System.Text.Json.Nodes;
using Marketing.App.Jobs;
using Marketing.App.Privacy;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api.V1;

/// <summary>What moved a score of a model of histories, and what such a model is made of.</summary>
internal static class HistoryReading
{
    private const string Another = "Name the id of a trained transformer as 'model=ID' (it is the 'version' of a training that /api/v1/models/trainings lists), or put one in charge.";

    public static void MapHistoryReading(this IEndpointRouteBuilder api)
    {
        var locked = ApiKeyScheme.Needs(ApiScopes.Read);
        api.MapGet("/customers/{id}/moved", MovedAsync).NeedsTransfer(TransferPlaces.Api).NotesReading("customers").RequireAuthorization(locked);
        api.MapGet("/models/{id}/structure", StructureAsync).RequireAuthorization(locked);
    }

    /// <summary>Describes the addresses.</summary>
    public static void AddTo(JsonObject paths)
    {
        paths["/api/v1/customers/{id}/moved"] = new JsonObject
        {
            ["get"] = OpenApi.Exemplified(
                OpenApi.Reading("Read what moved a product's score for a customer, by a transformer: 'model' is the id of a version, the one in charge when it is left out. The logit is the sum of 'history', 'had' and 'trends'; 'change' of an event is what the logit loses without that event alone, and such changes do not add up to it. Shares of attention say where the model looked, and are not causes", OpenApi.One, "id", "product", "model"),
                """{"customer":"10042","product":"TEA-1","model":77,"asOf":"2026-01-31T09:30:00Z","logit":4.58,"share":0.0101,"history":1.98,"question":0.44,"had":{"times":1,"orMore":false,"ordersAgo":1,"ordersAgoTo":1,"value":0.29},"trends":[{"halfLifeDays":7,"weight":0.27,"value":2.31}],"events":[{"at":"2026-01-12T15:00:00Z","product":"CUP-2","kind":"purchase","quantity":{"from":2,"to":3},"change":0.31,"throughHadBefore":0}],"older":0,"unseen":0,"attention":[{"layer":1,"head":1,"events":[0.7],"older":0,"question":0.3}]}"""),
        };
        paths["/api/v1/models/{id}/structure"] = new JsonObject { ["get"] = OpenApi.Reading("Read what a transformer is made of: its sizes, its arrays of parameters with mean and standard deviation, and the numbers it has learned for products had before and for how products sell", OpenApi.One, "id") };
    }

    private static async Task<IResult> MovedAsync(
        string id, string? product, string? model, [FromServices] ISequenceExplanations explanations, [FromServices] IModels models, [FromServices] ISnapshots snapshots, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(product) || (model is not null && Cursor.Id(model) is null))
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong question", "Name a product by its code as 'product=CODE', and the id of a model as 'model=ID' or leave it out for the one in charge.");
        }

        var shop = await snapshots.CurrentAsync(cancellation);
        var (who, what) = (shop.Customers.IndexOf(id), shop.Products.IndexOf(product));
        var version = model is null ? (await models.ChampionAsync(TurnModels.Purpose, cancellation))?.Id ?? default : new ModelVersionId(Cursor.Id(model)!.Value);
        return await explanations.ExplainAsync(version, shop, who, what, cancellation) switch
        {
            ExplainOutcome.Explained { Score: var score } => Results.Json(Shown(shop, shop.Customers.Key[who], shop.Products.Code[what], version, score)),
            ExplainOutcome.NotExplained { Why: var why } => Reading.Refuse(StatusCodes.Status404NotFound, "Nothing to tell", Text(why)),
            var other => throw new InvalidOperationException($"{other} is no answer."),
        };
    }

    private static object Shown(ShopSnapshot shop, string customer, string product, ModelVersionId version, ScoreExplanation score) => new
    {
        customer,
        product,
        model = version.Value,
        shop.AsOf,
        score.Logit,
        score.Share,
        score.History,
        score.Question,
        score.Had,
        score.Trends,
        events = score.Events.Select(one => new { at = one.Time, product = shop.Products.Code[one.Product], kind = one.Kind.ToString().ToLowerInvariant(), one.Quantity, one.Change, one.ThroughHadBefore }),
        score.Older,
        score.Unseen,
        attention = score.Attention.Select(one => new { layer = one.Layer + 1, head = one.Head + 1, one.Events, one.Older, one.Question }),
    };

    private static string Text(NoExplanation why) => why switch
    {
        NoExplanation.UnknownVersion => $"There is no model with this id, or none is in charge. {Another}",
        NoExplanation.OtherMethod => $"The model is none that reads histories; scores of a transformer can be explained. {Another}",
        NoExplanation.Untrained => $"The model has learned nothing: when it was trained, nobody had ordered twice. {Another}",
        NoExplanation.UnknownCustomer => "There is no customer with an order or an event by this number.",
        NoExplanation.UnknownProduct => "The model knows no product with this code.",
        NoExplanation.NoHistory => "The customer has bought and looked at nothing that the model knows, and gets what is popular.",
        _ => throw new ArgumentOutOfRangeException(nameof(why)),
    };

    private static async Task<IResult> StructureAsync(string id, [FromServices] ISequenceExplanations explanations, CancellationToken cancellation) =>
        Cursor.Id(id) is { } number && await explanations.StructureAsync(new ModelVersionId(number), cancellation) is { } structure
            ? Results.Json(structure)
            : Reading.Refuse(StatusCodes.Status404NotFound, "Not found", "There is no model with this id, or it is none that reads histories; transformers have a structure to show.");
}
