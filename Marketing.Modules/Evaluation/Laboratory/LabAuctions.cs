using System.Globalization;
using Marketing.Kernel;

namespace Marketing.Evaluation.Laboratory;

/// <summary>One auction of a log.</summary>
/// <param name="IsClicked">Whether its impression was clicked.</param>
/// <param name="Price">Highest bid of the others.</param>
/// <param name="Ctr">Foretold rate of clicks.</param>
internal readonly record struct LabAuction(bool IsClicked, int Price, double Ctr);

/// <summary>Reads auctions, a line each: <c>click price ctr</c>.</summary>
internal static class LabAuctions
{
    private const int BadInput = 2;
    private const int Columns = 3;
    private const string Form = "Write a line an auction: click (0 or 1), price (a whole number) and foretold rate of clicks (0 to 1), with spaces or tabs between and no header.";

    /// <summary>The auctions in the order of the file.</summary>
    /// <exception cref="OperatorException">The file cannot be read, is empty, or a value is wrong; the message names file, row and column.</exception>
    public static List<LabAuction> Read(string path, CancellationToken cancellation)
    {
        var (auctions, row) = (new List<LabAuction>(), 0L);
        try
        {
            using var text = LabCsv.OpenText(path, Form);
            while (text.ReadLine() is { } line)
            {
                cancellation.ThrowIfCancellationRequested();
                row++;
                var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                if (words.Length > 0)
                {
                    auctions.Add(Auction(path, row, words));
                }
            }
        }
        catch (Exception e) when (LabCsv.IsOfFile(e))
        {
            throw LabCsv.Unreadable(path, e, Form);
        }

        return auctions.Count > 0 ? auctions : throw new OperatorException($"{path} has no auctions.", Form, BadInput);
    }

    private static LabAuction Auction(string path, long row, string[] words)
    {
        if (words.Length != Columns)
        {
            throw new OperatorException($"{path}, row {row}: '{LabCsv.Shown(string.Join(' ', words))}' has {words.Length} {(words.Length == 1 ? "column" : "columns")} and not {Columns}.", Form, BadInput);
        }

        var isClicked = words[0] switch
        {
            "0" => false,
            "1" => true,
            _ => throw Wrong(path, row, "click", words[0], "neither 0 nor 1"),
        };
        var price = int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole
            : throw Wrong(path, row, "price", words[1], "no whole number from 0 up");
        var ctr = double.TryParse(words[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1 ? rate
            : throw Wrong(path, row, "ctr", words[2], "no rate from 0 to 1");
        return new LabAuction(isClicked, price, ctr);
    }

    private static OperatorException Wrong(string path, long row, string column, string text, string what) =>
        new($"{path}, row {row}, column {column}: '{LabCsv.Shown(text)}' is {what}.", Form, BadInput);
}
