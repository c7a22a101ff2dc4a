using System.CommandLine;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>From a file on the command line to its import: what was found in it, corrected by what was said.</summary>
internal sealed class ImportWork(IFileImports files, IImports imports, IImportMappings mappings, ParseResult parsed, Terminal terminal)
{
    private const string Orders = "orders";

    /// <summary>Imports a file.</summary>
    public async Task<ImportOutcome> ImportAsync(string file, IProgress<Progress> progress, CancellationToken cancellation)
    {
        var (plan, look, refusal) = await PlanAsync(file, cancellation);
        if (plan is null)
        {
            return refusal!;
        }

        if (plan.Kind == Orders && IsOrdinary(plan.Form) && ImportOptions.SaysNothing(parsed))
        {
            return await imports.ImportOrdersAsync(new OrderFile(plan.Path, plan.Name, CommandContext.Actor), progress, cancellation);
        }

        var job = await files.EnqueueAsync(plan, owned: false, cancellation);
        try
        {
            var outcome = await files.RunAsync(job.Id, progress, cancellation);
            if (outcome is not ImportOutcome.Refused && parsed.GetValue(ImportOptions.SaveMapping) is { } name)
            {
                await mappings.SaveAsync(name, look!.Headers, plan, cancellation);
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
        var (plan, _, refusal) = await PlanAsync(file, cancellation);
        return plan is null ? (null, new PreviewOutcome.Refused(refusal!)) : (plan, await files.PreviewAsync(plan, cancellation));
    }

    private static bool IsOrdinary(FileForm form) => form is { Packing: not "xlsx", Encoding: "utf-8", DecimalSign: "point", Quote: "double" };

    private async Task<(ImportPlan? Plan, FileLook? Look, ImportOutcome.Refused? Refusal)> PlanAsync(string file, CancellationToken cancellation)
    {
        var (path, name) = (Path.GetFullPath(file), Path.GetFileName(file));
        var mapping = await MappingAsync(cancellation);
        var kind = mapping?.Kind ?? parsed.GetValue(ImportOptions.Kind);
        var outcome = await files.LookAsync(path, name, mapping?.Form, kind, cancellation);
        if (outcome is LookOutcome.Seen(var found) && ImportOptions.Correct(found.Form, parsed) is { } corrected)
        {
            outcome = await files.LookAsync(path, name, corrected, kind, cancellation);
        }

        if (outcome is not LookOutcome.Seen(var look))
        {
            return (null, null, ((LookOutcome.Refused)outcome).Refusal);
        }

        Say(name, kind, look);
        var columns = ImportOptions.Chosen(mapping?.Columns ?? look.Columns, parsed);
        return (new ImportPlan(path, name, CommandContext.Actor, kind ?? look.Kind ?? Orders, look.Form, columns), look, null);
    }

    private void Say(string name, string? kind, FileLook look)
    {
        if (kind is null)
        {
            terminal.Error.WriteLine(look.Kind is null
                ? $"{name}: the header does not tell what it holds; read as {Orders} (--kind says another)"
                : look.Mapping is null ? $"{name}: taken for {look.Kind} (--kind says another)" : $"{name}: taken for {look.Kind} with the mapping {look.Mapping}");
        }
    }

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
