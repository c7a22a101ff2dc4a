using System.Reflection;
using Marketing.App.Hosting;
using Microsoft.Extensions.Primitives;

namespace Marketing.App.Api.V1;

/// <summary>
/// What an address takes in its query, told from the parameters of its handler. Anything else, anything twice and anything without a value
/// is refused: what is ignored silently answers another question than the one that was asked. Only what the template of a shop's page
/// writes for everybody, and the place in a list, may be empty, which counts as left out.
/// </summary>
/// <param name="Names">Names of the parameters.</param>
/// <param name="MayBeEmpty">Those that may be empty.</param>
internal sealed record QueryTaken(IReadOnlyList<string> Names, IReadOnlyList<string> MayBeEmpty)
{
    private const string Place = "cursor";
    private const int LongestShown = 60;

    /// <summary>Holds all addresses of a group to what they take.</summary>
    public static void Hold(IEndpointConventionBuilder api) => api.Finally(endpoint =>
    {
        var (taken, handle) = (Of((RouteEndpointBuilder)endpoint), endpoint.RequestDelegate!);
        endpoint.Metadata.Add(taken);
        endpoint.RequestDelegate = context =>
        {
            if (taken.Fault(context.Request.Query) is { } fault)
            {
                return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "Wrong parameter", fault);
            }

            if (context.Request.Query.Any(IsEmpty))
            {
                context.Request.Query = new QueryCollection(context.Request.Query.Where(one => !IsEmpty(one)).ToDictionary(StringComparer.OrdinalIgnoreCase));
            }

            return handle(context);
        };
    });

    private static QueryTaken Of(RouteEndpointBuilder endpoint)
    {
        var parameters = endpoint.Metadata.OfType<MethodInfo>().SelectMany(handler => handler.GetParameters()).ToList();
        return new(
            [.. parameters.SelectMany(NamesOf).Where(name => endpoint.RoutePattern.GetParameter(name) is null)],
            [Place, .. parameters.Where(parameter => parameter.ParameterType == typeof(VisitTold)).SelectMany(NamesOf)]);
    }

    private static bool IsEmpty(KeyValuePair<string, StringValues> parameter) => string.IsNullOrWhiteSpace(parameter.Value[0]);

    // The handlers take what was written, as text, one by one or several together as the parameters of a record.
    private static IEnumerable<string> NamesOf(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(AsParametersAttribute)) ? parameter.ParameterType.GetConstructors().Single().GetParameters().SelectMany(NamesOf)
        : parameter.ParameterType == typeof(string) ? [Lower(parameter.Name!)]
        : [];

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private string? Fault(IQueryCollection query)
    {
        foreach (var (typed, values) in query)
        {
            if (Names.FirstOrDefault(name => name.Equals(typed, StringComparison.OrdinalIgnoreCase)) is not { } known)
            {
                var shown = typed.Length > LongestShown ? typed[..LongestShown] + "…" : typed;
                return $"'{shown}' is no parameter of this address.{Spelling.Hint(shown, Names)} {(Names.Count == 0 ? "It takes none." : $"It takes {string.Join(", ", Names)}.")}";
            }

            if (values.Count > 1)
            {
                return $"'{known}' is given {values.Count} times. Give it once.";
            }

            if (IsEmpty(new(known, values)) && !MayBeEmpty.Contains(known))
            {
                return $"'{known}' has no value. Give it one, or leave it out.";
            }

            if (values[0]!.Any(char.IsControl))
            {
                return $"'{known}' holds a control character. Take it out.";
            }
        }

        return null;
    }
}
