using System.Text.Json.Nodes;
using Marketing.App.Privacy;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>Advertisements for the placements of a page that is being built, and what became of them.</summary>
internal static class AdServingEndpoints
{
    private const int MostQuestions = 100;
    private const int MostExcluded = 100;
    private const string Clicked = "clicked";
    private const string Nothing = "Nothing was decided.";

    private static readonly string Kinds = string.Join(" or ", IAdDecisions.ReportedKinds);
    private static readonly BodyForm Form = new(
        ["placement", "customer", "exclude", "questions", "distinct"],
        $"Send {{\"placement\": \"home\", \"customer\": \"10042\"}}, or {{\"questions\": [...]}} with 1 to {MostQuestions} of these; 'customer' is the shop's customer number, or null for a visitor. With \"distinct\": true beside 'questions' no advertisement is chosen twice; 'exclude' names advertisements that are not to be shown.",
        Nothing);

    public static void MapAdServing(this IEndpointRouteBuilder api)
    {
        api.MapPost("/ads/decisions", DecideAsync).NeedsTransfer(TransferPlaces.Api).RequireAuthorization(ApiKeyScheme.Needs(ApiScopes.AdServing));
        IntakeEndpoints.MapItems<AdOutcome>(api, "/ads/outcomes", ApiScopes.AdServing, item => $"{item.Decision}", TakeAsync);
    }

    /// <summary>What became of an advertisement. The same decision, kind and time again change nothing.</summary>
    /// <param name="Decision">Number that it came with.</param>
    /// <param name="Kind"><c>clicked</c> or <c>bought</c>.</param>
    /// <param name="At">When.</param>
    /// <param name="ValueMinor">Margin of what was bought in minor units; left out, or 0, for a click.</param>
    internal sealed record AdOutcome(long Decision, string Kind, DateTimeOffset At, long? ValueMinor = null);

    public static void AddTo(JsonObject paths)
    {
        const string Example = """{"questions":[{"placement":"home","customer":"10042"},{"placement":"footer","customer":"10042","exclude":[7]}],"distinct":true}""";
        const string Answered = """{"answers":[{"placement":"home","known":true,"why":null,"ads":[{"place":1,"ad":3,"headline":"A cup of tea","text":"Hot and strong.","image":"/cup.png","target":"/tea","decision":4712,"probability":0.83}]},{"placement":"footer","known":true,"why":"none-eligible","ads":[]}]}""";
        paths["/api/v1/ads/decisions"] = new JsonObject
        {
            ["post"] = new JsonObject
            {
                ["summary"] = "Ask which advertisements to show in placements of a page, all at once or one. Each is a decision in the ledger with its probability, on disk when the answer comes. 'ad' is null where a place stays empty on purpose: the customer is held out, to measure what the campaign brings; show nothing there. 'why' says why a placement shows nothing: no-placement, none-eligible, switched-off or erased. A customer whom the shop does not know is answered as a visitor ('known' is false)",
                ["description"] = $"Needs the scope {ApiScopes.AdServing}. One question is answered with its own object, several with 'answers' in their order. With 'distinct' the questions are of one page view: they are answered one after the other, and an advertisement that was chosen for one is no candidate for those behind it. 'exclude' leaves up to {MostExcluded} advertisements out of one question, such as those that the page shows already. Probabilities are those among the candidates that are left.",
                ["requestBody"] = new JsonObject
                {
                    ["required"] = true,
                    ["content"] = new JsonObject
                    {
                        ["application/json"] = new JsonObject
                        {
                            ["schema"] = new JsonObject
                            {
                                ["type"] = "object",
                                ["properties"] = new JsonObject
                                {
                                    ["placement"] = new JsonObject { ["type"] = "string" },
                                    ["customer"] = new JsonObject { ["type"] = new JsonArray("string", "null") },
                                    ["exclude"] = Excluded(),
                                    ["distinct"] = new JsonObject { ["type"] = "boolean", ["default"] = false },
                                    ["questions"] = new JsonObject { ["type"] = "array", ["minItems"] = 1, ["maxItems"] = MostQuestions, ["items"] = OneOf() },
                                },
                            },
                            ["example"] = JsonNode.Parse(Example),
                        },
                    },
                },
                ["responses"] = OpenApi.Errors(new JsonObject
                {
                    ["200"] = new JsonObject { ["description"] = "What to show.", ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" }, ["example"] = JsonNode.Parse(Answered) } } },
                    ["413"] = OpenApi.ProblemOf("The body has too many bytes."),
                    ["415"] = OpenApi.ProblemOf("The body is not JSON, or is packed in an unknown way."),
                }),
            },
        };
        paths["/api/v1/ads/outcomes"] = OpenApi.Sending<AdOutcome>(
            ApiScopes.AdServing,
            "Send what became of advertisements: clicked, or bought with its margin. Orders of customers whom the shop knows are put down to their clicks without it",
            """{"decision":4712,"kind":"clicked","at":"2026-01-31T09:31:00Z"}""");
    }

    private sealed record Question(string Placement, string? Customer, IReadOnlyCollection<AdId> Exclude);

    private sealed record Asked(IReadOnlyList<Question> Questions, bool IsOne, bool IsDistinct);

    private static async Task<IResult> DecideAsync(
        HttpContext context,
        [FromServices] IAdServing serving,
        [FromServices] ICustomerRecords customers,
        [FromServices] ISnapshots snapshots,
        [FromServices] IOptions<ApiOptions> options,
        CancellationToken cancellation)
    {
        try
        {
            var wanted = await RequestBody.ReadAsync(context.Request, options.Value, Form, Wanted, cancellation);
            var shop = await snapshots.CurrentAsync(cancellation);
            var questions = await Task.WhenAll(wanted.Questions.Select(question => AskedAsync(question, customers, shop, cancellation)));
            var served = wanted.IsDistinct ? await serving.ServePageAsync(questions, cancellation) : await Task.WhenAll(questions.Select(question => serving.ServeAsync(question, cancellation)));
            var answers = questions.Zip(served, Answer).ToList();
            return wanted.IsOne ? Results.Json(answers[0]) : Results.Json(new { answers });
        }
        catch (BadRequestBodyException wrong)
        {
            return Reading.Refuse(wrong.Status, wrong.Title, wrong.Message);
        }
    }

    // Somebody unknown is answered too, as a visitor.
    private static async Task<AdQuestion> AskedAsync(Question question, ICustomerRecords customers, ShopSnapshot shop, CancellationToken cancellation) =>
        new(question.Placement, question.Customer is null ? null : await RecommendationReading.FindAsync(question.Customer, shop, customers, cancellation), question.Exclude);

    private static object Answer(AdQuestion question, AdsServed answer) => new
    {
        question.Placement,
        known = question.Customer is not null,
        why = answer is AdsServed.None(var why) ? Reading.Word(why) : null,
        ads = answer is AdsServed.Shown(var ads) ? ads.Select(Shown) : [],
    };

    private static JsonObject OneOf() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("placement"),
        ["properties"] = new JsonObject { ["placement"] = new JsonObject { ["type"] = "string" }, ["customer"] = new JsonObject { ["type"] = new JsonArray("string", "null") }, ["exclude"] = Excluded() },
    };

    private static JsonObject Excluded() => new() { ["type"] = "array", ["maxItems"] = MostExcluded, ["items"] = new JsonObject { ["type"] = "integer" } };

    private static object Shown(ServedAd ad) => new
    {
        ad.Place,
        ad = ad.Ad?.Id.Value,
        ad.Ad?.Draft.Headline,
        ad.Ad?.Draft.Text,
        ad.Ad?.Draft.Image,
        ad.Ad?.Draft.Target,
        decision = ad.Decision.Value,
        ad.Probability,
    };

    private static Asked Wanted(JsonObject body)
    {
        if (!body.TryGetPropertyValue("questions", out var several))
        {
            return body.ContainsKey("distinct") ? throw Form.Wrong("The field 'distinct' stands beside 'questions' only.") : new Asked([One(body)], true, false);
        }

        return several is JsonArray { Count: > 0 and <= MostQuestions } list && body.All(field => field.Key is "questions" or "distinct") && list.All(one => one is JsonObject question && question.All(field => field.Key is "placement" or "customer" or "exclude"))
            ? new Asked([.. list.Select(one => One(one!.AsObject()))], false, AdJson.Flag(body, "distinct", Form) ?? false)
            : throw Form.Wrong($"The field 'questions' is no list of 1 to {MostQuestions} questions, or stands beside another field.");
    }

    private static Question One(JsonObject question) => new(
        AdJson.Text(question, "placement") is { } placement && RecommendationQuery.IsPlacement(placement) ? placement : throw Form.Wrong($"The field 'placement' is missing, or is not {RecommendationQuery.PlacementForm}."),
        question["customer"] is null ? null : AdJson.Text(question, "customer") ?? throw Form.Wrong("The field 'customer' is no text."),
        Exclude(question["exclude"]));

    private static AdId[] Exclude(JsonNode? listed) =>
        listed is null ? []
        : listed is JsonArray { Count: <= MostExcluded } ads && ads.All(ad => ad is JsonValue number && number.TryGetValue<long>(out _)) ? [.. ads.Select(ad => new AdId(ad!.GetValue<long>()))]
        : throw Form.Wrong($"The field 'exclude' is no list of at most {MostExcluded} numbers of advertisements.");

    private static async Task<IReadOnlyList<ItemOutcome>> TakeAsync(IServiceProvider services, IntakeSender sender, IReadOnlyList<AdOutcome> items, CancellationToken cancellation)
    {
        var outcomes = items.Select(item => WrongValue(item) is null ? new Outcome(new DecisionId(item.Decision), item.Kind, item.At, item.ValueMinor ?? 0) : null).ToList();
        var results = new Queue<ReportResult>(await services.GetRequiredService<IAdServing>().ReportAsync([.. outcomes.OfType<Outcome>()], cancellation));
        return [.. items.Select(item => WrongValue(item) ?? Told(results.Dequeue()))];
    }

    private static ItemOutcome.Rejected? WrongValue(AdOutcome item) =>
        item.ValueMinor is null or 0 ? null
        : item.Kind == Clicked ? new ItemOutcome.Rejected("valueMinor", "A click has no value.", "Leave it out, or send 0.")
        : item.ValueMinor is > IAdServing.MostValue or < -IAdServing.MostValue ? new ItemOutcome.Rejected("valueMinor", $"The value is beyond {IAdServing.MostValue} minor units.", $"Send the margin in minor units, from -{IAdServing.MostValue} to {IAdServing.MostValue}.")
        : null;

    private static ItemOutcome Told(ReportResult result) => result switch
    {
        ReportResult.Taken => new ItemOutcome.Accepted(),
        ReportResult.Known => new ItemOutcome.Repeated(),
        ReportResult.TooEarly => new ItemOutcome.Rejected("at", "The advertisement was not chosen at that time.", "Send the time at which it was clicked or something was bought."),
        ReportResult.TooLate => new ItemOutcome.Rejected("at", "The time lies in the future of the shop's clock.", "Send the time at which it was clicked or something was bought, by the shop's clock."),
        ReportResult.WrongValue => new ItemOutcome.Rejected("valueMinor", "The value is beyond its bound, or stands beside a click.", $"Send the margin of an order in minor units, from -{IAdServing.MostValue} to {IAdServing.MostValue}."),
        ReportResult.NoKind => new ItemOutcome.Rejected("kind", "Nobody reports this kind of outcome.", $"Send {Kinds}."),
        _ => new ItemOutcome.Rejected("decision", "No advertisement was decided on with this number, or the person was erased.", "Send the 'decision' that an advertisement of /ads/decisions came with."),
    };
}
