using Microsoft.AspNetCore.Antiforgery;

namespace Marketing.App.Access;

/// <summary>Ends a session.</summary>
internal static class SignOutEndpoint
{
    public static async Task<IResult> HandleAsync(HttpContext context, IAntiforgery antiforgery, Sessions sessions)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }

        await sessions.CloseAsync(context);
        return Results.LocalRedirect("/sign-in");
    }
}
