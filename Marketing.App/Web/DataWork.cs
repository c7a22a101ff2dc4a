using System.Collections.Concurrent;
using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Web;

/// <summary>Bringing data in from a page: the work goes on when the page is left, and is a run like any other, with progress and cancel.</summary>
internal sealed class DataWork(IRuns runs, IImports imports, UploadFolder uploads, TimeProvider system, IHostApplicationLifetime lifetime, ILogger<DataWork> logger)
{
    public const string Kind = "import";
    private readonly ConcurrentDictionary<RunId, ImportOutcome> _outcomes = new();

    /// <summary>How an import run of this process ended, or null.</summary>
    public ImportOutcome? Outcome(RunId run) => _outcomes.GetValueOrDefault(run);

    /// <summary>Starts the import of an uploaded file and removes the file afterwards.</summary>
    /// <returns>The run, or null when another import is at work; the file is then removed.</returns>
    public async Task<RunId?> ImportAsync(OrderFile file)
    {
        if (await runs.StartAsync(Kind, file.Actor, system.GetUtcNow(), [Kind], lifetime.ApplicationStopping) is not { } active)
        {
            uploads.Remove(file.Path);
            return null;
        }

        _ = Task.Run(() => DoAsync(active, file), CancellationToken.None);
        return active.Id;
    }

    private async Task DoAsync(IActiveRun active, OrderFile file)
    {
        await using (active)
        {
            try
            {
                ImportOutcome? outcome = null;
                await active.StepAsync(Kind, async (progress, cancellation) =>
                {
                    outcome = await imports.ImportOrdersAsync(file, progress, cancellation);
                    _outcomes[active.Id] = outcome;
                    return Note(outcome);
                });
                await active.SucceedAsync(Note(outcome!));
            }
            catch (Exception error)
            {
                if (error is not (OperationCanceledException or OperatorException))
                {
                    logger.LogError(error, "The import of {File} failed.", file.Name);
                }

                await active.FailAsync(error);
            }
            finally
            {
                uploads.Remove(file.Path);
            }
        }
    }

    /// <summary>How an import ended, in one line.</summary>
    /// <exception cref="OperatorException">It was refused.</exception>
    public static string Note(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Applied({ Kind: "orders" } summary) => string.Create(CultureInfo.InvariantCulture, $"{summary.Name}: {summary.Rows:N0} rows, {summary.Orders:N0} orders"),
        ImportOutcome.Applied(var summary) => string.Create(CultureInfo.InvariantCulture, $"{summary.Name}: {summary.Rows:N0} rows, {summary.Lines:N0} {summary.Kind}"),
        ImportOutcome.AlreadyThere(var earlier) => $"{earlier.Name} had been imported before; nothing changed",
        ImportOutcome.Refused refused => throw new OperatorException(Place(refused) + refused.Reason, refused.Fix),
        _ => throw new InvalidOperationException($"An import ended as {outcome.GetType().Name}."),
    };

    private static string Place(ImportOutcome.Refused refused) => (refused.Row, refused.Column) switch
    {
        (0, _) => $"{refused.File}: ",
        (var row, null) => $"{refused.File}, row {row}: ",
        var (row, column) => $"{refused.File}, row {row}, column {column}: ",
    };
}
