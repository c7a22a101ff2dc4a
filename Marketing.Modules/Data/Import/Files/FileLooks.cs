using Marketing.Data.Import.Kinds;
using Marketing.Data.Sql;
using Microsoft.Extensions.Options;

namespace Marketing.Data.Import.Files;

/// <summary>What a file is and what its import would do, before anything is written.</summary>
internal sealed class FileLooks(DataImportFilesStore store, DataImportStore imports, DataCorrectionsStore corrections, IShop shop, TimeProvider system, IOptions<DataOptions> options)
{
    /// <summary>Finds out how a file is written, what it holds and which column is which field.</summary>
    public Task<LookOutcome> LookAsync(string path, string name, FileForm? form, string? kind, CancellationToken cancellation) => Task.Run<LookOutcome>(
        async () =>
        {
            try
            {
                return new LookOutcome.Seen(await LookAsync(SourceFile.Of(new OrderFile(path, name, "")), form, kind, cancellation).ConfigureAwait(false));
            }
            catch (Exception e) when (FileRefusal.Of(e, name) is { } refusal)
            {
                return new LookOutcome.Refused(refusal);
            }
        },
        cancellation);

    /// <summary>Reads the first rows as they would be taken over.</summary>
    public Task<PreviewOutcome> PreviewAsync(ImportPlan plan, CancellationToken cancellation) => Task.Run<PreviewOutcome>(
        async () =>
        {
            try
            {
                var preview = AllKinds.Of(plan.Kind).IsOrders
                    ? PreviewFile.ReadOrders(SourceFile.Of(plan), shop.Profile, await imports.ReadKnownAsync(system.GetUtcNow(), cancellation).ConfigureAwait(false), options.Value.Import, corrections, cancellation)
                    : PreviewFile.Read(SourceFile.Of(plan), plan, shop.Profile, system.GetUtcNow(), options.Value.Import.LongestRow, cancellation);
                return new PreviewOutcome.Seen(preview);
            }
            catch (Exception e) when (FileRefusal.Of(e, plan.Name) is { } refusal)
            {
                return new PreviewOutcome.Refused(refusal);
            }
        },
        cancellation);

    private async Task<FileLook> LookAsync(SourceFile file, FileForm? form, string? kind, CancellationToken cancellation)
    {
        var (look, seen) = LookAtFile.Look(file, form, kind is null ? null : AllKinds.Of(kind), options.Value.Import.LongestRow);
        if (await store.FindMappingAsync(ColumnMatch.Fingerprint(look.Headers), kind, cancellation).ConfigureAwait(false) is { } known)
        {
            // Dates that can be read both ways are as they were in the files that the mapping was made for.
            var asBefore = look.Sure.GetValueOrDefault("dates", 1) < 1 && known.Form.Dates != "unknown";
            return look with { Kind = known.Kind, Columns = InFileOrder(known.Columns, look.Headers), Mapping = known.Name, Form = asBefore ? look.Form with { Dates = known.Form.Dates, FoundDates = known.Form.Dates } : look.Form };
        }

        var (guessed, sure) = kind is null ? KindGuess.Of(file.Name, look.Headers, seen) : (AllKinds.Of(kind), 1.0);
        return guessed is null ? look with { Columns = InFileOrder(ColumnMatch.Match(OrdersKind.Kind, look.Headers, seen), look.Headers), IsAddressList = KindGuess.HasAddresses(look.Headers, seen) } : look with
        {
            Kind = guessed.Name,
            Columns = InFileOrder(ColumnMatch.Match(guessed, look.Headers, seen), look.Headers),
            Sure = new Dictionary<string, double>(look.Sure) { ["kind"] = sure },
        };
    }

    private static Dictionary<string, string> InFileOrder(IReadOnlyDictionary<string, string> columns, IReadOnlyList<string> headers)
    {
        var places = headers.Select((header, i) => (header, i)).ToDictionary(pair => pair.header, pair => pair.i, StringComparer.OrdinalIgnoreCase);
        return columns.OrderBy(column => places.GetValueOrDefault(column.Value, int.MaxValue)).ToDictionary();
    }
}
