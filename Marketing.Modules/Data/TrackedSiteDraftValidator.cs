using FluentValidation;

namespace Marketing.Data;

/// <summary>What a tracked site must keep to; used by <see cref="ITrackedSites"/> and by the form in front of it.</summary>
public sealed class TrackedSiteDraftValidator : AbstractValidator<TrackedSiteDraft>
{
    private const int LongestName = 100;
    private const int MostOrigins = 20;

    /// <summary>Sets up the rules.</summary>
    public TrackedSiteDraftValidator()
    {
        RuleFor(site => site.Name)
            .Must(name => !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName)
            .WithMessage($"The name of the site must have 1 to {LongestName} letters. Enter the name by which you know it.");
        RuleFor(site => site.Origins)
            .Must(origins => origins.Count is > 0 and <= MostOrigins)
            .WithMessage($"A site has 1 to {MostOrigins} addresses. Enter one a line, for example https://shop.example.");
        RuleFor(site => site.Origins)
            .Must(origins => origins.All(origin => Origin(origin) is not null))
            .WithMessage(site => $"'{site.Origins.First(origin => Origin(origin) is null)}' is not the address of a site. Enter https:// and the name alone, for example https://shop.example.");
    }

    /// <summary>The origin as browsers write it (scheme, host, port when unusual), or null when it is none.</summary>
    public static string? Origin(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.PathAndQuery == "/" && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0
            ? uri.IsDefaultPort ? $"{uri.Scheme}://{uri.IdnHost}" : $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}"
            : null;
}
