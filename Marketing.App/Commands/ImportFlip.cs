using Marketing.App.Web;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>Takes an import back, or shows it again: by itself, or by the program that serves, which keeps the picture of the shop.</summary>
internal static class ImportFlip
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static async Task<int> RunAsync(CommandContext context, ImportId import, bool undo, CancellationToken cancellation)
    {
        SharedFolder.RefuseWithoutShop(context);
        var (services, isServed) = await SharedFolder.OpenForFilesAsync(context, "Do it when that process has ended.", cancellation);
        await using (services)
        {
            var imports = services.GetRequiredService<IImports>();
            var summary = await FoundAsync(imports, import, cancellation);
            var (from, to) = undo ? (ImportState.Applied, ImportState.Undone) : (ImportState.Undone, ImportState.Applied);
            if (summary.State == to)
            {
                Say(context, summary, undo ? "was taken back already" : "is visible already");
                return ExitStatus.Succeeded;
            }

            if (summary.State != from || summary.Kind == "live" || summary.RowsEnded)
            {
                throw Refused(summary);
            }

            if (isServed)
            {
                await imports.AskAsync(import, undo, CommandContext.Actor, cancellation);
                await DoneAsync(services, import, cancellation);
            }
            else
            {
                _ = undo ? await imports.UndoAsync(import, CommandContext.Actor, cancellation) : await imports.RedoAsync(import, CommandContext.Actor, cancellation);
            }

            summary = await FoundAsync(imports, import, cancellation);
            if (summary.State != to)
            {
                throw await imports.FindTwinAsync(import, cancellation) is { } twin
                    ? new OperatorException($"Import {import.Value} is not shown again: import {twin.Id.Value} ({twin.Name}) shows what it would show a second time.", $"Take that one back first: marketing import --undo {twin.Id.Value}", ExitStatus.BadInput)
                    : Refused(summary);
            }

            Say(context, summary, undo ? $"is taken back; 'marketing import --redo {import.Value}' shows it again" : "is visible again");
            return ExitStatus.Succeeded;
        }
    }

    private static async Task<ImportSummary> FoundAsync(IImports imports, ImportId import, CancellationToken cancellation) =>
        await imports.FindAsync(import, cancellation)
        ?? throw new OperatorException($"There is no import {import.Value}.", "Every import says its number when it ends, and the page Imports lists them.", ExitStatus.BadInput);

    private static async Task DoneAsync(ServiceProvider services, ImportId import, CancellationToken cancellation)
    {
        var (imports, folder) = (services.GetRequiredService<IImports>(), services.GetRequiredService<DataFolder>());
        while (await imports.IsAskedAsync(import, cancellation))
        {
            if (!QueueHold.IsHeld(folder))
            {
                throw new OperatorException("The program that serves stopped before it was done.", "It is done as soon as the program is started again.");
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private static OperatorException Refused(ImportSummary summary) => summary switch
    {
        { Kind: "live" } => new OperatorException($"Import {summary.Id.Value} is a standing sender, not a file.", "What it sent is not taken back as a whole.", ExitStatus.BadInput),
        { State: ImportState.Running } => new OperatorException($"Import {summary.Id.Value} is still being read.", "Stop it with 'marketing import --cancel NUMBER', with its number in the queue.", ExitStatus.BadInput),
        { RowsEnded: true } => new OperatorException(
            $"Import {summary.Id.Value} is too old to be taken back or shown again: its rows, and what stood there before, were removed at the end of their period.",
            "Correct the customers with another file.",
            ExitStatus.BadInput),
        _ => new OperatorException($"Import {summary.Id.Value} failed; nothing of it is there.", "Import the file again.", ExitStatus.BadInput),
    };

    private static void Say(CommandContext context, ImportSummary summary, string what)
    {
        if (context.Json)
        {
            context.Terminal.Json(new { Import = summary.Id.Value, summary.Name, State = summary.State == ImportState.Applied ? "applied" : "undone" });
            return;
        }

        context.Terminal.Output.WriteLine($"{summary.Name} (import {summary.Id.Value}) {what}.");
    }
}
