using System.Text;
using Dapper;
using Marketing.Data.Import.Files;
using Marketing.Data.Import.Kinds;
using Marketing.Data.Privacy;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

internal sealed partial class DataImportRowsStore
{
    /// <summary>Holds the rows of a file to the erase list; the rule is that of <see cref="EraseList"/>.</summary>
    internal sealed class ErasedRows(ImportKind kind)
    {
        private const long Never = long.MinValue;
        private readonly bool _namesPeople = kind.Statements.Any(statement => statement.Parameters.Any(parameter => parameter.From is Source.Customer or Source.CustomerKey));
        private readonly int _number = kind.Position("customer");
        private readonly int _mail = kind.Position("email");
        private readonly int _phone = kind.Position("phone");
        private readonly int _browser = kind.Position("visitor");
        private readonly int _at = kind.Position("at");
        private readonly int _granted = kind.Position("granted");
        private readonly int _created = kind.Position("created");
        private readonly Dictionary<string, long> _numbers = [];
        private readonly Dictionary<string, long> _mails = [];
        private EraseList _list = EraseList.Empty;
        private long _state;

        /// <summary>Goes on in a new transaction; true when somebody was erased since the last one.</summary>
        public bool Begin(SqliteConnection connection, SqliteTransaction transaction)
        {
            var state = connection.ExecuteScalar<long>(Sql["state-of-erased"], transaction: transaction);
            if (state == _state)
            {
                return false;
            }

            (_state, _list) = (state, EraseList.Of(connection.Query<ErasedKey>(Sql["erased-keys"], transaction: transaction)));
            _numbers.Clear();
            _mails.Clear();
            return true;
        }

        /// <summary>What stands for the address of somebody who was erased; null for any other.</summary>
        public string? Hidden(string address) => _list.SaltOf(address) is { } salt ? Suppressions.Hidden(salt, address.ToLowerInvariant()) : null;

        /// <summary>Whether a row is about somebody who was erased and who has not come back.</summary>
        public bool Holds(PreparedStatements prepared, RowBatch batch, ReadOnlySpan<CellValue> cells)
        {
            if (_list.IsEmpty || !_namesPeople)
            {
                return false;
            }

            if (ErasedAt(prepared, batch, cells) is not { } erased)
            {
                return HoldsBrowser(batch, cells);
            }

            var at = Whole(cells, _at);
            var own = Whole(cells, _created) > erased || (Whole(cells, _granted) == 1 && at is not null);
            return at <= erased || !(own || prepared["came-back"].Find(("@Key", Key(prepared, batch, cells)), ("@After", erased)) is not null);
        }

        private bool HoldsBrowser(RowBatch batch, ReadOnlySpan<CellValue> cells) =>
            RowNames.TextOf(batch, cells, _browser, out var browser) && !RowNames.TextOf(batch, cells, _number, out _) && !RowNames.TextOf(batch, cells, _mail, out _)
            && Whole(cells, _at) is { } at && _list.HoldsBrowser(Encoding.UTF8.GetString(browser), at);

        private long? ErasedAt(PreparedStatements prepared, RowBatch batch, ReadOnlySpan<CellValue> cells)
        {
            var number = RowNames.TextOf(batch, cells, _number, out var key) ? RowNames.Known(_numbers, key, text => _list.NumberAt(Encoding.UTF8.GetBytes(text)) ?? Never) : Never;
            var hasMail = RowNames.TextOf(batch, cells, _mail, out var address);
            var mail = hasMail ? RowNames.Known(_mails, address, text => _list.MailAt(text) ?? Never) : Never;
            var named = Math.Max(number, mail);
            if (named != Never)
            {
                return named;
            }

            return !hasMail && RowNames.TextOf(batch, cells, _phone, out var phone) && prepared["customer-by-key"].Find(("@Key", Key(prepared, batch, cells))) is null
                ? _list.PhoneAt(Encoding.UTF8.GetString(phone))
                : null;
        }

        private string Key(PreparedStatements prepared, RowBatch batch, ReadOnlySpan<CellValue> cells)
        {
            if (RowNames.TextOf(batch, cells, _number, out var key))
            {
                return Encoding.UTF8.GetString(key);
            }

            var mail = RowNames.TextOf(batch, cells, _mail, out var address) ? Encoding.UTF8.GetString(address) : "";
            return prepared["customer-key-by-email"].Text(("@Email", mail)) ?? mail;
        }

        private static long? Whole(ReadOnlySpan<CellValue> cells, int cell) => cell >= 0 && cells[cell].Kind == CellKind.Whole ? cells[cell].Whole : null;
    }
}
