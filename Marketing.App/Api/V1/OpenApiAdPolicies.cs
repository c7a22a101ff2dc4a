using System.Text.Json.Nodes;

namespace Marketing.App.Api.V1;

/// <summary>Policies of placements in the OpenAPI document, each address with an example of its answer.</summary>
internal static class OpenApiAdPolicies
{
    private const string Policy = """{"id":1,"name":"thompson#1","method":"thompson","parameters":{},"goal":"click","windowMinutes":60,"explorationBudgetMinor":null,"rewardValueMinor":100,"stage":"whole","since":"2026-03-01T09:30:00+00:00","actor":"system","learned":5200,"learnedTo":"2026-03-31T11:00:00+00:00","exploredTodayMinor":0,"arms":[{"ad":7,"rewards":5200,"weight":5200,"mean":0.034}]}""";
    private const string Both = $$"""{"placement":"home","incumbent":{{Policy}},"challenger":null,"former":{"id":4,"name":"ucb1#4","method":"ucb1","until":"2026-03-01T09:30:00+00:00"} }""";
    private const string Judgement = """{"placement":"home","challenger":"lin-ucb#2","stage":"half","verdict":"ready","at":"2026-01-31T09:30:00Z","choices":8400,"ofChallenger":4180,"incumbent":0.034,"difference":0.004,"low":-0.002,"high":0.01,"margin":0.0034,"refused":[]}""";
    private const string Switch = """{"off":false,"actor":"anna","at":"2026-03-31T11:00:00+00:00","reason":""}""";
    private const string WhatIf = """{"placement":"home","first":"2026-03-01","last":"2026-03-31","alternative":"chance","goal":"click","windowMinutes":60,"from":"2026-03-01T00:04:00+00:00","to":"2026-03-31T22:40:00+00:00","choices":52000,"taught":0,"logged":{"value":0.034,"low":0.032,"high":0.036},"would":{"value":0.021,"low":0.019,"high":0.023},"gain":{"value":-0.013,"low":-0.015,"high":-0.011},"estimates":{"dr":{"value":0.021,"low":0.019,"high":0.023}},"refused":null,"effectiveSampleSize":9100,"largestWeight":12.5,"caveats":["rows-independent","one-choice"]}""";
    private const string Effect = """{"campaign":3,"seen":5200,"heldOut":570,"seenMarginMinor":412.5,"heldOutMarginMinor":371.2,"gainMinor":214760,"lowMinor":31200,"highMinor":398320,"why":null}""";

    public static void AddTo(JsonObject paths)
    {
        const string Of = "/api/v1/ads/placements/{code}";
        paths[$"{Of}/policies"] = new JsonObject { ["get"] = OpenApi.Exemplified(OpenApi.Reading("Read how a placement chooses: the policy in charge and the one being tried, with what each has learned, and the one that was in charge before ('former'). The ledger names them by 'name'", OpenApi.One, "code"), Both) };
        paths[$"{Of}/challenger"] = new JsonObject
        {
            ["put"] = OpenApiAds.Addressed(
                OpenApiAds.Writing("Try another policy, in the shadow at first: it decides nothing and learns what the choices of the one in charge brought", """{"method":"lin-ucb","goal":"click","windowMinutes":60,"explorationBudgetMinor":500,"rewardValueMinor":100}""", new JsonObject
                {
                    ["200"] = OpenApiAds.Told("It is tried.", Both),
                    ["404"] = OpenApi.ProblemOf("There is no such placement."),
                    ["409"] = OpenApi.ProblemOf("Another one is tried already, or the one in charge decides in the very same way."),
                }),
                null,
                "code"),
            ["delete"] = OpenApiAds.Addressed(
                new JsonObject
                {
                    ["summary"] = "Take the policy that is tried back; the one in charge decides for everybody",
                    ["description"] = $"Needs the scope {Kernel.ApiScopes.Ads}.",
                    ["responses"] = OpenApi.Errors(new JsonObject { ["200"] = OpenApiAds.Told("It is taken back.", Both), ["404"] = OpenApi.ProblemOf("There is no such placement, or it tries none."), ["409"] = OpenApi.ProblemOf("It is at another stage by now, or guardrails do not say ready and force was not sent.") }),
                },
                new JsonObject { ["name"] = "reason", ["in"] = "query", ["required"] = false, ["description"] = "Why, for the audit log.", ["schema"] = new JsonObject { ["type"] = "string" } },
                "code"),
        };
        paths[$"{Of}/challenger/stage"] = new JsonObject
        {
            ["post"] = OpenApiAds.Addressed(
                OpenApiAds.Writing("Let the policy that is tried one stage further: from shadow to twentieth (5 % of the people), half, and whole, where it is in charge; only where guardrails say ready, or with force", """{"from":"shadow","force":true}""", new JsonObject
                {
                    ["200"] = OpenApiAds.Told("It is let further.", Both),
                    ["404"] = OpenApi.ProblemOf("There is no such placement, or it tries none."),
                    ["409"] = OpenApi.ProblemOf("It is at another stage by now."),
                }),
                null,
                "code"),
        };
        paths[$"{Of}/back"] = new JsonObject
        {
            ["post"] = OpenApiAds.Addressed(
                OpenApiAds.Writing("Put the policy that was in charge before in charge again. It goes on with what it had learned and learns what came meanwhile from the ledger", """{"to":"ucb1#4","reason":"Fewer orders"}""", new JsonObject
                {
                    ["200"] = OpenApiAds.Told("It is in charge again; the one before it is now 'former'.", Both),
                    ["404"] = OpenApi.ProblemOf("There is no such placement, or no other policy was in charge before."),
                    ["409"] = OpenApi.ProblemOf("Another policy is tried, or 'to' is not the one that was in charge before."),
                }),
                null,
                "code"),
        };
        paths[$"{Of}/judgement"] = new JsonObject { ["get"] = OpenApi.Exemplified(OpenApi.Reading("Read what guardrails say of the policy that is tried: wait, ready or harmful; what is harmful is taken back by itself. Figures are rewards a choice", OpenApi.One, "code"), Judgement) };
        paths["/api/v1/ads/switch"] = new JsonObject
        {
            ["get"] = OpenApi.Exemplified(OpenApi.Reading("Read whether all advertising is switched off", OpenApi.One), Switch),
            ["put"] = OpenApiAds.Writing("Switch all advertising off or on again", """{"off":true,"reason":"Wrong prices"}""", new JsonObject { ["200"] = OpenApiAds.Told("It is so from the next question on.", Switch) }),
        };
        paths["/api/v1/ads/what-if"] = new JsonObject
        {
            ["post"] = OpenApiAds.Writing(
                "Ask the ledger what another policy would have earned: chance, always one advertisement (ad:17), or a method, which learns from the first half of the days and is asked about the second. 'would' is the doubly robust estimate a choice, 'gain' the difference to what was earned, with 95 % intervals; 'refused' says why the log cannot answer. Without 'goal' and 'windowMinutes' those of the placement's policy in charge hold. Nothing is written",
                """{"placement":"home","policy":"chance","first":"2026-03-01","last":"2026-03-31","goal":"click","windowMinutes":60}""",
                new JsonObject { ["200"] = OpenApiAds.Told("What the log says, or why it cannot.", WhatIf) },
                Kernel.ApiScopes.Read),
        };
        paths["/api/v1/ads/effects"] = new JsonObject
        {
            ["get"] = OpenApi.Exemplified(
                OpenApi.Reading("Read what campaigns bring: the margin of known customers in the 28 days after they first saw one, against those who would have and were held out, with the 95 % interval of the sum. 'why' says why nothing can be told: no-holdout, too-few or no-margin", OpenApi.One),
                $$"""{"items":[{{Effect}}],"readTo":"2026-03-31T11:00:00+00:00"}"""),
        };
    }
}
