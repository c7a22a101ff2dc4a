using Marketing.App.Access;
using Marketing.App.Components.PublicPages;
using Marketing.App.Privacy;
using Marketing.App.Resources;
using Marketing.App.Tracking;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketing.App.Api;

/// <summary>
/// What people outside choose, by the signed link of a mail: the link is the whole key, so nothing depends on cookies. Reading never
/// changes anything, because programs that look for bad links read every one of them.
/// </summary>
internal static class PreferencesEndpoints
{
    private const int MostBytes = 16 * 1024;
    private const string Reason = "People who get mails choose here without an account; a signed link of their own mail names them, and nothing else does.";

    public static void MapPreferences(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/preferences/{token}", ShowAsync).RequireRateLimiting(PreferencesLimit.Name).Public(Reason);
        endpoints.MapPost("/preferences/{token}", ChooseAsync).RequireRateLimiting(PreferencesLimit.Name).Public(Reason);
        endpoints.MapGet("/unsubscribe/{token}", ShowAsync).RequireRateLimiting(PreferencesLimit.Name).Public(Reason);
        endpoints.MapPost("/unsubscribe/{token}", OneClickAsync).RequireRateLimiting(PreferencesLimit.Name).Public("Mail readers unsubscribe here with one click (RFC 8058); the signed link names the person, and nothing else does.");
    }

    private static async Task<IResult> ShowAsync(
        string token, HttpContext context, [FromServices] IPreferenceLinks links, [FromServices] IConsents consents, [FromServices] ISuppressions suppressions, [FromServices] IConsentWordings wordings, [FromServices] Words words, CancellationToken cancellation)
    {
        Read(context, words);
        return await FindAsync(token, links, consents, cancellation) is { } customer
            ? await DocumentAsync(token, customer, PreferenceAnswer.None, consents, suppressions, wordings, words, cancellation)
            : Gone(token);
    }

    private static async Task<IResult> ChooseAsync(
        string token, HttpContext context, [FromServices] IPreferenceLinks links, [FromServices] IConsents consents, [FromServices] ISuppressions suppressions, [FromServices] IConsentWordings wordings, [FromServices] Words words, CancellationToken cancellation)
    {
        Read(context, words);
        if (await FindAsync(token, links, consents, cancellation) is not { } customer)
        {
            return Gone(token);
        }

        if (await CappedBody.ReadAsync(context.Request, MostBytes, cancellation) is not { } body)
        {
            return Results.Text(words["Preferences.TooLong"], statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        var form = QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(body));
        var nothing = form.ContainsKey("nothing");
        List<ConsentUse> granted = nothing ? [] : [.. ConsentUse.Asked.Where(use => form["use"].Contains(PreferencesDocument.Name(use)))];
        await consents.ChooseAsync(customer, granted, words.Language, "preference page", cancellation);
        return await DocumentAsync(token, customer, nothing ? PreferenceAnswer.Nothing : PreferenceAnswer.Saved, consents, suppressions, wordings, words, cancellation);
    }

    // A mail reader shows the answer to nobody: the status says how it went, and no redirect may come between (section 3.1).
    private static async Task<IResult> OneClickAsync(string token, HttpContext context, [FromServices] IPreferenceLinks links, [FromServices] IConsents consents, CancellationToken cancellation)
    {
        if (links.Read(token) is not { } customer)
        {
            return Results.Text("This link is not valid.\n", statusCode: StatusCodes.Status404NotFound);
        }

        if (await CappedBody.ReadAsync(context.Request, MostBytes, cancellation) is not { } body || !AsksForIt(body))
        {
            return Results.Text("Post List-Unsubscribe=One-Click to unsubscribe.\n", statusCode: StatusCodes.Status400BadRequest);
        }

        return await consents.UnsubscribeAsync(customer, "one-click unsubscribe", cancellation)
            ? Results.Text("Unsubscribed.\n")
            : Results.Text("This link is not valid.\n", statusCode: StatusCodes.Status404NotFound);
    }

    // As a form or as multipart, the pair stands in the body as plain text either way.
    private static bool AsksForIt(byte[] body)
    {
        var text = System.Text.Encoding.UTF8.GetString(body);
        return text.Contains("List-Unsubscribe=One-Click", StringComparison.OrdinalIgnoreCase)
            || (text.Contains("name=\"List-Unsubscribe\"", StringComparison.OrdinalIgnoreCase) && text.Contains("One-Click", StringComparison.OrdinalIgnoreCase));
    }

    private static void Read(HttpContext context, Words words) =>
        words.Use(context.Request.Query["lang"].ToString() is { Length: > 0 } chosen && Words.Languages.Contains(chosen) ? chosen : Preferences.Of(context.Request).Language);

    private static async Task<CustomerId?> FindAsync(string token, IPreferenceLinks links, IConsents consents, CancellationToken cancellation) =>
        links.Read(token) is { } customer && await consents.KnowsAsync(customer, cancellation) ? customer : null;

    private static async Task<IResult> DocumentAsync(
        string token, CustomerId customer, PreferenceAnswer answer, IConsents consents, ISuppressions suppressions, IConsentWordings wordings, Words words, CancellationToken cancellation)
    {
        var states = await consents.StateAsync(customer, cancellation);
        var texts = await wordings.ListAsync(cancellation);

        // A yes to mail that does not count, since somebody with the address has refused, is not ticked: saving the page must not give it anew.
        var held = (await suppressions.HeldAsync([customer], cancellation)).Count > 0;
        return new RazorComponentResult<PreferencesDocument>(new Dictionary<string, object?>
        {
            [nameof(PreferencesDocument.Token)] = token,
            [nameof(PreferencesDocument.Answer)] = answer,
            [nameof(PreferencesDocument.Granted)] = states.Where(state => state.Granted && !(held && state.Use is { Purpose: ConsentPurposes.Marketing, Channel: ConsentChannels.Mail })).Select(state => state.Use).ToHashSet(),
            [nameof(PreferencesDocument.Texts)] = texts.Where(text => text.Language == words.Language).GroupBy(text => text.Purpose).ToDictionary(group => group.Key, group => group.First().Text),
        });
    }

    // Forged, run out and erased look the same.
    private static RazorComponentResult<PreferencesDocument> Gone(string token) =>
        new(new Dictionary<string, object?> { [nameof(PreferencesDocument.Token)] = token, [nameof(PreferencesDocument.Answer)] = PreferenceAnswer.Gone }) { StatusCode = StatusCodes.Status404NotFound };
}
