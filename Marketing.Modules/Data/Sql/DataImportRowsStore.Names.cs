using System.Security.Cryptography;
using System.Text;
using Dapper;
using Marketing.Data.Import.Files;
using Marketing.Data.Import.Kinds;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

internal sealed partial class DataImportRowsStore
{
    /// <summary>
    /// Finds the customers, products and visitors that rows name, and adds those the shop does not know. What was found lately is kept
    /// in memory, up to a limit that does not grow with the file.
    /// </summary>
    internal sealed class RowNames(ImportKind kind, ImportId import)
    {
        /// <summary>Stands for an event of the shop's own name.</summary>
        public const long OwnWord = 9;

        private const int MostKept = 200_000;
        private readonly int _customer = kind.Position("customer");
        private readonly int _email = kind.Position("email");
        private readonly int _product = kind.Position("product");
        private readonly int _visitor = kind.Position("visitor");
        private readonly ErasedRows _erased = new(kind);
        private readonly Dictionary<string, long> _customers = [];
        private readonly Dictionary<string, long> _products = [];
        private readonly Dictionary<string, long> _visitors = [];
        private long _gone;
        private PreparedStatements? _prepared;

        private PreparedStatements Prepared => _prepared ?? throw new InvalidOperationException("No transaction was begun.");

        /// <summary>First 128 bits of SHA-256 over the sender's id of an event; files are one sender.</summary>
        public static ReadOnlySpan<byte> Hash(ReadOnlySpan<byte> id)
        {
            Span<byte> text = [.. "file\0"u8, .. id];
            return SHA256.HashData(text).AsSpan(0, 16);
        }

        /// <summary>What stands for the address of somebody who was erased; null for any other.</summary>
        public string? Hidden(RowBatch batch, in CellValue cell) => _erased.Hidden(Encoding.UTF8.GetString(batch.Text(cell)));

        /// <summary>Goes on in a new transaction.</summary>
        public void Begin(PreparedStatements prepared, SqliteConnection connection, SqliteTransaction transaction)
        {
            _prepared = prepared;
            if (_erased.Begin(connection, transaction))
            {
                _customers.Clear();
            }

            // A visitor that was deleted since is a new one when the file names it again.
            if (_visitor >= 0 && connection.ExecuteScalar<long>(Sql["visitors-gone"], transaction: transaction) is var gone && gone != _gone)
            {
                _gone = gone;
                _visitors.Clear();
            }
        }

        /// <summary>Whether a row is about somebody who was erased and may not be taken: see <see cref="Privacy.EraseList"/>.</summary>
        public bool IsErased(RowBatch batch, ReadOnlySpan<CellValue> cells) => _erased.Holds(Prepared, batch, cells);

        /// <summary>The customer that a row names by number or address, or null when it names none.</summary>
        public long? Customer(RowBatch batch, ReadOnlySpan<CellValue> cells)
        {
            if (TextOf(batch, cells, _customer, out var key))
            {
                return Known(_customers, key, text => Prepared["customer-by-key"].Find(("@Key", text)) ?? Prepared["create-customer"].One(("@Key", text), ("@Email", null), ("@Import", import.Value)));
            }

            return TextOf(batch, cells, _email, out var email)
                ? Known(_customers, email, text => Prepared["customer-by-email"].Find(("@Email", text)) ?? Prepared["customer-by-key"].Find(("@Key", text)) ?? Prepared["create-customer"].One(("@Key", text), ("@Email", text), ("@Import", import.Value)))
                : null;
        }

        /// <summary>The key under which a customer is staged: its number, else that of the customer with the address, else the address.</summary>
        public string CustomerKey(RowBatch batch, ReadOnlySpan<CellValue> cells) =>
            TextOf(batch, cells, _customer, out var key) ? Encoding.UTF8.GetString(key)
            : TextOf(batch, cells, _email, out var email) ? Prepared["customer-key-by-email"].Text(("@Email", Encoding.UTF8.GetString(email))) ?? Encoding.UTF8.GetString(email)
            : throw new InvalidOperationException("A row without number and address was accepted.");

        /// <summary>The product that a row names, or null when it names none.</summary>
        public long? Product(RowBatch batch, ReadOnlySpan<CellValue> cells) => TextOf(batch, cells, _product, out var code)
            ? Known(_products, code, text => Prepared["product-by-code"].Find(("@Code", text)) ?? Prepared["create-product"].One(("@Code", text), ("@Import", import.Value)))
            : null;

        /// <summary>The visitor that a row names, or null when it names none.</summary>
        public long? Visitor(RowBatch batch, ReadOnlySpan<CellValue> cells) => TextOf(batch, cells, _visitor, out var key)
            ? Known(_visitors, key, text => Prepared["visitor-by-key"].Find(("@Key", text)) ?? Prepared["create-visitor"].One(("@Key", text)))
            : null;

        internal static long Known(Dictionary<string, long> known, ReadOnlySpan<byte> key, Func<string, long> find)
        {
            Span<char> chars = stackalloc char[256];
            var text = key.Length <= chars.Length ? chars[..Encoding.UTF8.GetChars(key, chars)] : Encoding.UTF8.GetString(key).ToCharArray();
            var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
            if (lookup.TryGetValue(text, out var id))
            {
                return id;
            }

            if (known.Count >= MostKept)
            {
                known.Clear();
            }

            var name = text.ToString();
            return known[name] = find(name);
        }

        internal static bool TextOf(RowBatch batch, ReadOnlySpan<CellValue> cells, int cell, out ReadOnlySpan<byte> text)
        {
            text = default;
            if (cell < 0 || cells[cell].Kind != CellKind.Text)
            {
                return false;
            }

            text = batch.Text(cells[cell]);
            return true;
        }
    }
}
