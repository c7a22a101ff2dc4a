using System.CommandLine;
using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class DuplicatesCommand
{
    public const string Help = "Records of customers that may be one person: list them with the evidence, merge them, take a merge back.";

    public const string ListHelp = """
        List pairs of records that may be one person, the likeliest first, with what each field says.
        Records are named by the shop's own customer numbers; what stands in the fields is shown on the page Duplicates of the dashboard only.

        Examples:
          marketing duplicates list
          marketing duplicates list --show merged --json
        """;

    public const string MergeHelp = """
        Have one record read under another from now on. Nothing is moved: 'marketing duplicates undo' gives back exactly what was there.
        A consent withdrawn on either record stays withdrawn until the person agrees again.

        Examples:
          marketing duplicates merge 12345 12399
        """;

    public const string ApartHelp = """
        Note that two records are two people; they are not proposed again.

        Examples:
          marketing duplicates apart 12345 12399
        """;

    public const string UndoHelp = """
        Take a merge back.

        Examples:
          marketing duplicates list --show merged
          marketing duplicates undo 7
        """;

    public static Argument<string> Survivor { get; } = new("NUMBER") { Description = "Customer number of the record that stays." };

    public static Argument<string> Merged { get; } = new("OTHER") { Description = "Customer number of the other record." };

    public static Argument<long> Merge { get; } = new("MERGE") { Description = "Number of the merge, as 'marketing duplicates list --show merged' shows it." };

    public static Option<string> Show { get; } = Choice();

    public static Option<int> Take { get; } = new("--take") { Description = "How many at most; default 25.", HelpName = "N", DefaultValueFactory = _ => 25 };

    public static async Task<int> ListAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation, showsPeople: true);
        var duplicates = services.GetRequiredService<IDuplicateCustomers>();
        var part = new TableQuery(Take: Math.Clamp(parsed.GetValue(Take), 1, 10_000));
        if (parsed.GetValue(Show) == "merged")
        {
            var merges = await duplicates.MergesAsync(part, cancellation);
            Print(context, merges.Items, merges.Total, merge => $"{merge.Id}  {merge.SurvivorKey} <- {merge.MergedKey}  {Words(merge.Probability, merge.Evidence)}{(merge.Undone is { } at ? $"  taken back {at:yyyy-MM-dd}" : "")}", "No records have been merged.");
        }
        else
        {
            var pairs = await duplicates.ListAsync(part, cancellation);
            Print(
                context,
                pairs.Items.Select(pair => new { Survivor = pair.Survivor.Key, Other = pair.Other.Key, pair.Probability, pair.Evidence }),
                pairs.Total,
                pair => $"{pair.Survivor}  {pair.Other}  {Words(pair.Probability, pair.Evidence)}",
                "No two records look like one person.");
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> MergeAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation, showsPeople: true);
        var (survivor, merged) = await PairAsync(services, parsed, cancellation);
        switch (await services.GetRequiredService<IDuplicateCustomers>().MergeAsync(survivor, merged, CommandContext.Actor, cancellation))
        {
            case MergeOutcome.Refused refused:
                throw new OperatorException(refused.Reason, refused.Fix, ExitStatus.BadInput);
            case MergeOutcome.Merged { Merge: var merge } when context.Json:
                context.Terminal.Json(merge);
                break;
            case MergeOutcome.Merged { Merge: var merge }:
                context.Terminal.Output.WriteLine($"{merge.MergedKey} is read as {merge.SurvivorKey} now. 'marketing duplicates undo {merge.Id}' takes it back.");
                break;
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> ApartAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation, showsPeople: true);
        var (one, other) = await PairAsync(services, parsed, cancellation);
        return await services.GetRequiredService<IDuplicateCustomers>().KeepApartAsync(one, other, CommandContext.Actor, cancellation)
            ? ExitStatus.Succeeded
            : throw new OperatorException("The two records are kept apart already, or are one record.", "'marketing duplicates list' shows the pairs that are proposed.", ExitStatus.BadInput);
    }

    public static async Task<int> UndoAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation, showsPeople: true);
        var merge = parsed.GetValue(Merge);
        return await services.GetRequiredService<IDuplicateCustomers>().UndoAsync(merge, CommandContext.Actor, cancellation)
            ? ExitStatus.Succeeded
            : throw new OperatorException($"No merge {merge} stands, or a record of it was erased.", "'marketing duplicates list --show merged' shows the merges.", ExitStatus.BadInput);
    }

    private static Option<string> Choice()
    {
        var show = new Option<string>("--show") { Description = "What to list: proposed or merged.", HelpName = "WHAT", DefaultValueFactory = _ => "proposed" };
        show.AcceptOnlyFromAmong("proposed", "merged");
        return show;
    }

    private static async Task<(CustomerId Survivor, CustomerId Merged)> PairAsync(ServiceProvider services, ParseResult parsed, CancellationToken cancellation)
    {
        var records = services.GetRequiredService<ICustomerRecords>();
        return (await FindAsync(parsed.GetValue(Survivor)!), await FindAsync(parsed.GetValue(Merged)!));

        async Task<CustomerId> FindAsync(string number) => (await records.FindByKeyAsync(number, cancellation))?.Id
            ?? throw new OperatorException($"There is no customer {number}.", "Take the numbers that 'marketing duplicates list' shows.", ExitStatus.BadInput);
    }

    private static void Print<T>(CommandContext context, IEnumerable<T> items, long total, Func<T, string> line, string none)
    {
        if (context.Json)
        {
            context.Terminal.Json(new { total, items });
            return;
        }

        if (total == 0)
        {
            context.Terminal.Output.WriteLine(none);
        }

        foreach (var item in items)
        {
            context.Terminal.Output.WriteLine(line(item));
        }
    }

    private static string Words(double probability, IReadOnlyList<MatchEvidence> evidence) => string.Create(
        CultureInfo.InvariantCulture,
        $"{probability:P1}  {string.Join(", ", evidence.Select(one => $"{one.Field} {one.Finding}{(one.Similarity is { } similarity ? string.Create(CultureInfo.InvariantCulture, $" {similarity:0.00}") : "")}"))}");
}
