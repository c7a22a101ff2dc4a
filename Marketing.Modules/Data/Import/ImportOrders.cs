using System.Collections.Concurrent;
using System.Diagnostics;
using Marketing.Data.Import.Files;
using Marketing.Data.Import.Kinds;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Microsoft.Extensions.Options;

namespace Marketing.Data.Import;

/// <summary>
/// Brings one file in: a thread of its own reads and cleans, this one writes, and a small ring of batches goes between them.
/// Nothing is visible before the last transaction.
/// </summary>
internal sealed class ImportOrders(DataImportStore store, DataCorrectionsStore corrections, MergeStaged merge, DataTracesStore traces, IShop shop, TimeProvider system, IOptions<DataOptions> options)
{
    private const int Batches = 4;
    private readonly TimeSpan _slice = TimeSpan.FromMilliseconds(options.Value.Import.SliceMilliseconds);

    /// <summary>Imports the file. The caller sees to it that only one import runs.</summary>
    /// <exception cref="FileRefusedException">The file cannot be imported; nothing of it is left.</exception>
    public async Task<ImportId> RunAsync(SourceFile file, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var bytes = new HashingStream(Opened(file));
        var import = await store.BeginAsync(file, bytes.Length, system.GetUtcNow(), cancellation).ConfigureAwait(false);
        try
        {
            var known = await store.ReadKnownAsync(system.GetUtcNow(), cancellation).ConfigureAwait(false);
            var reader = new OrderReader(file, bytes, shop.Profile, known, options.Value.Import, corrections);
            await PumpAsync(import, reader, progress, cancellation).ConfigureAwait(false);
            await traces.BlankErasedAsync(import, cancellation).ConfigureAwait(false);
            var cleaner = reader.Finish();
            var end = new ImportEnd(
                cleaner.Issues.Tally, cleaner.Orders.Written, cleaner.Issues.Rules.Counts(), cleaner.Products.BetterNames(), cleaner.Customers.BetterCountries(),
                reader.Reading, bytes.Finish(), system.GetUtcNow(), watch.Elapsed.TotalSeconds);
            if (cleaner.Corrected > 0)
            {
                await merge.MergeAsync(OrdersKind.Kind.Name, import, progress, cancellation).ConfigureAwait(false);
            }

            cancellation.ThrowIfCancellationRequested();
            await store.ApplyAsync(import, end, _slice).ConfigureAwait(false);
            return import;
        }
        catch (Exception e)
        {
            await DiscardAsync(import, file.Name, e).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens the bytes of a file.</summary>
    /// <exception cref="FileRefusedException">They cannot be read.</exception>
    public static Stream Opened(SourceFile file)
    {
        Stream stream;
        try
        {
            stream = file.Open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileFault.Unopened.Whole(e.Message);
        }

        if (stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        throw FileFault.OnceOnly.Whole();
    }

    private async Task PumpAsync(ImportId import, OrderReader reader, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var empty = new BlockingCollection<OrderBatch>();
        using var full = new BlockingCollection<OrderBatch>();
        for (var i = 0; i < Batches; i++)
        {
            empty.Add(new OrderBatch(), CancellationToken.None);
        }

        var reading = Task.Factory.StartNew(() => Read(reader, empty, full, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var writing = Task.Factory.StartNew(() => Write(import, empty, full, progress, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await writing.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (reading.IsFaulted)
        {
            // The reader's own error says more.
        }

        await reading.ConfigureAwait(false);
    }

    private static void Read(OrderReader reader, BlockingCollection<OrderBatch> empty, BlockingCollection<OrderBatch> full, CancellationToken cancellation)
    {
        HeavyWork.GiveWay();
        try
        {
            var more = true;
            while (more)
            {
                var batch = empty.Take(cancellation);
                batch.Clear();
                more = reader.Fill(batch, cancellation);
                full.Add(batch, cancellation);
            }
        }
        finally
        {
            full.CompleteAdding();
        }
    }

    private void Write(ImportId import, BlockingCollection<OrderBatch> empty, BlockingCollection<OrderBatch> full, IProgress<Progress>? progress, CancellationTokenSource stop)
    {
        try
        {
            using var writer = store.OpenWriter(import, _slice);
            foreach (var batch in full.GetConsumingEnumerable(stop.Token))
            {
                writer.Write(batch, stop.Token);
                progress?.Report(new Progress("import", batch.Share, $"{batch.RowsRead:N0} rows"));
                empty.Add(batch, stop.Token);
            }
        }
        catch
        {
            // The reader must not wait for a batch that never comes back.
            stop.Cancel();
            throw;
        }
    }

    private async Task DiscardAsync(ImportId import, string file, Exception cause)
    {
        var note = cause switch
        {
            FileRefusedException refused => new JobNote { Refusal = refused.Refusal },
            OperationCanceledException => new JobNote { Refusal = FileFault.Cancelled.Of("") },
            OperatorException fault => JobNote.Of(fault),
            _ => new JobNote { Refusal = FileFault.Broke.Of("", file, cause.Message) },
        };
        try
        {
            await merge.RestoreAsync(OrdersKind.Kind.Name, import).ConfigureAwait(false);
            await store.DiscardAsync(import, note, _slice, system.GetUtcNow()).ConfigureAwait(false);
        }
        catch (OperatorException)
        {
            // The disk is full or gone: the first error is the one to tell, and the next start removes what is left, which nobody sees.
        }
    }
}
