using System.CommandLine;
using Marketing.App.Hosting;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class ImportCommand
{
    public const string Help = """
        Bring orders in from CSV files, also compressed (.gz, .br).
        Each row is an order line: InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country,
        or their usual other names. A file is taken over as a whole or not at all; the same file twice changes nothing.
        Exit status 2 when a file is refused; the others are taken over all the same.

        Examples:
          marketing import orders.csv
          marketing import 2024.csv.gz 2025.csv.gz --data /srv/shop --json
        """;

    private const string Actor = "command line";

    public static Argument<string[]> Files { get; } = new("FILE") { Description = "Files to bring in.", Arity = ArgumentArity.OneOrMore };

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var files = parsed.GetValue(Files) ?? [];
        if (files.FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            throw new OperatorException($"There is no file {Path.GetFullPath(missing)}.", "Check the name; nothing was imported.", ExitStatus.BadInput);
        }

        await using var services = ShopProvider.Build(context.Root, context.Configuration());
        SharedFolder.RefuseWhileHeld(services, "Bring the file in on the page Data of the dashboard, or stop that process first.");
        await ShopStart.OpenAsync(services, cancellation);
        var outcomes = await StepConsole.WatchAsync(context.Terminal, progress => ImportAsync(services.GetRequiredService<IImports>(), files, progress, cancellation));
        Print(context, outcomes);
        return outcomes.Any(outcome => outcome.Outcome is ImportOutcome.Refused) ? ExitStatus.BadInput : ExitStatus.Succeeded;
    }

    private static async Task<IReadOnlyList<(string File, ImportOutcome Outcome)>> ImportAsync(IImports imports, string[] files, IProgress<Progress> progress, CancellationToken cancellation)
    {
        var outcomes = new List<(string, ImportOutcome)>();
        foreach (var file in files)
        {
            outcomes.Add((file, await imports.ImportOrdersAsync(new OrderFile(Path.GetFullPath(file), Path.GetFileName(file), Actor), progress, cancellation)));
        }

        return outcomes;
    }

    private static void Print(CommandContext context, IReadOnlyList<(string File, ImportOutcome Outcome)> outcomes)
    {
        if (context.Json)
        {
            context.Terminal.Json(outcomes.Select(outcome => outcome.Outcome switch
            {
                ImportOutcome.Applied applied => new { outcome.File, State = "applied", Import = (object)Figures(applied.Summary) },
                ImportOutcome.AlreadyThere there => new { outcome.File, State = "already-there", Import = (object)Figures(there.Earlier) },
                ImportOutcome.Refused refused => new { outcome.File, State = "refused", Import = (object)new { refused.Row, refused.Column, refused.Reason, refused.Fix } },
                _ => throw new InvalidOperationException(),
            }));
            return;
        }

        foreach (var (file, outcome) in outcomes)
        {
            switch (outcome)
            {
                case ImportOutcome.Applied { Summary: var done }:
                    context.Terminal.Output.WriteLine($"{done.Name}: {done.Rows:N0} rows in {done.Seconds:0.0} s: {done.Orders:N0} orders, {done.Lines:N0} lines, {done.Returns:N0} returns, {done.Anonymous:N0} anonymous; {done.Unchanged:N0} were there, {done.Changed:N0} changed, {done.Rejected:N0} rejected (import {done.Id.Value})");
                    break;
                case ImportOutcome.AlreadyThere { Earlier: var earlier }:
                    context.Terminal.Output.WriteLine($"{file}: was brought in before as {earlier.Name} (import {earlier.Id.Value}); nothing changed");
                    break;
                case ImportOutcome.Refused refused:
                    var place = (refused.Row > 0 ? $", row {refused.Row:N0}" : "") + (refused.Column is null ? "" : $", column {refused.Column}");
                    context.Terminal.Error.WriteLine($"marketing: {refused.File}{place}: {refused.Reason}");
                    context.Terminal.Error.WriteLine($"           {refused.Fix}");
                    break;
            }
        }
    }

    private static object Figures(ImportSummary summary) => new
    {
        Id = summary.Id.Value,
        summary.Rows,
        summary.Orders,
        summary.Lines,
        summary.Returns,
        summary.Anonymous,
        summary.Unchanged,
        summary.Changed,
        summary.Rejected,
        summary.Seconds,
    };
}
