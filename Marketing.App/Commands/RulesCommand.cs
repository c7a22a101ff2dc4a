using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Commands;

internal static class RulesCommand
{
    private const int MostNamed = 10;

    public const string Help = "Merchandising rules: what is hidden, pinned, raised, buried and kept apart in recommendations. A program that serves follows within a second.";

    public const string ShowHelp = """
        Print the book of rules in force, or an earlier version, as JSON that can be changed and published.

        Examples:
          marketing rules show > rules.json
          marketing rules show 3
        """;

    public const string CheckHelp = """
        Say whether a book of rules could be published, and warn of what it names and no product has; nothing is changed.

        Examples:
          marketing rules check rules.json

        A book with one rule:
          {"rules": [{"name": "No bags", "action": "hide", "products": {"nameHolds": "bag"}}]}
        An action is hide, pin (with slot), boost or bury (with factor), only or apart (with apartFrom); products are told by products (codes), category,
        nameHolds, priceFrom and priceTo (minor units); segment, placements, from and until narrow a rule. Beside rules a book has hideOutOfStock, bought
        (exclude, due or include), diversity, categoryCap, marginWeight, freshnessWeight, freshnessDays and explore.
        """;

    public const string PublishHelp = """
        Put a book of rules in force. With --onto it is refused when another version is in force by now.

        Examples:
          marketing rules publish rules.json --note "Christmas range first"
          marketing rules publish rules.json --onto 4
        """;

    public const string VersionsHelp = """
        List the versions, the newest first, which is in force.

        Examples:
          marketing rules versions --json
        """;

    public const string RestoreHelp = """
        Publish an earlier version again, as a new one.

        Examples:
          marketing rules restore 3
        """;

    private static readonly JsonSerializerOptions Written = new(RuleBooks.Json) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Argument<string> File { get; } = new("FILE") { Description = "A book of rules as 'marketing rules show' prints it." };

    public static Argument<long> Version { get; } = new("VERSION") { Description = "Number out of 'marketing rules versions'." };

    public static Argument<long?> Shown { get; } = new("VERSION") { Description = "Number out of 'marketing rules versions'; default: the one in force.", Arity = ArgumentArity.ZeroOrOne };

    public static Option<string> Note { get; } = new("--note") { Description = "Why, for whoever looks at the versions later.", HelpName = "TEXT", DefaultValueFactory = _ => "" };

    public static Option<long?> Onto { get; } = new("--onto") { Description = "The version that the file was made from.", HelpName = "VERSION" };

    public static async Task<int> ShowAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var rules = services.GetRequiredService<IMerchandising>();
        var version = parsed.GetValue(Shown) is { } number ? await FindAsync(rules, number, cancellation) : await rules.CurrentAsync(cancellation);
        context.Terminal.Output.WriteLine(JsonSerializer.Serialize(version.Book, Written));
        context.Terminal.Error.WriteLine(version.Version == 0 ? "No book was published yet; these are the settings that hold without one." : Line(version));
        return ExitStatus.Succeeded;
    }

    public static async Task<int> CheckAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var book = await ReadAsync(parsed.GetValue(File)!, cancellation);
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var rules = services.GetRequiredService<IMerchandising>();
        Refuse(rules.Check(book));
        await WarnAsync(context, rules, book, cancellation);
        context.Terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The book can be published: {Counted.Of(book.Rules.Count, "rule")}."));
        return ExitStatus.Succeeded;
    }

    public static async Task<int> PublishAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var book = await ReadAsync(parsed.GetValue(File)!, cancellation);
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        return await PublishAsync(context, services.GetRequiredService<IMerchandising>(), book, parsed.GetValue(Onto), parsed.GetValue(Note)!, cancellation);
    }

    public static async Task<int> VersionsAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var versions = (await services.GetRequiredService<IMerchandising>().VersionsAsync(new TableQuery(Take: 100_000), cancellation)).Items;
        if (context.Json)
        {
            context.Terminal.Json(versions.Select(version => new { version.Version, version.At, version.Actor, version.Note, rules = version.Book.Rules.Count }));
            return ExitStatus.Succeeded;
        }

        foreach (var version in versions)
        {
            context.Terminal.Output.WriteLine(Line(version));
        }

        if (versions.Count == 0)
        {
            context.Terminal.Output.WriteLine("No book was published yet. 'marketing rules publish FILE' publishes one.");
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> RestoreAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var rules = services.GetRequiredService<IMerchandising>();
        var old = await FindAsync(rules, parsed.GetValue(Version), cancellation);
        return await PublishAsync(context, rules, old.Book, null, string.Create(CultureInfo.InvariantCulture, $"Version {old.Version} again"), cancellation);
    }

    private static async Task<int> PublishAsync(CommandContext context, IMerchandising rules, RuleBook book, long? onto, string note, CancellationToken cancellation)
    {
        var basedOn = onto ?? (await rules.CurrentAsync(cancellation)).Version;
        switch (await rules.PublishAsync(book, basedOn, CommandContext.Actor, note, cancellation))
        {
            case PublishOutcome.Refused(var problems):
                Refuse(problems);
                break;
            case PublishOutcome.Overtaken({ } current):
                throw new OperatorException($"Another book is in force: {Line(current)}", $"Nothing was changed. 'marketing rules show' prints it; add what is yours and publish with --onto {current.Version}.", ExitStatus.BadInput);
            case PublishOutcome.Published({ } published):
                await WarnAsync(context, rules, book, cancellation);
                context.Terminal.Output.WriteLine(Line(published));
                break;
        }

        return ExitStatus.Succeeded;
    }

    // A rule may be made before its products are there; a misspelt one would do nothing without a word.
    private static async Task WarnAsync(CommandContext context, IMerchandising rules, RuleBook book, CancellationToken cancellation)
    {
        foreach (var doubt in await rules.DoubtsAsync(book, cancellation))
        {
            context.Terminal.Error.WriteLine($"Warning: '{doubt.Rule}': {Told(doubt)}");
        }
    }

    private static string Told(RuleDoubt doubt) => doubt.Kind switch
    {
        DoubtKind.Code => $"no product that is offered at a price or was ever sold has the code {Some(doubt.Values)}. Check the spelling, or bring the products in.",
        DoubtKind.Category => $"no product that is offered at a price or was ever sold is in the category '{doubt.Values[0]}'. Check the spelling, or bring the products in.",
        DoubtKind.Name => $"no product that is offered at a price or was ever sold has '{doubt.Values[0]}' in its name.",
        DoubtKind.Together => "no product meets all that it says.",
        var other => throw new InvalidOperationException($"{other} is no doubt."),
    };

    private static string Some(IReadOnlyList<string> codes) =>
        string.Join(", ", codes.Take(MostNamed)) + (codes.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {codes.Count - MostNamed} more") : "");

    private static void Refuse(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new OperatorException(string.Join(Environment.NewLine + "           ", problems), "Nothing was changed.", ExitStatus.BadInput);
        }
    }

    private static async Task<RuleBook> ReadAsync(string file, CancellationToken cancellation)
    {
        var path = GivenFile.Existing(file);
        try
        {
            return RuleBooks.Read(await System.IO.File.ReadAllTextAsync(path, cancellation));
        }
        catch (FormatException wrong)
        {
            throw new OperatorException($"{file}: {wrong.Message}", "Nothing was changed.", ExitStatus.BadInput);
        }
    }

    private static async Task<RuleBookVersion> FindAsync(IMerchandising rules, long version, CancellationToken cancellation) =>
        await rules.FindAsync(version, cancellation) ?? throw new OperatorException($"There is no version {version}.", "'marketing rules versions' lists them.", ExitStatus.BadInput);

    private static string Line(RuleBookVersion version) => string.Create(
        CultureInfo.InvariantCulture,
        $"Version {version.Version}, {version.At:yyyy-MM-dd HH:mm} UTC, by {version.Actor}: {Counted.Of(version.Book.Rules.Count, "rule")}{(version.Note.Length > 0 ? $", “{version.Note}”" : "")}");
}
