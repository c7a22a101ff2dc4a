using Microsoft.AspNetCore.Authorization;

namespace Marketing.App.Access;

/// <summary>Opens a page or an endpoint to everybody, and says why. The only way to do so: a test holds the list of them.</summary>
/// <param name="reason">Why it needs no session.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class PublicEndpointAttribute(string reason) : Attribute, IAllowAnonymous
{
    public string Reason { get; } = reason;
}

internal static class PublicEndpointExtensions
{
    /// <summary>Opens an endpoint to everybody, and says why.</summary>
    public static TBuilder Public<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new PublicEndpointAttribute(reason));
}
