using Marketing.App.Resources;
using Marketing.Strategy;

namespace Marketing.App.Components.Widgets;

/// <summary>A doubt about a merchandising rule in words.</summary>
internal static class DoubtWords
{
    private const int MostNamed = 10;

    public static string Say(Words words, Display display, RuleDoubt doubt) => words[$"Merchandising.Doubt.{doubt.Kind}", doubt.Rule, Named(words, display, doubt.Values)];

    private static string Named(Words words, Display display, IReadOnlyList<string> values) =>
        string.Join(words["Campaigns.ListComma"], values.Take(MostNamed)) + (values.Count > MostNamed ? words["Merchandising.DoubtMore", display.Number(values.Count - MostNamed)] : "");
}
