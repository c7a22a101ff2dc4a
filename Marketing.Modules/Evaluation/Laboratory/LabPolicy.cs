using System.Globalization;
using Marketing.Evaluation.OffPolicy;
using Marketing.Kernel;

namespace Marketing.Evaluation.Laboratory;

/// <summary>A file of a policy that is the same for every row of a log.</summary>
/// <param name="Table">Its probabilities, by the codes of the log.</param>
/// <param name="Rows">Rows of the file.</param>
/// <param name="Unlogged">Where the file gives its largest probability to an action that the log never shows at that position, or null.</param>
internal sealed record LabPolicy(PolicyTable Table, long Rows, string? Unlogged)
{
    private const int BadInput = 2;
    private const string Header = "action[,position],probability";
    private const string Form = $"Name a CSV file with the header {Header} and a row for each action that the policy may choose; all rows have as many cells as the header.";

    // Files hold rounded probabilities.
    private const double Rounding = 1e-3;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="log">Its log; actions that only the policy has are added to its names.</param>
    /// <param name="logPath">File of the log.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperatorException">It cannot be used; the message names file, row and column.</exception>
    public static LabPolicy Read(string path, LabChoices log, string logPath, CancellationToken cancellation)
    {
        var entries = new Dictionary<(int Action, string Position), (long Row, double Probability)>();
        var (sums, positioned) = (new Dictionary<string, double>(), false);
        foreach (var (row, csv, at) in LabRows.Read(path, Form, header => Wanted(header, out positioned), cancellation))
        {
            var (action, position) = (Name(path, row, "action", csv.GetString(at[0]).Trim()), positioned ? Name(path, row, "position", csv.GetString(at[2]).Trim()) : "");
            if (positioned && !log.HasPositions)
            {
                throw new OperatorException($"{path}, row 1, column position: the log {logPath} has no such column.", "Add the column position to the log, or take it out of the policy.", BadInput);
            }

            var probability = LabChoices.Number(path, row, "probability", csv.GetFieldSpan(at[1]).Trim(), value => value is >= 0 and <= 1, "no probability from 0 to 1", "Write the probability with which the policy chooses the action, 0.25 for one time in four.");
            if (!entries.TryAdd((log.Actions.Code(action), position), (row, probability)))
            {
                var earlier = entries[(log.Actions.Code(action), position)].Row;
                throw new OperatorException($"{path}, row {row}, column action: '{LabCsv.Shown(action)}'{(positioned ? $" at position '{LabCsv.Shown(position)}'" : "")} stands in row {earlier} already.", "Keep one row for each action and position.", BadInput);
            }

            sums[position] = sums.GetValueOrDefault(position) + probability;
        }

        Whole(path, sums, positioned);
        return OnLog(path, log, logPath, entries, positioned);
    }

    private static LabPolicy OnLog(string path, LabChoices log, string logPath, Dictionary<(int Action, string Position), (long Row, double Probability)> entries, bool positioned)
    {
        var (actions, positions) = (log.Actions.Names.Count, log.Positions.Names.Count);
        var seen = new bool[actions * positions];
        for (var row = 0; row < log.Chosen.Length; row++)
        {
            seen[(log.Chosen[row] * positions) + (log.HasPositions ? log.At[row] : 0)] = true;
        }

        var (probabilities, most, unlogged) = (new double[actions * positions], 0.0, (string?)null);
        for (var position = 0; position < positions; position++)
        {
            var name = positioned ? log.Positions.Names[position] : "";
            if (positioned && !entries.Keys.Any(key => key.Position == name))
            {
                throw new OperatorException($"{path}: no row is for position '{LabCsv.Shown(name)}', which the log {logPath} has.", "Add the rows of that position, or leave its rows out of the log.", BadInput);
            }

            for (var action = 0; action < actions; action++)
            {
                var (row, probability) = entries.GetValueOrDefault((action, name));
                var at = (action * positions) + position;
                probabilities[at] = probability;
                if (!seen[at] && probability > most)
                {
                    (most, unlogged) = (probability, $"{path}, row {row}, column action: '{LabCsv.Shown(log.Actions.Names[action])}'{(log.HasPositions ? $" at position '{LabCsv.Shown(log.Positions.Names[position])}'" : "")}");
                }
            }
        }

        return new LabPolicy(new PolicyTable(actions, positions, probabilities), entries.Count, unlogged);
    }

    private static void Whole(string path, Dictionary<string, double> sums, bool positioned)
    {
        foreach (var (position, sum) in sums)
        {
            if (Math.Abs(sum - 1) > Rounding)
            {
                throw new OperatorException(string.Create(CultureInfo.InvariantCulture, $"{path}, column probability: the probabilities{(positioned ? $" of position '{LabCsv.Shown(position)}'" : "")} add up to {sum:0.######}, not to 1."), "Give every action that the policy may choose its row; together they are 1.", BadInput);
            }
        }
    }

    private static List<(string Name, string Fix)> Wanted(IReadOnlyList<string> header, out bool positioned)
    {
        positioned = LabRows.Place(header, "position") >= 0;
        const string fix = $"Give the file the header {Header}.";
        return [("action", fix), ("probability", fix), .. positioned ? ((string, string)[])[("position", fix)] : []];
    }

    private static string Name(string path, long row, string column, string text) => text.Length > 0
        ? text
        : throw new OperatorException($"{path}, row {row}, column {column}: '' is empty.", "Fill it in, or leave the row out.", BadInput);
}
