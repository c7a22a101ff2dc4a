using System.Text.Json;
using Marketing.Data.Import.Files;
using Marketing.Data.Import.Kinds;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

internal sealed partial class DataImportRowsStore
{
    // Which value of a row stands for which parameter of a statement.
    internal sealed partial class RowWriter
    {
        private void Bind(BulkStatement insert, in Bound source, RowBatch batch, ReadOnlySpan<CellValue> cells)
        {
            switch (source.From)
            {
                case Source.Field:
                    Add(insert, batch, cells[source.Cell]);
                    break;
                case Source.Address when cells[source.Cell].Kind == CellKind.Text && _names.Hidden(batch, cells[source.Cell]) is { } hidden:
                    insert.Add(hidden);
                    break;
                case Source.Address:
                    Add(insert, batch, cells[source.Cell]);
                    break;
                case Source.Customer:
                    insert.Add(_ofNobody ? null : _names.Customer(batch, cells));
                    break;
                case Source.CustomerKey:
                    insert.Add(_names.CustomerKey(batch, cells));
                    break;
                case Source.Product:
                    insert.Add(_names.Product(batch, cells));
                    break;
                case Source.Visitor:
                    insert.Add(_names.Visitor(batch, cells));
                    break;
                case Source.Import:
                    insert.Add(_import.Value);
                    break;
                case Source.Now:
                    insert.Add(_now);
                    break;
                case Source.Coded:
                    insert.Add(cells[source.Cell].Kind == CellKind.Whole ? cells[source.Cell].Whole : RowNames.OwnWord);
                    break;
                case Source.Own when cells[source.Cell].Kind == CellKind.Text:
                    Add(insert, batch, cells[source.Cell]);
                    break;
                case Source.Own:
                    insert.Add((string?)null);
                    break;
                case Source.Hash when cells[source.Cell].Kind == CellKind.Text:
                    insert.AddBytes(RowNames.Hash(batch.Text(cells[source.Cell])));
                    break;
                case Source.Hash:
                    insert.Add((string?)null);
                    break;
                default:
                    insert.Add(Json(source, batch, cells));
                    break;
            }
        }

        private static void Add(BulkStatement insert, RowBatch batch, in CellValue cell)
        {
            switch (cell.Kind)
            {
                case CellKind.Whole:
                    insert.Add(cell.Whole);
                    break;
                case CellKind.Real:
                    insert.Add(cell.Real);
                    break;
                case CellKind.Text:
                    insert.Add(batch.Text(cell));
                    break;
                default:
                    insert.Add((string?)null);
                    break;
            }
        }

        private static string? Json(in Bound source, RowBatch batch, ReadOnlySpan<CellValue> cells)
        {
            Dictionary<string, string>? found = null;
            foreach (var (name, cell) in source.Json)
            {
                if (cells[cell].Kind == CellKind.Text)
                {
                    (found ??= []).Add(name, System.Text.Encoding.UTF8.GetString(batch.Text(cells[cell])));
                }
            }

            return found is null ? null : JsonSerializer.Serialize(found);
        }

        private Step Of(RowStatement statement) =>
            new(statement.Name, [.. statement.Parameters.Select(parameter => Of(parameter))], statement.Otherwise is { } otherwise ? Of(otherwise) : null);

        private Bound Of(Parameter parameter) => parameter.From == Source.Json
            ? new Bound(Source.Json, -1, [.. parameter.Name.Split(' ').Select(name => (name, _kind.Position(name)))])
            : new Bound(parameter.From, parameter.Name.Length == 0 ? -1 : Position(parameter.Name), []);

        private int Position(string field) => _kind.Position(field) is >= 0 and var position
            ? position
            : throw new InvalidOperationException($"{_kind.Name} have no field {field}.");
    }
}
