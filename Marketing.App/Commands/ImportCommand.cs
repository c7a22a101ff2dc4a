using System.CommandLine;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class ImportCommand
{
    public const string Help = """
        Bring data in from files: CSV with any usual delimiter and encoding, also compressed (gzip, Brotli), and workbooks (.xlsx).
        What a file holds is guessed from its header and said on standard error; --kind says it. Columns are found by their
        usual names, in English and Chinese, and by what stands in them; --column corrects. --preview shows what would happen,
        and columns that no field takes are named. Only a file that says so is taken for suppressions (reason, date or name of the
        file); a list of addresses alone is refused until --kind says whose they are.
        A file is taken over as a whole or not at all, without the rows that cannot be read; the same file twice changes nothing,
        unless its columns are said otherwise: customers and products are then completed from it.
        Bring the unsubscribes and bounces of the previous tool (suppressions) before anything else.
        What was changed, left out and noted is said at the end with the places of the first rows of each kind, and with their values
        once it is recorded to whom these go (marketing privacy allow import-rows); --issues and the number of the import then
        give all of them, with what was done and why. Rows that were left out come back with --rejected, in the columns of their
        file: correct them and import that file. A date, number or other value that cannot be read costs its row only; a file is refused
        where more than half of its dates of orders cannot be read, where its rows leave open whether day or month comes first, or where
        they contradict one another in this or in the sign before the decimals of prices; --dates and --decimal say both.
        A row with more or fewer cells than the header costs that row only, too, unless more than a tenth of the first rows show that the
        file is read with the wrong delimiter (--delimiter). Titles above the header are skipped, and of a workbook the first sheet with
        a known header is read, both of which is said; --header-row and --sheet say others.
        Numbers may have a point or a comma before the decimals and groups of three digits (1,012.50 1.012,50 1 012,50 1'012.50).
        Orders that are in the shop already stay as they are, also where another file has more lines of them or other figures.
        Beside a program that serves, files go into its queue and are watched there: Ctrl-C ends the watching only, and
        --cancel NUMBER, with the number in the queue, stops the import. --undo IMPORT, with the number that an import says when it
        ends, takes it back as a whole, and --redo shows it again.
        Exit status 2 when a file is refused, or with --preview would be; the others are taken over all the same.

        Examples:
          marketing import unsubscribed.csv --kind suppressions
          marketing import customers.xlsx products.csv orders.csv.gz --data /srv/shop --json
          marketing import --rejected 7 > to-correct.csv
          marketing import --issues 7 > what-was-changed.csv
          marketing import orders.csv --no-wait
          marketing import --undo 7
          marketing import report.xlsx --sheet Orders --header-row 3 --preview
          marketing import contacts.csv --column email="E-Mail Adresse" --dates day-first --preview
        """;

    public static Argument<string[]> Files { get; } = new("FILE") { Description = "Files to bring in.", Arity = ArgumentArity.ZeroOrMore };

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var (named, alone) = (parsed.GetValue(Files) ?? [], ImportOptions.ReadNoFile(parsed));
        if (named.Length > 0 && alone.Count > 0)
        {
            throw new OperatorException($"{alone[0]} reads no file, and {named[0]} is named.", "Say the one or the other; nothing was done.", ExitStatus.BadInput);
        }

        if (alone.Count > 1)
        {
            throw new OperatorException($"{string.Join(" and ", alone)} are different things.", "Say one of them; nothing was done.", ExitStatus.BadInput);
        }

        if ((parsed.GetValue(ImportOptions.Rejected) ?? parsed.GetValue(ImportOptions.Issues)) is { } written)
        {
            return await WriteAsync(context, new ImportId(written), parsed.GetValue(ImportOptions.Rejected) is not null, cancellation);
        }

        if (parsed.GetValue(ImportOptions.Cancel) is { } number)
        {
            return await ImportHandOver.CancelAsync(context, number, cancellation);
        }

        if ((parsed.GetValue(ImportOptions.Undo) ?? parsed.GetValue(ImportOptions.Redo)) is { } import)
        {
            return await ImportFlip.RunAsync(context, new ImportId(import), parsed.GetValue(ImportOptions.Undo) is not null, cancellation);
        }

        var files = parsed.GetValue(Files) ?? [];
        if (files.Length == 0)
        {
            throw new OperatorException("No file is named.", "Name one or several: marketing import FILE ...", ExitStatus.BadInput);
        }

        if (files.FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            throw Directory.Exists(missing)
                ? new OperatorException($"{Path.GetFullPath(missing)} is a folder.", "Name the files in it; nothing was imported.", ExitStatus.BadInput)
                : new OperatorException($"There is no file {Path.GetFullPath(missing)}.", "Check the name; nothing was imported.", ExitStatus.BadInput);
        }

        if (parsed.GetValue(ImportOptions.Preview))
        {
            return await SharedFolder.LookAsync(context, services => PreviewAsync(context, Work(services, parsed, context), files, cancellation), cancellation);
        }

        var (services, isServed) = await SharedFolder.OpenForFilesAsync(context, "Import again when that process has ended.", cancellation);
        await using (services)
        {
            var work = Work(services, parsed, context);
            return isServed
                ? await ImportHandOver.Of(services, work, context).RunAsync(files, parsed.GetValue(ImportOptions.NoWait), cancellation)
                : await ImportAsync(context, work, files, cancellation);
        }
    }

    /// <summary>How the command ends after these files.</summary>
    public static int Status(IEnumerable<ImportOutcome?> outcomes) => outcomes.Any(outcome => outcome is ImportOutcome.Refused) ? ExitStatus.BadInput : ExitStatus.Succeeded;

    private static ImportWork Work(ServiceProvider services, ParseResult parsed, CommandContext context) =>
        new(services.GetRequiredService<IFileImports>(), services.GetRequiredService<IImports>(), services.GetRequiredService<IImportMappings>(), services.GetRequiredService<IShop>(), services.GetRequiredService<ITransfers>(), parsed, context.Terminal);

    private static async Task<int> ImportAsync(CommandContext context, ImportWork work, string[] files, CancellationToken cancellation)
    {
        var ends = await StepConsole.WatchAsync(context.Terminal, async progress =>
        {
            var done = new List<FileEnd>();
            foreach (var file in files)
            {
                done.Add(await FileEnd.OfAsync(file, async () => await work.ImportAsync(file, progress, cancellation)));
            }

            return done;
        });
        return await ImportReport.PrintAsync(context, work, ends, cancellation);
    }

    // Rejected rows in the columns of their file, or all rejected and changed rows in the file that the page Imports offers.
    private static async Task<int> WriteAsync(CommandContext context, ImportId import, bool rejected, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation, showsPeople: true);
        if (await services.GetRequiredService<IImports>().FindAsync(import, cancellation) is not { } found)
        {
            throw new OperatorException($"There is no import {import.Value}.", "Every import says its number when it ends, and the page Imports lists them.", ExitStatus.BadInput);
        }

        if (found.State is ImportState.Failed or ImportState.Running)
        {
            throw NoRows(found);
        }

        await TransferGate.AskAsync(services, TransferPlaces.ImportRows, $"The {(rejected ? "rejected" : "rejected and changed")} rows of import {import.Value} are not written: they may hold personal data.", cancellation);
        await using var output = new TextStream(context.Terminal.Output);
        await (rejected
            ? services.GetRequiredService<IFileImports>().WriteRejectedAsync(import, RowNotes.English, output, cancellation)
            : services.GetRequiredService<IImports>().WriteIssuesAsync(import, RowNotes.English, output, cancellation));
        if (rejected && found is { Rejected: 0, Changed: > 0 })
        {
            await context.Terminal.Error.WriteLineAsync($"Import {import.Value} left no row out; it changed {found.Changed:N0}: marketing import --issues {import.Value}");
        }

        return ExitStatus.Succeeded;
    }

    // It has no rows that were left out or changed: all of it was, or it has not ended.
    private static OperatorException NoRows(ImportSummary found) => found switch
    {
        { State: ImportState.Running } => new OperatorException($"Import {found.Id.Value} ({found.Name}) is still being read.", "Ask again when it has ended.", ExitStatus.BadInput),
        { Failure: { } failure } => new OperatorException($"Nothing of {found.Name} (import {found.Id.Value}) was taken over{ImportReport.Where(failure)}: {failure.Reason}", failure.Fix, ExitStatus.BadInput),
        _ => new OperatorException($"Nothing of {found.Name} (import {found.Id.Value}) was taken over: {found.Message}", "Mend that, and import the file again.", ExitStatus.BadInput),
    };

    private static async Task<int> PreviewAsync(CommandContext context, ImportWork work, string[] files, CancellationToken cancellation)
    {
        var status = ExitStatus.Succeeded;
        var seen = new List<object>();
        foreach (var file in files)
        {
            var (plan, outcome) = await work.PreviewAsync(file, cancellation);
            status = outcome is PreviewOutcome.Refused or PreviewOutcome.Seen { Preview.Refusal: not null } ? ExitStatus.BadInput : status;
            if (context.Json)
            {
                seen.Add(ImportReport.Json(file, plan, outcome));
            }
            else
            {
                ImportReport.Print(context.Terminal, file, plan, outcome, work.AssumedCurrency(file));
            }
        }

        if (context.Json)
        {
            context.Terminal.Json(seen);
        }

        return status;
    }
}
