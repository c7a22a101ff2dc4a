using System.Text.Json.Nodes;
using Marketing.Execution;
using Marketing.Kernel;

namespace Marketing.App.Api.V1;

/// <summary>Advertising campaigns in the OpenAPI document, each address with an example of its answer.</summary>
internal static class OpenApiAds
{
    private const string Wanted = """{"name":"Tea","audience":null,"start":null,"end":"2026-04-30T22:00:00Z","dailyBudgetMinor":5000,"totalBudgetMinor":100000,"pricing":"click","priceMinor":30,"capShows":5,"capDays":7,"holdoutShare":0.1,"paces":true,"placements":["home"]}""";
    private const string Campaign = """{"id":3,"name":"Tea","state":"running","delivery":"shown","audience":null,"start":null,"end":"2026-04-30T22:00:00+00:00","dailyBudgetMinor":5000,"totalBudgetMinor":100000,"pricing":"click","priceMinor":30,"capShows":5,"capDays":7,"holdoutShare":0.1,"paces":true,"placements":["home"],"version":4,"actor":"anna","created":"2026-03-01T09:30:00+00:00","spentTodayMinor":1230,"spentMinor":45060,"pace":0.4}""";
    private const string Ad = """{"id":7,"campaign":3,"name":"Cup","headline":"A cup of tea","text":"Hot and strong.","image":"/cup.png","target":"/tea","active":true}""";
    private const string Placement = """{"code":"home","name":"Front page","surface":"shop","places":1}""";
    private const string Day = """{"day":"2026-03-31","campaign":3,"ad":7,"placement":"home","policy":"thompson#1","heldOut":false,"shows":1200,"clicks":41,"orders":3,"marginMinor":2150,"spendMinor":1230}""";

    public static void AddTo(JsonObject paths)
    {
        paths[AdCampaignEndpoints.Address] = new JsonObject
        {
            ["get"] = OpenApi.Exemplified(OpenApi.Reading("Read advertising campaigns, newest first. 'delivery' says why one shows nothing just now: not-running, not-yet, over, day-spent, all-spent, no-ad or no-placement. Money is minor units", OpenApi.CountedPage, "limit", "cursor"), $$"""{"items":[{{Campaign}}],"total":1,"next":null}"""),
            ["post"] = Writing("Create an advertising campaign, as a draft. What is left out has its usual value: free, for everybody, without dates, bounds or cap", Wanted, new JsonObject { ["201"] = Told("It is saved; Location is its address.", Campaign, withLocation: true) }),
        };
        paths[$"{AdCampaignEndpoints.Address}/{{id}}"] = new JsonObject
        {
            ["get"] = OpenApi.Exemplified(OpenApi.Reading("Read one advertising campaign. Its ETag is its version", OpenApi.One, "id"), Campaign),
            ["put"] = Addressed(
                Writing("Change an advertising campaign, running ones too; it holds from the next question on. What is sent takes the place of what was there", Wanted, new JsonObject
                {
                    ["200"] = Told("It is changed.", Campaign),
                    ["404"] = OpenApi.ProblemOf("There is no such campaign."),
                    ["409"] = OpenApi.ProblemOf("It has ended and stays as it is."),
                    ["412"] = OpenApi.ProblemOf("It was changed meanwhile, or If-Match holds no ETag of it. Nothing was changed."),
                    ["428"] = OpenApi.ProblemOf("There is no If-Match with the ETag of what was read."),
                }),
                new JsonObject { ["name"] = "If-Match", ["in"] = "header", ["required"] = true, ["description"] = "ETag of the campaign that the change was made from.", ["schema"] = new JsonObject { ["type"] = "string" } },
                "id"),
        };
        paths[$"{AdCampaignEndpoints.Address}/{{id}}/state"] = new JsonObject
        {
            ["post"] = Addressed(
                Writing("Start, hold or end an advertising campaign: running, paused or ended. What has ended stays so; one without an active advertisement outside networks, or whose end is past, does not start", """{"state":"running"}""", new JsonObject
                {
                    ["204"] = new JsonObject { ["description"] = "It is as wanted." },
                    ["404"] = OpenApi.ProblemOf("There is no such campaign."),
                    ["409"] = OpenApi.ProblemOf("It cannot from where it stands, or has no active advertisement, or its end is past; the detail says which."),
                }),
                null,
                "id"),
        };
        paths[$"{AdCampaignEndpoints.Address}/{{id}}/ads"] = new JsonObject
        {
            ["get"] = OpenApi.Exemplified(OpenApi.Reading("Read the advertisements of a campaign, oldest first", OpenApi.One, "id"), $$"""{"items":[{{Ad}}]}"""),
            ["post"] = Addressed(Writing("Add an advertisement", Ad, new JsonObject { ["201"] = Told("It takes part from the next question on.", Ad), ["404"] = OpenApi.ProblemOf("There is no such campaign.") }), null, "id"),
        };
        paths[$"{AdCampaignEndpoints.Address}/{{id}}/ads/{{ad}}"] = new JsonObject
        {
            ["put"] = Addressed(Writing("Change an advertisement. What has been learned of it stays: give what says something else a new one", Ad, new JsonObject { ["200"] = Told("It is changed.", Ad), ["404"] = OpenApi.ProblemOf("There is no such campaign, or it has no such advertisement.") }), null, "id", "ad"),
        };
        paths["/api/v1/ads/placements"] = new JsonObject { ["get"] = OpenApi.Exemplified(OpenApi.Reading("Read placements for advertisements, by code", OpenApi.CountedPage, "limit", "cursor"), $$"""{"items":[{{Placement}}],"total":1,"next":null}""") };
        paths["/api/v1/ads/placements/{code}"] = new JsonObject
        {
            ["put"] = Addressed(Writing($"Save a placement. 'surface' is shop, mail or network; 'places' are 1 to {AdPlacementValidator.MostPlaces} advertisements beside each other", Placement, new JsonObject { ["200"] = Told("It is saved.", Placement) }), null, "code"),
            ["delete"] = Addressed(
                new JsonObject
                {
                    ["summary"] = "Remove a placement that no campaign names, ended ones apart",
                    ["description"] = $"Needs the scope {ApiScopes.Ads}.",
                    ["responses"] = OpenApi.Errors(new JsonObject { ["204"] = new JsonObject { ["description"] = "It is removed." }, ["404"] = OpenApi.ProblemOf("There is no such placement."), ["409"] = OpenApi.ProblemOf("Campaigns name it; the detail says which.") }),
                },
                null,
                "code"),
        };
        paths["/api/v1/ads/days"] = new JsonObject
        {
            ["get"] = OpenApi.Exemplified(
                OpenApi.Reading("Read what was shown and what came of it, by day of the shop, campaign, advertisement, placement and policy, 31 days up to today unless 'first' and 'last' say others. Shows, clicks, orders and margin stand on the day of the show, what clicks cost on the day of the click; orders are those of seven days after a click. Networks have no policy. 'placement' is null where it is no longer known, as after an erasure", OpenApi.CountedPage, "first", "last", "campaign", "limit", "cursor"),
                $$"""{"items":[{{Day}}],"total":1,"next":null}"""),
        };
    }

    public static JsonObject Addressed(JsonObject verb, JsonObject? header, params string[] path)
    {
        verb["parameters"] = new JsonArray([.. path.Select(name => (JsonNode)new JsonObject { ["name"] = name, ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" } })]);
        if (header is not null)
        {
            verb["parameters"]!.AsArray().Add(header);
        }

        return verb;
    }

    public static JsonObject Writing(string summary, string example, JsonObject responses, string scope = ApiScopes.Ads)
    {
        responses["413"] = OpenApi.ProblemOf("The body has too many bytes.");
        responses["415"] = OpenApi.ProblemOf("The body is not JSON, or is packed in an unknown way.");
        responses["422"] = OpenApi.ProblemOf("It does not do; the detail names each field and the fix. Nothing was changed.");
        return new JsonObject
        {
            ["summary"] = summary,
            ["description"] = $"Needs the scope {scope}.",
            ["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" }, ["example"] = JsonNode.Parse(example) } },
            },
            ["responses"] = OpenApi.Errors(responses),
        };
    }

    public static JsonObject Told(string text, string example, bool withLocation = false)
    {
        var told = new JsonObject { ["description"] = text, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["example"] = JsonNode.Parse(example) } } };
        if (withLocation)
        {
            told["headers"] = new JsonObject { ["Location"] = new JsonObject { ["description"] = "Its address.", ["schema"] = new JsonObject { ["type"] = "string" } } };
        }

        return told;
    }
}
