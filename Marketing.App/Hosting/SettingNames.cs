using System.Collections;
using System.Reflection;
using Marketing.App.Access;
using Marketing.App.Api.V1;
using Marketing.App.Jobs;
using Marketing.App.Privacy;
using Marketing.App.Tracking;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Execution;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Marketing.App.Hosting;

/// <summary>Which settings there are: one that is misspelt would change nothing, and nobody would know.</summary>
internal static class SettingNames
{
    /// <summary>Section by section, the options bound to it.</summary>
    public static IReadOnlyDictionary<string, Type> Sections { get; } = new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase)
    {
        ["Kernel"] = typeof(KernelOptions),
        ["Data"] = typeof(DataOptions),
        ["Features"] = typeof(FeaturesOptions),
        ["Model"] = typeof(ModelOptions),
        ["Model:Related"] = typeof(RelatedOptions),
        ["Model:Economy"] = typeof(EconomyOptions),
        ["Model:Outlooks"] = typeof(OutlookOptions),
        ["Model:Demand"] = typeof(DemandOptions),
        ["Model:Training"] = typeof(TrainingOptions),
        ["Strategy"] = typeof(StrategyOptions),
        ["Strategy:Inventory"] = typeof(InventoryOptions),
        ["Strategy:Contacts"] = typeof(ContactsOptions),
        ["Execution"] = typeof(ExecutionOptions),
        ["Evaluation"] = typeof(EvaluationOptions),
        [JobsOptions.Section] = typeof(JobsOptions),
        ["Api"] = typeof(ApiOptions),
        ["Access"] = typeof(AccessOptions),
        ["Pages"] = typeof(PagesOptions),
        ["Preferences"] = typeof(PreferencesOptions),
        ["Tracking"] = typeof(TrackingOptions),
    };

    // Understood by the web server and the log, not by this program; what is in them is theirs.
    private static readonly string[] Others = ["Logging", "Kestrel", "urls", "AllowedHosts"];

    /// <summary>Settings of the files, of <c>MARKETING_</c> variables and of the command line that nothing reads, with the likeliest that was meant.</summary>
    public static IReadOnlyList<string> Unknown(IConfigurationRoot configuration)
    {
        // Variables without the program's name before them belong to the whole machine.
        var own = configuration.Providers.Where(provider => provider is not EnvironmentVariablesConfigurationProvider || provider.ToString()!.Contains(ShopConfiguration.Prefix, StringComparison.Ordinal));
        return [.. own.SelectMany(provider => Keys(provider, null)).Distinct(StringComparer.OrdinalIgnoreCase).Select(Fault).OfType<string>().Distinct()];
    }

    private static IEnumerable<string> Keys(IConfigurationProvider provider, string? parent) =>
        provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase).SelectMany(child =>
        {
            var path = parent is null ? child : $"{parent}:{child}";
            var below = Keys(provider, path).ToList();
            return below.Count == 0 ? [path] : below;
        });

    // What is wrong with a key, or null.
    private static string? Fault(string key)
    {
        var parts = key.Split(':');
        if (Others.Contains(parts[0], StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        if (!Sections.ContainsKey(parts[0]))
        {
            return $"{parts[0]} is no section.{Spelling.Hint(parts[0], Sections.Keys.Where(name => !name.Contains(':')).Concat(Others))}";
        }

        var section = parts.Length > 1 && Sections.ContainsKey($"{parts[0]}:{parts[1]}") ? 2 : 1;
        var type = Sections[string.Join(':', parts.Take(section))];
        for (var i = section; i < parts.Length && IsGroup(type); i++)
        {
            var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
            if (properties.FirstOrDefault(property => property.Name.Equals(parts[i], StringComparison.OrdinalIgnoreCase)) is not { } property)
            {
                var names = properties.Select(one => one.Name).Concat(Sections.Keys.Where(name => i == 1 && name.StartsWith($"{parts[0]}:", StringComparison.OrdinalIgnoreCase)).Select(name => name.Split(':')[1]));
                return $"{string.Join(':', parts.Take(i + 1))} is no setting.{Spelling.Hint(parts[i], names)}";
            }

            type = property.PropertyType;
        }

        return null;
    }

    // Lists and dictionaries name their own; numbers, words and times have no parts.
    private static bool IsGroup(Type type) => type.IsClass && type != typeof(string) && !typeof(IEnumerable).IsAssignableFrom(type);
}
