using System.CommandLine;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>From a file on the command line to its import: what was found in it, corrected by what was said.</summary>
internal sealed class ImportWork(IFileImports files, IImports imports, IImportMappings mappings, IShop shop, ITransfers transfers, ParseResult parsed, Terminal terminal)
{
    private const string Orders = "orders";

    // How sure the sign before the decimals is where the numbers of a file contradict one another, or all of them could be read both ways.
    private const double Undecided = 0.5;

    private readonly HashSet<string> _withoutCurrency = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _notUsed = [];

    /// <summary>The currency that the amounts of a file, as it was named, are taken for, where it is one of orders that names none; else null.</summary>
    public string? AssumedCurrency(string file) => _withoutCurrency.Contains(file) ? shop.Profile.Currency : null;

    /// <summary>Columns of a file, as it was named, that no field took.</summary>
    public IReadOnlyList<string> NotUsed(string file) => _notUsed.GetValueOrDefault(file, []);

    /// <summary>What the rules of cleaning did in an import, with the first places.</summary>
    public Task<IReadOnlyList<RuleWork>> RulesAsync(ImportId import, CancellationToken cancellation) => imports.WorkAsync(import, ImportRules.Places, cancellation);

    /// <summary>Why the values of rows are not told, which may be personal data, and how they may be; null where they are.</summary>
    public Task<string?> ValuesKeptInAsync(CancellationToken cancellation) => transfers.ObstacleAsync(TransferPlaces.ImportRows, cancellation);

    /// <summary>Imports a file.</summary>
    public async Task<ImportOutcome> ImportAsync(string file, IProgress<Progress> progress, CancellationToken cancellation)
    {
        var (plan, look, refusal) = await PlanAsync(file, Path.GetFullPath(file), Path.GetFileName(file), cancellation);
        if (plan is null || look is null)
        {
            return refusal!;
        }

        if (TellsAll(plan, look))
        {
            return await imports.ImportOrdersAsync(new OrderFile(plan.Path, plan.Name, CommandContext.Actor), progress, cancellation);
        }

        var job = await files.EnqueueAsync(plan, owned: false, cancellation);
        try
        {
            var outcome = await files.RunAsync(job.Id, progress, cancellation);
            if (outcome is not ImportOutcome.Refused)
            {
                await RememberAsync(plan, look, cancellation);
            }

            return outcome;
        }
        catch (OperationCanceledException)
        {
            await files.CancelAsync(job.Id, CancellationToken.None);
            throw;
        }
    }

    /// <summary>What an import would do.</summary>
    public async Task<(ImportPlan? Plan, PreviewOutcome Outcome)> PreviewAsync(string file, CancellationToken cancellation)
    {
        var (plan, _, refusal) = await PlanAsync(file, Path.GetFullPath(file), Path.GetFileName(file), cancellation);
        return plan is null ? (null, new PreviewOutcome.Refused(refusal!)) : (plan, await files.PreviewAsync(plan, cancellation));
    }

    /// <summary>What to do with a file: what was found in it, corrected by what was said.</summary>
    /// <param name="file">As it was named.</param>
    /// <param name="path">Where it lies.</param>
    /// <param name="name">Name shown to people.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>Plan and look, or the refusal.</returns>
    public async Task<(ImportPlan? Plan, FileLook? Look, ImportOutcome.Refused? Refusal)> PlanAsync(string file, string path, string name, CancellationToken cancellation)
    {
        var mapping = await MappingAsync(cancellation);
        var kind = mapping?.Kind ?? parsed.GetValue(ImportOptions.Kind);
        var outcome = await files.LookAsync(path, name, mapping?.Form, kind, cancellation);
        if (outcome is LookOutcome.Seen(var first) && NoSheet(name, first) is { } unknown)
        {
            return (null, null, unknown);
        }

        if (outcome is LookOutcome.Seen(var found) && ImportOptions.Correct(found.Form, parsed) is { } corrected)
        {
            outcome = await files.LookAsync(path, name, corrected, kind, cancellation);
        }

        if (outcome is not LookOutcome.Seen(var look))
        {
            return (null, null, ((LookOutcome.Refused)outcome).Refusal);
        }

        if (kind is null && look is { Kind: null, IsAddressList: true })
        {
            return (null, null, new ImportOutcome.Refused(
                name, 0, null, "The file holds e-mail addresses, and neither its header nor its name tells whose.", "Say it: --kind customers, or --kind suppressions for people who must get no mail. Nothing was taken."));
        }

        if (parsed.GetValue(ImportOptions.Sheet) is not null && look.Form.Packing != "xlsx")
        {
            return (null, null, new ImportOutcome.Refused(name, 0, null, "The file is no workbook, and --sheet names a sheet of one.", "Leave --sheet out. Nothing was taken."));
        }

        Say(name, kind, look);
        SayPlace(name, look);
        var columns = ImportOptions.Chosen(mapping?.Columns ?? look.Columns, parsed);
        var plan = new ImportPlan(path, name, CommandContext.Actor, kind ?? look.Kind ?? Orders, look.Form, columns);
        if ((mapping is not null || parsed.GetValue(ImportOptions.Columns) is { Length: > 0 }) && files.CheckColumns(plan, look) is { } wrong)
        {
            return (null, null, wrong);
        }

        _notUsed[file] = look.NotUsed(columns);
        if (plan.Kind == Orders && !columns.ContainsKey("Currency"))
        {
            _withoutCurrency.Add(file);
        }

        return (plan, look, null);
    }

    /// <summary>Whether a file of orders is of the usual form and nothing was said of it, so that their reader finds all out by itself.</summary>
    public bool TellsAll(ImportPlan plan, FileLook look) =>
        plan.Kind == Orders && look.Mapping is null && plan.Form is { Packing: not "xlsx", Encoding: "utf-8", DecimalSign: "point", Quote: "double", HeaderRow: 1 } && ImportOptions.SaysNothing(parsed);

    /// <summary>Remembers the columns of a file under the name that was said, if one was.</summary>
    public Task RememberAsync(ImportPlan plan, FileLook look, CancellationToken cancellation) =>
        parsed.GetValue(ImportOptions.SaveMapping) is { } name ? mappings.SaveAsync(name, look.Headers, plan, cancellation) : Task.CompletedTask;

    private void Say(string name, string? kind, FileLook look)
    {
        if (kind is null)
        {
            terminal.Error.WriteLine(look.Kind is null
                ? $"{name}: the header does not tell what it holds; read as {Orders} (--kind says another)"
                : look.Mapping is null ? $"{name}: taken for {look.Kind} (--kind says another)" : $"{name}: taken for {look.Kind} with the mapping {look.Mapping}");
        }

        if (look.Sure.TryGetValue("decimal", out var sure) && sure <= Undecided)
        {
            terminal.Error.WriteLine($"{name}: its numbers do not tell which sign stands before the decimals; read with {ImportReport.Decimals(look.Form)} (--decimal says another)");
        }
    }

    // Where the table of a file stands, when that is not its first row, or one of several sheets.
    private void SayPlace(string name, FileLook look)
    {
        if (look.Sheets.Count > 1 && parsed.GetValue(ImportOptions.Sheet) is null)
        {
            terminal.Error.WriteLine($"{name}: the sheet {look.Form.Sheet ?? look.Sheets[0]} is read, one of {string.Join(", ", look.Sheets)} (--sheet says another)");
        }

        if (look.Form.HeaderRow > 1 && parsed.GetValue(ImportOptions.HeaderRow) is null)
        {
            terminal.Error.WriteLine($"{name}: the header is taken from row {look.Form.HeaderRow} (--header-row says another)");
        }
    }

    // A cover or notes must not be taken for the table.
    private ImportOutcome.Refused? NoSheet(string name, FileLook look) =>
        look.Sure.GetValueOrDefault("sheet", 1) > 0 || look.Mapping is not null || parsed.GetValue(ImportOptions.Mapping) is not null || parsed.GetValue(ImportOptions.Sheet) is not null || parsed.GetValue(ImportOptions.HeaderRow) is not null ? null
        : new ImportOutcome.Refused(
            name,
            0,
            null,
            $"No sheet of the workbook has a row that is known as a header. Its sheets are: {string.Join(", ", look.Sheets)}.",
            "Say which one to read: --sheet NAME; where its header is not in the first row, also --header-row ROW; and which column is which field: --column FIELD=HEADER. Nothing was taken.");

    private async Task<SavedMapping?> MappingAsync(CancellationToken cancellation)
    {
        if (parsed.GetValue(ImportOptions.Mapping) is not { } name)
        {
            return null;
        }

        var known = await mappings.ListAsync(cancellation);
        return known.FirstOrDefault(mapping => mapping.Name == name) ?? throw new OperatorException(
            $"There is no mapping {name}.",
            known.Count == 0 ? "Save one with --save-mapping NAME, or in the wizard." : $"Choose one of: {string.Join(", ", known.Select(mapping => mapping.Name))}.",
            ExitStatus.BadInput);
    }
}
