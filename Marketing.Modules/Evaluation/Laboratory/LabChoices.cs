using System.Globalization;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Evaluation.Laboratory;

/// <summary>A file of logged choices.</summary>
/// <param name="Actions">Names of actions; those that only a policy has come behind.</param>
/// <param name="Positions">Names of positions; one, without a name, where the file has no such column.</param>
/// <param name="HasPositions">Whether the file has that column.</param>
/// <param name="Chosen">Action of each row.</param>
/// <param name="At">Position of each row; empty where there is no such column.</param>
/// <param name="Rewards">Reward of each row.</param>
/// <param name="Propensities">Propensity of each row.</param>
/// <param name="Policy">Probability of what was chosen under the policy, or null where the file does not tell it.</param>
/// <param name="Context">Columns that rewards may depend on; without any where they are not asked for.</param>
internal sealed record LabChoices(LabNames Actions, LabNames Positions, bool HasPositions, int[] Chosen, int[] At, double[] Rewards, double[] Propensities, double[]? Policy, TableData Context)
{
    private const int BadInput = 2;
    private const string PositionColumn = "position";
    private const string PolicyColumn = "policy_probability";
    private const string Header = "action[,position],reward,propensity[,policy_probability][,context columns]";
    private const string Form = $"Name a CSV file with the header {Header} and a row a choice; all rows have as many cells as the header.";

    private static readonly string[] Needed = ["action", "reward", "propensity"];
    private static readonly string[] Known = [.. Needed, PositionColumn, PolicyColumn];

    /// <summary>Reads a file.</summary>
    /// <exception cref="OperatorException">It cannot be used; the message names file, row and column.</exception>
    public static LabChoices Read(OffPolicyQuestion question, CancellationToken cancellation)
    {
        var context = new List<LabTableColumn>();
        if (question is { Policy: not null, RewardModel: not "means" })
        {
            Learn(question, context, cancellation);
        }

        var (path, actions, positions, position, policy, first) = (question.Log, new LabNames(), new LabNames(), -1, -1, 0);
        var (chosen, at, rewards, propensities, probabilities) = (new List<int>(), new List<int>(), new List<double>(), new List<double>(), new List<double>());
        foreach (var (row, csv, place) in LabRows.Read(path, Form, Columns, cancellation))
        {
            chosen.Add(Name(path, row, Needed[0], csv.GetFieldSpan(place[0]).Trim(), actions));
            rewards.Add(Number(path, row, Needed[1], csv.GetFieldSpan(place[1]).Trim(), double.IsFinite, "no number", "Write what came of the choice as a number, such as 0 or 1; leave rows out of which it is not known."));
            propensities.Add(Number(path, row, Needed[2], csv.GetFieldSpan(place[2]).Trim(), value => value is > 0 and <= 1, "no probability above 0 and at most 1", "Write the probability with which this choice was made there; what could not happen cannot have been logged. Leave rows out whose probability is not known."));
            if (position >= 0)
            {
                at.Add(Name(path, row, PositionColumn, csv.GetFieldSpan(place[position]).Trim(), positions));
            }

            if (policy >= 0)
            {
                probabilities.Add(Number(path, row, PolicyColumn, csv.GetFieldSpan(place[policy]).Trim(), value => value is >= 0 and <= 1, "no probability from 0 to 1", "Write the probability with which the policy would have made this choice there."));
            }

            for (var i = 0; i < context.Count; i++)
            {
                context[i].Add(csv.GetString(place[first + i]).Trim(), learn: true);
            }
        }

        if (positions.Names.Count == 0)
        {
            positions.Code("");
        }

        var table = new TableData(chosen.Count, [.. context.Where(column => column.IsNumber).Select(column => column.TakeNumbers())], [.. context.Where(column => !column.IsNumber).Select(column => column.TakeCategories())]);
        return new LabChoices(actions, positions, position >= 0, [.. chosen], [.. at], [.. rewards], [.. propensities], policy >= 0 ? [.. probabilities] : null, table);

        IEnumerable<(string Name, string Fix)> Columns(IReadOnlyList<string> header)
        {
            var wanted = Wanted(question, header);
            (position, policy, first) = (wanted.IndexOf(PositionColumn), wanted.IndexOf(PolicyColumn), wanted.Count);
            return wanted.Select(name => (name, $"Give the file the header {Header}.")).Concat(context.Select(column => (column.Name, Form)));
        }
    }

    // What the context columns hold.
    private static void Learn(OffPolicyQuestion question, List<LabTableColumn> context, CancellationToken cancellation)
    {
        foreach (var (row, csv, place) in LabRows.Read(question.Log, Form, header => ContextOf(question, header, context), cancellation))
        {
            for (var i = 0; i < context.Count; i++)
            {
                context[i].Look(csv.GetString(place[i]).Trim(), row);
            }
        }

        if (context.Find(column => column.Strays is not null) is { Strays: { } stray } odd)
        {
            throw new OperatorException($"{question.Log}, row {stray.Row}, column {odd.Name}: '{LabCsv.Shown(stray.Text)}' is no number that single precision holds, as nearly all rows have there.", $"Write a number or leave the cell empty; or say --categories {odd.Name} or --leave-out {odd.Name}.", BadInput);
        }

        context.RemoveAll(column => !column.IsFilled);
    }

    private static List<(string Name, string Fix)> ContextOf(OffPolicyQuestion question, IReadOnlyList<string> header, List<LabTableColumn> context)
    {
        foreach (var (option, name) in question.Categories.Select(name => ("--categories", name)).Concat(question.LeaveOut.Select(name => ("--leave-out", name))))
        {
            if (LabRows.Place(header, name) < 0 || Known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw LabCsv.NoColumn(question.Log, name, header.Except(Known, StringComparer.OrdinalIgnoreCase).DefaultIfEmpty("no context columns"), $"Name context columns with {option} as the header does, with commas between.");
            }
        }

        context.AddRange(header
            .Where(name => !Known.Contains(name, StringComparer.OrdinalIgnoreCase) && !question.LeaveOut.Contains(name, StringComparer.OrdinalIgnoreCase))
            .Select(name => new LabTableColumn(name, question.Categories.Contains(name, StringComparer.OrdinalIgnoreCase))));
        return context.ConvertAll(column => (column.Name, Form));
    }

    private static List<string> Wanted(OffPolicyQuestion question, IReadOnlyList<string> header)
    {
        var tells = LabRows.Place(header, PolicyColumn) >= 0;
        if (tells && question.Policy is not null)
        {
            throw new OperatorException($"{question.Log}, row 1, column {PolicyColumn}: the log tells the policy, and so does {question.Policy}.", $"Leave out --policy, or take the column {PolicyColumn} out of the log.", BadInput);
        }

        if (!tells && question.Policy is null)
        {
            throw new OperatorException($"{question.Log}, row 1: nothing tells what the policy would do; there is no column {PolicyColumn}.", $"Name a file of the policy with --policy, as CSV action[,position],probability; or add the column {PolicyColumn} with its probability of each row's action.", BadInput);
        }

        return [.. Needed, .. LabRows.Place(header, PositionColumn) >= 0 ? (string[])[PositionColumn] : [], .. tells ? (string[])[PolicyColumn] : []];
    }

    private static int Name(string path, long row, string column, ReadOnlySpan<char> text, LabNames names) => text.IsEmpty
        ? throw new OperatorException($"{path}, row {row}, column {column}: '' is empty.", "Fill it in, or leave the row out.", BadInput)
        : names.Code(text);

    /// <summary>A number of a cell.</summary>
    /// <exception cref="OperatorException">It is none, or one that does not do.</exception>
    public static double Number(string path, long row, string column, ReadOnlySpan<char> text, Func<double, bool> holds, string what, string fix) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && holds(value)
            ? value
            : throw new OperatorException($"{path}, row {row}, column {column}: '{LabCsv.Shown(text.ToString())}' is {what}.", fix, BadInput);
}
