using Marketing.Kernel;

namespace Marketing.Evaluation.Laboratory;

/// <summary>What a file knows of items, by their names in the other files.</summary>
internal sealed record LabItems(Dictionary<string, LabItem> Known)
{
    private const int BadInput = 2;
    private const string Form = "Name a CSV file with the header item,name[,category][,brand]; the levels of a category have > or / between.";

    /// <summary>What is known of an item; its own name when nothing is.</summary>
    public LabItem Of(string item) => Known.TryGetValue(item, out var known) ? known : new LabItem(item, "", "");

    /// <summary>Reads a file.</summary>
    /// <exception cref="OperatorException">It cannot be read, or a value is wrong; the message names file, row and column.</exception>
    public static LabItems Read(string path, CancellationToken cancellation)
    {
        var known = new Dictionary<string, LabItem>();
        try
        {
            using var csv = LabCsv.Open(path, Form, out var columns);
            int Column(string name) => columns.TryGetValue(name, out var at) ? at : throw LabCsv.NoColumn(path, name, columns.Keys, Form);
            string Text(string name) => columns.TryGetValue(name, out var at) ? csv.GetString(at) : "";
            var (item, title) = (Column("item"), Column("name"));
            for (var row = 2L; csv.Read(); row++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (csv.RowFieldCount == 1 && csv.GetString(0).Length == 0)
                {
                    continue;
                }

                if (csv.GetString(item).Length == 0)
                {
                    throw new OperatorException($"{path}, row {row}, column item: '' is empty.", "Fill it in, or leave the row out.", BadInput);
                }

                if (!known.TryAdd(csv.GetString(item), new LabItem(csv.GetString(title), Text("category"), Text("brand"))))
                {
                    throw new OperatorException($"{path}, row {row}, column item: '{LabCsv.Shown(csv.GetString(item))}' stands in an earlier row already.", "Keep one row an item.", BadInput);
                }
            }
        }
        catch (Exception e) when (LabCsv.IsOfFile(e))
        {
            throw LabCsv.Unreadable(path, e, Form);
        }

        return new LabItems(known);
    }
}

/// <summary>What is known of an item.</summary>
internal sealed record LabItem(string Name, string Category, string Brand);
