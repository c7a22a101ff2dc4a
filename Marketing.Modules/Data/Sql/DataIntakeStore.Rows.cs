using System.Text.Json;
using Dapper;
using Marketing.Data.Intake;
using Marketing.Data.Ledger;
using Marketing.Data.Privacy;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

internal sealed partial class DataIntakeStore
{
    /// <summary>
    /// The writer's view of the store inside a transaction. Ids come from the store itself, so that imports may add customers and
    /// products at any time; what is remembered between transactions is only what is on disk.
    /// </summary>
    private sealed partial class IntakeRows(SqliteConnection connection, IShop shop, TimeProvider system, DataOptions options) : IIntakeRows, IDisposable
    {
        private readonly Dictionary<string, BulkStatement> _statements = [];
        private readonly KnownKeys<string> _customers = new();
        private readonly KnownKeys<string> _products = new();
        private readonly KnownKeys<string> _visitors = new();
        private readonly KnownKeys<IntakeSender> _senders = new();
        private readonly NonProducts _nonProducts = new(options.Import.NonProductCodes);
        private EraseList _erased = EraseList.Empty;
        private int _forget = 1;
        private long? _gone;

        /// <summary>Begins a transaction: what was forgotten since the last one is asked for again.</summary>
        public void Begun()
        {
            // Looked at in the transaction itself, so that no event can come between the end of a browser and its being forgotten.
            if (Statement("gone-visitors").Find() is var gone && gone != _gone)
            {
                _gone = gone;
                _visitors.Forget();
            }

            if (Interlocked.Exchange(ref _forget, 0) == 0)
            {
                return;
            }

            _customers.Forget();
            _products.Forget();
            _visitors.Forget();
            _senders.Forget();
            _listed.Clear();
            _erased = EraseList.Of(connection.Query<ErasedKey>(Sql["erased-keys"]));
        }

        /// <summary>The ids found in the transaction are on disk: they hold from now on.</summary>
        public void Committed() => Keys(keep: true);

        /// <summary>The transaction left nothing behind.</summary>
        public void TakenBack() => Keys(keep: false);

        public void Forget() => Volatile.Write(ref _forget, 1);

        public ItemOutcome Guarded(bool savepoint, Func<ItemOutcome> write)
        {
            if (savepoint)
            {
                Statement("savepoint").Run();
            }

            ItemOutcome outcome;
            try
            {
                outcome = write();
            }
            catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CONSTRAINT or SQLitePCL.raw.SQLITE_MISMATCH or SQLitePCL.raw.SQLITE_TOOBIG)
            {
                outcome = ItemRule.NotStored.Reject("", e.Message);
            }

            if (savepoint && outcome is ItemOutcome.Rejected or ItemOutcome.Quarantined)
            {
                // Ids found on the way may be of rows that are gone again.
                Keys(keep: false);
                Statement("take-back").Run();
            }

            if (savepoint)
            {
                Statement("keep").Run();
            }

            return outcome;
        }

        public ItemOutcome KeepApart(IntakeSender sender, string kind, string id, ItemOutcome.Quarantined why, string content)
        {
            var import = Import(sender);
            if (Statement("waiting-of-sender").Add(import).Find() >= options.Intake.MostQuarantined)
            {
                return ItemRule.QuarantineFull.Reject(why.Field, why.Reason, FieldChecks.Whole(options.Intake.MostQuarantined));
            }

            Statement("keep-apart").Add(import).Add(kind).Add(id).Add(why.Field).Add(why.Reason).Add(ReasonText.Encode(why.Why)).Add(content).Add(Now()).Run();
            return why;
        }

        public void Dispose()
        {
            foreach (var statement in _statements.Values)
            {
                statement.Dispose();
            }
        }

        private BulkStatement Statement(string name)
        {
            if (!_statements.TryGetValue(name, out var statement))
            {
                _statements.Add(name, statement = new BulkStatement(connection, Sql[name]));
            }

            return statement;
        }

        private long Import(IntakeSender sender) => _senders.Of(sender, key =>
            Statement("sender").Add((long)key.Door).Add(key.Name).Find()
            ?? Statement("add-sender").Add(key.Name).Add(Now()).Add(Now()).Add((long)key.Door).RunForId()!.Value);

        private long Customer(string key, long import) => _customers.Of(key, text =>
            Statement("add-customer").Add(text).Add(import).RunForId() ?? Statement("find-customer").Add(text).Find()!.Value);

        private long Product(string code, string? name, long import) => _products.Of(IntakeText.Code(code), text =>
            Statement("add-product").Add(text).Add(name ?? "").Add(import).RunForId() ?? Statement("find-product").Add(text).Find()!.Value);

        private long Visitor(string key) => _visitors.Of(key, text =>
            Statement("add-visitor").Add(text).RunForId() ?? Statement("find-visitor").Add(text).Find()!.Value);

        private long Now() => system.GetUtcNow().ToUnixTimeMilliseconds();

        private void Keys(bool keep)
        {
            _customers.Settle(keep);
            _products.Settle(keep);
            _visitors.Settle(keep);
            _senders.Settle(keep);
        }

        // Minor units of the shop's currency on a day of the shop; null without a rate.
        private long? Minor(decimal? amount, string? currency, DateTimeOffset at)
        {
            if (amount is not { } value)
            {
                return null;
            }

            var own = shop.Profile.Currency;
            if (currency is not null && currency != own)
            {
                if (Rate(currency, at) is not { } rate)
                {
                    return null;
                }

                value /= (decimal)rate;
            }

            return (long)Math.Round(value * Shift(Money.Decimals(own)), MidpointRounding.AwayFromZero);
        }

        private ItemOutcome.Quarantined? Unrated(string? currency, DateTimeOffset at) =>
            currency is null || currency == shop.Profile.Currency || Rate(currency, at) is not null
                ? null
                : ItemRule.NoRate.Doubt("currency", currency, shop.Profile.Currency, shop.DayOf(at).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

        private double? Rate(string currency, DateTimeOffset at) =>
            Statement("rate").Add(currency).Add(shop.DayOf(at).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).FindNumber();

        private static decimal Shift(int decimals) => decimals switch { 0 => 1m, 3 => 1000m, _ => 100m };

        private static string? Json<T>(T? value) => value switch
        {
            null => null,
            JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
            JsonElement element => element.GetRawText(),
            _ => JsonSerializer.Serialize(value, IntakeText.Json),
        };
    }
}
