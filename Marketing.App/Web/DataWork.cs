using System.Collections.Concurrent;
using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Web;

/// <summary>Bringing data in from a page: the work goes on when the page is left, and is a run like any other, with progress and cancel.</summary>
internal sealed class DataWork(IRuns runs, IImports imports, IDemoShop demo, UploadFolder uploads, BusinessClock clock, IHostApplicationLifetime lifetime, ILogger<DataWork> logger)
{
    public const string ImportKind = "import";
    public const string DemoKind = "demo";
    private readonly ConcurrentDictionary<RunId, ImportOutcome> _outcomes = new();

    /// <summary>How an import run of this process ended, or null.</summary>
    public ImportOutcome? Outcome(RunId run) => _outcomes.GetValueOrDefault(run);

    /// <summary>Starts the import of an uploaded file and removes the file afterwards.</summary>
    /// <returns>The run, or null when another import is at work; the file is then removed.</returns>
    public async Task<RunId?> ImportAsync(OrderFile file)
    {
        var run = await StartAsync(ImportKind, file.Actor, async (progress, cancellation) =>
        {
            try
            {
                return await imports.ImportOrdersAsync(file, progress, cancellation);
            }
            finally
            {
                uploads.Remove(file.Path);
            }
        });
        if (run is null)
        {
            uploads.Remove(file.Path);
        }

        return run;
    }

    /// <summary>Starts loading the demo shop.</summary>
    /// <returns>The run, or null when it is being loaded already.</returns>
    public Task<RunId?> LoadDemoAsync(string actor) => StartAsync(DemoKind, actor, async (progress, cancellation) =>
        await demo.LoadAsync(progress, cancellation) is { } summary
            ? new ImportOutcome.Applied(summary)
            : throw new OperatorException("This shop holds other data already; the demo shop was not loaded.", "Start the program with an empty data folder (--data FOLDER) to see the demo shop."));

    private async Task<RunId?> StartAsync(string kind, string actor, Func<IProgress<Progress>, CancellationToken, Task<ImportOutcome>> work)
    {
        if (await runs.StartAsync(kind, actor, clock.GetUtcNow(), [kind], lifetime.ApplicationStopping) is not { } active)
        {
            return null;
        }

        _ = Task.Run(() => DoAsync(active, kind, work), CancellationToken.None);
        return active.Id;
    }

    private async Task DoAsync(IActiveRun active, string step, Func<IProgress<Progress>, CancellationToken, Task<ImportOutcome>> work)
    {
        await using (active)
        {
            try
            {
                ImportOutcome? outcome = null;
                await active.StepAsync(step, async (progress, cancellation) =>
                {
                    outcome = await work(progress, cancellation);
                    _outcomes[active.Id] = outcome;
                    return Note(outcome);
                });
                await active.SucceedAsync(Note(outcome!));
            }
            catch (Exception error)
            {
                if (error is not (OperationCanceledException or OperatorException))
                {
                    logger.LogError(error, "Bringing data in failed.");
                }

                await active.FailAsync(error);
            }
        }
    }

    private static string Note(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Applied(var summary) => string.Create(CultureInfo.InvariantCulture, $"{summary.Name}: {summary.Rows:N0} rows, {summary.Orders:N0} orders"),
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
