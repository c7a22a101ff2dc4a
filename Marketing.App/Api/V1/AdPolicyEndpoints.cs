using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>How placements choose, how far a challenger is let, what another policy would have earned, and what campaigns bring.</summary>
internal static class AdPolicyEndpoints
{
    private static readonly BodyForm PolicyForm = new(
        ["method", "parameters", "goal", "windowMinutes", "explorationBudgetMinor", "rewardValueMinor"],
        "Send {\"method\": \"lin-ucb\", \"goal\": \"click\", \"windowMinutes\": 60}; 'goal' is click, order or margin.",
        AdCampaignEndpoints.Unchanged);

    private static readonly BodyForm StageForm = new(["from", "force"], "Send {\"from\": \"shadow\"}: the stage at which the challenger is, shadow, twentieth or half; with \"force\": true against what guardrails say.", AdCampaignEndpoints.Unchanged);

    private static readonly BodyForm BackForm = new(["to", "reason"], "Send {\"to\": \"thompson#1\", \"reason\": \"Fewer orders\"}: the name of 'former' out of the placement's policies.", AdCampaignEndpoints.Unchanged);

    private static readonly BodyForm SwitchForm = new(["off", "reason", "actor", "at"], "Send {\"off\": true, \"reason\": \"Wrong prices\"}.", AdCampaignEndpoints.Unchanged);

    private static readonly BodyForm WhatIfForm = new(
        ["placement", "first", "last", "policy", "parameters", "goal", "windowMinutes"],
        "Send {\"placement\": \"home\", \"policy\": \"chance\", \"first\": \"2026-03-01\", \"last\": \"2026-03-31\"}; 'policy' is chance, ad:17, or a method such as thompson.",
        "Nothing was asked.");

    public static void MapAdPolicies(this IEndpointRouteBuilder api)
    {
        var (reads, writes) = (ApiKeyScheme.Needs(ApiScopes.Read), ApiKeyScheme.Needs(ApiScopes.Ads));
        api.MapGet("/ads/placements/{code}/policies", FindAsync).RequireAuthorization(reads);
        api.MapPut("/ads/placements/{code}/challenger", ProposeAsync).RequireAuthorization(writes);
        api.MapPost("/ads/placements/{code}/challenger/stage", AdvanceAsync).RequireAuthorization(writes);
        api.MapDelete("/ads/placements/{code}/challenger", FallBackAsync).RequireAuthorization(writes);
        api.MapPost("/ads/placements/{code}/back", GoBackAsync).RequireAuthorization(writes);
        api.MapGet("/ads/placements/{code}/judgement", JudgeAsync).RequireAuthorization(reads);
        api.MapGet("/ads/switch", async ([FromServices] IAdPolicies policies, CancellationToken cancellation) => Results.Json(AdPolicyJson.Shown(await policies.SwitchAsync(cancellation)))).RequireAuthorization(reads);
        api.MapPut("/ads/switch", SwitchAsync).RequireAuthorization(writes);
        api.MapPost("/ads/what-if", AskAsync).RequireAuthorization(reads);
        api.MapGet("/ads/effects", EffectsAsync).RequireAuthorization(reads);
    }

    private static async Task<IResult> FindAsync(string code, [FromServices] IAdCampaigns campaigns, [FromServices] IAdPolicies policies, CancellationToken cancellation) =>
        await IsAsync(code, campaigns, cancellation) ? Results.Json(AdPolicyJson.Shown(await policies.FindAsync(code, cancellation))) : NoPlacement();

    private static async Task<IResult> ProposeAsync(string code, HttpContext context, [FromServices] IAdCampaigns campaigns, [FromServices] IAdPolicies policies, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation) =>
        !await IsAsync(code, campaigns, cancellation)
            ? NoPlacement()
            : await AdCampaignEndpoints.WriteAsync(context, options.Value, PolicyForm, body => AdPolicyJson.Settings(body, PolicyForm), async settings =>
                await policies.ProposeAsync(code, settings, ApiKeyScheme.SenderOf(context.User), cancellation) switch
                {
                    RolloutChange.Done => Results.Json(AdPolicyJson.Shown(await policies.FindAsync(code, cancellation))),
                    RolloutChange.Same => Reading.Refuse(StatusCodes.Status409Conflict, "It decides so already", $"The policy in charge has the same method, parameters, goal, window and money, so that there is nothing to try. Change one of them. {AdCampaignEndpoints.Unchanged}"),
                    _ => Reading.Refuse(StatusCodes.Status409Conflict, "There is a challenger", $"The placement tries another policy already. Take that back first. {AdCampaignEndpoints.Unchanged}"),
                });

    private static async Task<IResult> AdvanceAsync(string code, HttpContext context, [FromServices] IAdCampaigns campaigns, [FromServices] IAdPolicies policies, [FromServices] IAdRollouts rollouts, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation) =>
        !await IsAsync(code, campaigns, cancellation)
            ? NoPlacement()
            : await AdCampaignEndpoints.WriteAsync(context, options.Value, StageForm, body => (From: AdJson.Named<AdStage>(body, "from", StageForm) ?? throw StageForm.Wrong("The field 'from' is missing."), IsForced: AdJson.Flag(body, "force", StageForm) ?? false), async wanted =>
                !wanted.IsForced && await rollouts.JudgeAsync(code, cancellation) is { Verdict: not RolloutVerdict.Ready } judged && judged.Challenger.Stage == wanted.From
                    ? Reading.Refuse(StatusCodes.Status409Conflict, "Guardrails do not say so yet", $"The figures do not say that {judged.Challenger.Name} does no harm (verdict: {Reading.Word(judged.Verdict)}). /api/v1/ads/placements/{code}/judgement says what is known; wait, or send \"force\": true. {AdCampaignEndpoints.Unchanged}")
                    : Told(await policies.AdvanceAsync(code, wanted.From, ApiKeyScheme.SenderOf(context.User), cancellation), AdPolicyJson.Shown(await policies.FindAsync(code, cancellation))));

    private static async Task<IResult> FallBackAsync(string code, string? reason, HttpContext context, [FromServices] IAdCampaigns campaigns, [FromServices] IAdPolicies policies, CancellationToken cancellation) =>
        !await IsAsync(code, campaigns, cancellation)
            ? NoPlacement()
            : Told(await policies.FallBackAsync(code, reason ?? "", ApiKeyScheme.SenderOf(context.User), cancellation), AdPolicyJson.Shown(await policies.FindAsync(code, cancellation)));

    private static async Task<IResult> GoBackAsync(string code, HttpContext context, [FromServices] IAdCampaigns campaigns, [FromServices] IAdPolicies policies, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation) =>
        !await IsAsync(code, campaigns, cancellation)
            ? NoPlacement()
            : await AdCampaignEndpoints.WriteAsync(context, options.Value, BackForm, body => (To: AdJson.Needed(body, "to", BackForm), Reason: AdJson.Optional(body, "reason", BackForm) ?? ""), async wanted =>
                await policies.GoBackAsync(code, wanted.To, wanted.Reason, ApiKeyScheme.SenderOf(context.User), cancellation) switch
                {
                    RolloutChange.Done => Results.Json(AdPolicyJson.Shown(await policies.FindAsync(code, cancellation))),
                    RolloutChange.NoFormer => Reading.Refuse(StatusCodes.Status404NotFound, "No former policy", $"No other policy was in charge of this placement before. {AdCampaignEndpoints.Unchanged}"),
                    RolloutChange.ChallengerThere => Reading.Refuse(StatusCodes.Status409Conflict, "There is a challenger", $"The placement tries another policy. Take that back first. {AdCampaignEndpoints.Unchanged}"),
                    _ => Reading.Refuse(StatusCodes.Status409Conflict, "It is another one", $"What 'to' names is not the policy that was in charge before; /api/v1/ads/placements/{code}/policies names it as 'former'. {AdCampaignEndpoints.Unchanged}"),
                });

    private static async Task<IResult> JudgeAsync(string code, [FromServices] IAdCampaigns campaigns, [FromServices] IAdRollouts rollouts, CancellationToken cancellation) =>
        !await IsAsync(code, campaigns, cancellation) ? NoPlacement() : await rollouts.JudgeAsync(code, cancellation) is { } judged ? Results.Json(AdPolicyJson.Shown(judged)) : NoChallenger();

    private static Task<IResult> SwitchAsync(HttpContext context, [FromServices] IAdPolicies policies, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation) => AdCampaignEndpoints.WriteAsync(
        context,
        options.Value,
        SwitchForm,
        body => (IsOff: AdJson.Flag(body, "off", SwitchForm) ?? throw SwitchForm.Wrong("The field 'off' is missing."), Reason: AdJson.Optional(body, "reason", SwitchForm) ?? ""),
        async wanted =>
        {
            await (wanted.IsOff ? policies.KillAsync(wanted.Reason, ApiKeyScheme.SenderOf(context.User), cancellation) : policies.ReviveAsync(ApiKeyScheme.SenderOf(context.User), cancellation));
            return Results.Json(AdPolicyJson.Shown(await policies.SwitchAsync(cancellation)));
        });

    private static async Task<IResult> AskAsync(HttpContext context, [FromServices] IAdWhatIfs whatIfs, [FromServices] IAdCampaigns campaigns, [FromServices] IAdPolicies policies, [FromServices] IShop shop, [FromServices] BusinessClock clock, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        try
        {
            return await AdCampaignEndpoints.WriteAsync(context, options.Value, WhatIfForm, body => AdPolicyJson.Question(body, WhatIfForm, shop.DayOf(clock.GetUtcNow())), async wanted =>
            {
                // Of a placement that there is not nothing is begun.
                return await IsAsync(wanted.Placement, campaigns, cancellation)
                    ? Results.Json(AdPolicyJson.Shown(await whatIfs.AskAsync(wanted.Of((await policies.FindAsync(wanted.Placement, cancellation)).Incumbent.Settings), null, cancellation)))
                    : NoPlacement();
            });
        }
        catch (OperatorException wrong)
        {
            return Reading.Refuse(StatusCodes.Status422UnprocessableEntity, "It cannot be asked", $"{wrong.Message} {wrong.Fix}");
        }
    }

    private static async Task<IResult> EffectsAsync([FromServices] IAdEffects effects, CancellationToken cancellation)
    {
        var (items, readTo) = await effects.EffectsAsync(cancellation);
        return Results.Json(new { items = items.Select(AdPolicyJson.Shown), readTo });
    }

    private static async Task<bool> IsAsync(string code, IAdCampaigns campaigns, CancellationToken cancellation) => (await campaigns.PlacementsAsync(cancellation)).Any(one => one.Code == code && one.Surface != PlacementSurface.Network);

    private static IResult Told(RolloutChange change, object shown) => change switch
    {
        RolloutChange.Done => Results.Json(shown),
        RolloutChange.NoChallenger => NoChallenger(),
        _ => Reading.Refuse(StatusCodes.Status409Conflict, "It is elsewhere", $"The challenger is at another stage by now. Read it again. {AdCampaignEndpoints.Unchanged}"),
    };

    private static IResult NoPlacement() => Reading.Refuse(StatusCodes.Status404NotFound, "Not found", "There is no placement with this code, or it is in a network, which decides by itself. /api/v1/ads/placements lists those that there are.");

    private static IResult NoChallenger() => Reading.Refuse(StatusCodes.Status404NotFound, "No challenger", "The placement tries no other policy.");
}
