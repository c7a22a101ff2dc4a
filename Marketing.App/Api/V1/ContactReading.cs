using System.Globalization;
using System.Text.Json.Nodes;
using Marketing.App.Components.Pages.Contacts;
using Marketing.App.Resources;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api.V1;

/// <summary>The contact policy as other programs read it.</summary>
internal static class ContactReading
{
    private static readonly Words English = Words.In(Words.English);

    public static void MapContactReading(this IEndpointRouteBuilder api) => api
        .MapGet("/contacts/policy", async ([FromServices] IContactPolicies policies, CancellationToken cancellation) => Results.Json(Shown(await policies.StateAsync(cancellation))))
        .RequireAuthorization(ApiKeyScheme.Needs(ApiScopes.Read));

    /// <summary>Puts the address into the OpenAPI document.</summary>
    public static void AddTo(JsonObject paths)
    {
        const string Method = """{"method":"fitted-q","mayAct":true,"covered":0.56,"figuresMinor":{"wdr":{"value":3943.1,"low":3781.2,"high":4075.7},"gain_over_myopic":{"value":702.2,"low":658.2,"high":749.3},"gain_over_everybody":{"value":1276.7,"low":1145.8,"high":1401.4}},"reasons":[]}""";
        paths["/api/v1/contacts/policy"] = new JsonObject
        {
            ["get"] = OpenApi.Exemplified(
                OpenApi.Reading("Read the contact policy, which decides in campaigns that ask for it who is written to now: the switch, and the newest verdict with what it rests on. 'acting' is null while everybody is written to, 'verdict' before the first learning. Figures are minor units a customer, discounted, with 95 % intervals; 'picture' is the share written to by days since the last message and the last order (from so many on, null for none)", OpenApi.One),
                $$$$"""{"acting":12,"damage":null,"switch":{"off":false,"actor":null,"at":null,"reason":""},"verdict":{"id":12,"at":"2026-03-31T02:10:00+00:00","method":"fitted-q","parameters":{"gamma":"0.98"},"obstacle":null,"counts":{"moments":10800,"known":9900,"customers":900,"repeated":900,"leftAlone":0.5,"withoutChance":0,"allCustomers":900},"methods":[{{{{Method}}}}],"shown":"fitted-q","picture":[{"sinceMessage":14,"sinceOrder":0,"moments":3245,"writes":0.05}],"terms":{"mailCost":0,"exploration":0.1,"horizonDays":30,"dailyDiscount":0.98,"leastCustomers":200}}}"""),
        };
    }

    /// <summary>How it stands, as programs read it.</summary>
    public static object Shown(ContactPolicyState state) => new
    {
        acting = state.Acting,
        damage = state.Damage,
        @switch = new { off = state.Switch.IsOff, state.Switch.Actor, state.Switch.At, state.Switch.Reason },
        verdict = state.Latest is { } latest ? Shown(latest) : null,
    };

    private static object Shown(KeptContacts kept) => new
    {
        kept.Id,
        kept.At,
        kept.Method,
        kept.Parameters,
        obstacle = kept.Findings.Obstacle is { } obstacle ? Shown(obstacle) : null,
        kept.Findings.Counts,
        methods = kept.Findings.Methods.Select(method => new
        {
            method.Method,
            method.MayAct,
            method.Covered,
            figuresMinor = method.Figures.ToDictionary(figure => figure.Name, figure => new { figure.Value, figure.Low, figure.High }),
            reasons = method.Obstacles.Select(Shown),
        }),
        kept.Findings.Shown,
        picture = kept.Findings.Picture.Select(cell => new { sinceMessage = From(cell.SinceMessage), sinceOrder = From(cell.SinceOrder), cell.Moments, cell.Writes }),
        kept.Findings.Terms,
    };

    private static object Shown(ContactObstacle obstacle) => new { obstacle.Code, obstacle.Values, text = ContactWords.Why(English, obstacle, minor => minor.ToString("0.##", CultureInfo.InvariantCulture)) };

    private static int? From(int days) => days < 0 ? null : days;
}
