using System.Reflection;
using Marketing.App.Hosting;

namespace Marketing.App.Api.V1;

/// <summary>
/// What an address takes in its query, told from the parameters of its handler. Anything else, anything twice and anything without a value
/// is refused: what is ignored silently answers another question than the one that was asked.
/// </summary>
/// <param name="Names">Names of the parameters.</param>
internal sealed record QueryTaken(IReadOnlyList<string> Names)
{
    private const int LongestShown = 60;

    /// <summary>Holds all addresses of a group to what they take.</summary>
    public static void Hold(IEndpointConventionBuilder api) => api.Finally(endpoint =>
    {
        var (taken, handle) = (Of((RouteEndpointBuilder)endpoint), endpoint.RequestDelegate!);
        endpoint.Metadata.Add(taken);
        endpoint.RequestDelegate = context => taken.Fault(context.Request.Query) is { } fault
            ? Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "Wrong parameter", fault)
            : handle(context);
    });

    private static QueryTaken Of(RouteEndpointBuilder endpoint) => new(
        [.. endpoint.Metadata.OfType<MethodInfo>().SelectMany(handler => handler.GetParameters()).SelectMany(NamesOf)
            .Where(name => endpoint.RoutePattern.GetParameter(name) is null)]);

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

            if (string.IsNullOrWhiteSpace(values[0]))
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
