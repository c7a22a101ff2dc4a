using Marketing.Data.Import.Kinds;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Microsoft.Extensions.Options;

namespace Marketing.Data.Import.Files;

/// <summary>Writes the rows of one file: while a batch is written the next is read. Memory does not grow with the file.</summary>
internal sealed class ImportRows(DataImportRowsStore store, IShop shop, TimeProvider system, IOptions<DataOptions> options)
{
    /// <summary>Writes what is left of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="import">The import it belongs to.</param>
    /// <param name="job">The queued file.</param>
    /// <param name="done">Last row that an earlier process wrote, or 0.</param>
    /// <param name="progress">Takes the share done.</param>
    /// <param name="cancellation">Stops between two slices; what is written stays.</param>
    /// <exception cref="FileRefusedException">The file cannot be read to its end, or not as a whole.</exception>
    public async Task WriteAsync(SourceFile file, ImportPlan plan, ImportId import, long job, long done, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var kind = AllKinds.Of(plan.Kind);
        var now = system.GetUtcNow();
        await using var bytes = ImportOrders.Opened(file);
        await using var text = FileText.Open(bytes, plan.Form);
        var records = FileText.Records(text, plan.Form, options.Value.Import.LongestRow);
        var parser = new RowParser(records, plan, shop.Profile, now);
        await Task.Run(
            () =>
            {
                parser.Learn(file, options.Value.Import.LongestRow, cancellation);
                parser.Skip(done, cancellation);
            },
            cancellation).ConfigureAwait(false);
        using var writer = store.OpenWriter(kind, import, job, now, TimeSpan.FromMilliseconds(options.Value.Import.SliceMilliseconds));
        var (ready, next) = (new RowBatch(kind.Fields.Count), new RowBatch(kind.Fields.Count));
        var more = await FillAsync(parser, records, bytes, ready, cancellation).ConfigureAwait(false);
        while (true)
        {
            var reading = more ? FillAsync(parser, records, bytes, next, cancellation) : null;
            try
            {
                var batch = ready;
                await Task.Run(() => writer.Write(batch, cancellation), CancellationToken.None).ConfigureAwait(false);
            }
            catch
            {
                // The reader still holds the file: it ends before the file is closed.
                await Task.WhenAny(reading ?? Task.FromResult(false)).ConfigureAwait(false);
                throw;
            }

            progress?.Report(new Progress("import", ready.Share, $"{ready.Done - 1:N0} rows"));
            if (reading is null)
            {
                if (parser.Refusal is { } refusal)
                {
                    throw refusal;
                }

                return;
            }

            more = await reading.ConfigureAwait(false);
            (ready, next) = (next, ready);
        }
    }

    private static Task<bool> FillAsync(RowParser parser, CsvRecords records, Stream bytes, RowBatch batch, CancellationToken cancellation) => HeavyWork.BesideAsync(
        () =>
        {
            try
            {
                batch.Clear();
                var more = parser.Fill(batch, cancellation);
                batch.Share = bytes.Length == 0 ? 1 : (double)bytes.Position / bytes.Length;
                return more;
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                throw FileFault.EndedAt(records.Row + 1, e);
            }
        });
}
