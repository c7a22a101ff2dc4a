using System.Runtime.InteropServices;
using System.Text.Json;
using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Model.Sql;

/// <summary>Rows of the demand that is foretold: those of the last turn stand until all of the next are kept.</summary>
internal sealed class ModelDemandStore(Database database)
{
    // A slice ends after this time; its commit comes on top of it.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(30);
    private const int RowsForgotten = 500;
    private static readonly SqlFile Sql = SqlFile.Load("Model/Sql/ModelDemand.sql");

    private sealed record TurnRow(long Id, long RunId, long FromDay, long Horizon, long Origins, string Spread, string Accuracy, double Cpu);

    private sealed record ProductRow(long Product, string Method, long Basis, string Errors, byte[] Mean, string? Lift);

    private sealed record Spreads(DemandSpread Products, DemandSpread Sums, DemandSpread Shop, IReadOnlyDictionary<long, double>? Years = null);

    /// <summary>Keeps a turn in place of the one before.</summary>
    public async Task SaveAsync(DemandBook book, CancellationToken cancellation)
    {
        var turn = book.Turn;
        var id = await database.WriteAsync(
            (connection, transaction) => connection.ExecuteScalar<long>(
                Sql["begin-demand"],
                new
                {
                    Run = turn.Run.Value,
                    From = (long)turn.From.DayNumber,
                    Horizon = (long)turn.HorizonDays,
                    Origins = (long)turn.Origins,
                    Spread = JsonSerializer.Serialize(new Spreads(turn.Spread, turn.OfSums, turn.OfShop, book.Products.Where(one => one.Year is not null).ToDictionary(one => one.Product.Value, one => Math.Round(one.Year!.Value, 3)))),
                    Accuracy = JsonSerializer.Serialize(turn.Accuracy),
                    Cpu = turn.CpuSeconds,
                },
                transaction),
            cancellation).ConfigureAwait(false);
        await BulkStatement.RunAllAsync(
            database,
            Sql["save-demand"],
            book.Products,
            (save, one) => save.Add(id).Add(one.Product.Value).Add(one.Method).Add((long)one.Basis).Add(JsonSerializer.Serialize(one.Errors)).AddBytes(MemoryMarshal.AsBytes(one.Mean.ToArray().AsSpan())).Add(one.Lift.Promotions.Count == 0 ? null : JsonSerializer.Serialize(one.Lift)).Run(),
            Slice,
            cancellation).ConfigureAwait(false);
        await database.WriteAsync((connection, transaction) => connection.Execute(Sql["end-demand"], new { Turn = id }, transaction), cancellation).ConfigureAwait(false);

        // The turn stands now: whoever is told that this was cancelled would go on with the one before.
        while (await database.WriteAsync((connection, transaction) => connection.Execute(Sql["forget-demand"], new { Turn = id, Take = RowsForgotten }, transaction), CancellationToken.None).ConfigureAwait(false) > 0)
        {
        }

        await database.WriteAsync((connection, transaction) => connection.Execute(Sql["forget-demand-turns"], new { Turn = id }, transaction), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The last turn that was kept whole; null before the first.</summary>
    public Task<DemandBook?> LoadAsync(CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            if (connection.QuerySingleOrDefault<TurnRow>(Sql["latest-demand"]) is not { } row)
            {
                return null;
            }

            var spreads = JsonSerializer.Deserialize<Spreads>(row.Spread)!;
            var turn = new DemandTurn(
                new RunId(row.RunId), DateOnly.FromDayNumber((int)row.FromDay), (int)row.Horizon, (int)row.Origins, spreads.Products, spreads.Sums, spreads.Shop, JsonSerializer.Deserialize<List<DemandAccuracy>>(row.Accuracy)!, row.Cpu);
            return new DemandBook(
                turn,
                [.. connection.Query<ProductRow>(Sql["demand"], new { Turn = row.Id }, buffered: false).Select(one => new ProductDemand(
                    new ProductId(one.Product), one.Method, (DemandBasis)one.Basis, MemoryMarshal.Cast<byte, float>(one.Mean).ToArray(), JsonSerializer.Deserialize<List<MethodError>>(one.Errors)!) { Lift = one.Lift is null ? DemandLift.None : JsonSerializer.Deserialize<DemandLift>(one.Lift)!, Year = spreads.Years is { } years && years.TryGetValue(one.Product, out var year) ? year : null })]);
        },
        cancellation);
}
