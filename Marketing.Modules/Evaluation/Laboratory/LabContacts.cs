using System.Globalization;
using Marketing.Kernel;
using Marketing.Model;
using Sylvan.Data.Csv;

namespace Marketing.Evaluation.Laboratory;

/// <summary>A file of logged sequences of contacts.</summary>
internal static class LabContacts
{
    private const int BadInput = 2;
    private const string Step = "step";
    private const string At = "at";
    private const string End = "end";
    private const string Prefix = "x_";
    private const string Header = "customer,step|at,action,propensity,reward[,end][,x_...]";
    private const string Form = $"Name a CSV file with the header {Header} and a row a step; all rows have as many cells as the header.";

    private static readonly string[] Needed = ["customer", "action", "propensity", "reward"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="OperatorException">It cannot be used; the message names file, row and column.</exception>
    public static ContactLog Read(ContactQuestion question, CancellationToken cancellation)
    {
        var (path, customers, columns) = (question.Log, new Dictionary<string, Sequence>(), new List<string>());
        var (actions, ending) = (new LabNames(), -1);
        actions.Code(ContactLog.Nothing);
        question.Actions.ToList().ForEach(action => actions.Code(action));
        foreach (var (row, csv, place) in LabRows.Read(path, Form, Columns, cancellation))
        {
            var customer = Filled(path, row, Needed[0], csv.GetString(place[0]).Trim());
            if (!customers.TryGetValue(customer, out var own))
            {
                customers[customer] = own = new Sequence(customer);
            }

            var (first, state) = (ending < 0 ? 5 : 6, new float[columns.Count - 1]);
            for (var i = 0; i < state.Length; i++)
            {
                state[i] = (float)Number(path, row, columns[i + 1], csv, place[first + i], "Write a number; a state has no gaps. Fill it in, or leave the column out.");
            }

            own.Add(row, new ContactStep(
                state,
                Action(question, row, Filled(path, row, Needed[1], csv.GetString(place[1]).Trim()), actions),
                Number(path, row, Needed[2], csv, place[2], "Write the probability with which this action was chosen there."),
                Number(path, row, Needed[3], csv, place[3], "Write margin less cost as a number; leave customers out of whom it is not known."),
                Clock(path, row, columns, csv, place[4]),
                ending >= 0 && Flag(path, row, csv.GetString(place[ending]).Trim())));
        }

        var taken = ContactLog.Take([.. columns.Skip(1)], actions.Names, [.. customers.Values.Select(one => one.Trajectory())]);
        return Sound(path, question.History && taken is ContactLogOutcome.Taken { Log: var log } ? ContactHistory.Added(log) : taken, customers, columns[0]);

        IEnumerable<(string Name, string Fix)> Columns(IReadOnlyList<string> header)
        {
            var (byStep, byTime) = (LabRows.Place(header, Step) >= 0, LabRows.Place(header, At) >= 0);
            if (byStep == byTime)
            {
                throw new OperatorException($"{path}, row 1: {(byStep ? $"there are both columns {Step} and {At}" : $"there is neither a column {Step} nor {At}")}.", $"Give the file one of them: {Step} counts steps, {At} tells days or times. {Form}", BadInput);
            }

            columns.Add(byStep ? Step : At);
            columns.AddRange(header.Where(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)));
            ending = LabRows.Place(header, End) >= 0 ? 5 : -1;
            return ((IEnumerable<string>)[.. Needed, columns[0], .. ending < 0 ? (string[])[] : [End], .. columns.Skip(1)]).Select(name => (name, Form));
        }
    }

    private static ContactLog Sound(string path, ContactLogOutcome outcome, Dictionary<string, Sequence> customers, string clock)
    {
        if (outcome is ContactLogOutcome.Taken taken)
        {
            return taken.Log;
        }

        var fault = ((ContactLogOutcome.Refused)outcome).Fault;
        var (row, step) = fault.Customer is { } customer ? customers[customer].At(Math.Max(1, fault.Step)) : (1, default);
        var (column, value, fix) = fault.Code switch
        {
            ContactFaultCode.Propensity => (Needed[2], Shown(step.Propensity), "Write the probability with which this action was chosen there; what could not happen cannot have been logged."),
            ContactFaultCode.Reward => (Needed[3], Shown(step.Reward), "Write margin less cost in an ordinary unit of money."),
            ContactFaultCode.Clock => (clock, Shown(step.Clock), "Sort the rows of each customer by time, one row a moment."),
            ContactFaultCode.AfterEnd => (End, "", "Write end 1 in the last row of a customer only."),
            ContactFaultCode.OneStep => (Needed[0], fault.Customer!, "Leave the customer out, or write 1 in a column end where the customer has left."),
            ContactFaultCode.State => ($"{Prefix}...", "", "Write ordinary numbers."),
            _ => (Needed[1], "", $"Name two actions at least beside one another, {ContactLog.Nothing} among them, 64 at most, and every column once."),
        };
        throw new OperatorException($"{path}, row {row}, column {column}{(value.Length > 0 ? $": '{LabCsv.Shown(value)}'" : "")}: {fault.Why}", fix, BadInput);
    }

    private static int Action(ContactQuestion question, long row, string name, LabNames actions) =>
        question.Actions.Count == 0 ? actions.Code(name)
        : actions.Find(name) ?? throw new OperatorException($"{question.Log}, row {row}, column {Needed[1]}: '{LabCsv.Shown(name)}' is none of the actions {string.Join(", ", actions.Names)}.", "Mend the name, or name it with --actions.", BadInput);

    private static string Filled(string path, long row, string column, string text) =>
        text.Length > 0 ? text : throw new OperatorException($"{path}, row {row}, column {column}: '' is empty.", "Fill it in, or leave the row out.", BadInput);

    private static double Number(string path, long row, string column, CsvDataReader csv, int place, string fix) => LabChoices.Number(path, row, column, csv.GetFieldSpan(place).Trim(), _ => true, "no number", fix);

    private static double Clock(string path, long row, List<string> columns, CsvDataReader csv, int place)
    {
        var text = csv.GetString(place).Trim();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : columns[0] == At && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUnixTimeMilliseconds() / TimeSpan.FromDays(1).TotalMilliseconds
            : throw new OperatorException($"{path}, row {row}, column {columns[0]}: '{LabCsv.Shown(text)}' is no {(columns[0] == At ? "day or time" : "number")}.", columns[0] == At ? "Write a day such as 2027-01-31, a time such as 2027-01-31T09:30:00Z, or a number of days." : "Number the steps of each customer, ascending.", BadInput);
    }

    private static bool Flag(string path, long row, string text) => text switch
    {
        "1" or "true" => true,
        "0" or "false" or "" => false,
        _ => throw new OperatorException($"{path}, row {row}, column {End}: '{LabCsv.Shown(text)}' is neither 1 nor 0.", "Write 1 where nothing can follow since the customer has left, and 0 elsewhere.", BadInput),
    };

    private static string Shown(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private sealed class Sequence(string customer)
    {
        private readonly List<ContactStep> _steps = [];
        private readonly List<long> _rows = [];

        public void Add(long row, ContactStep step)
        {
            _rows.Add(row);
            _steps.Add(step);
        }

        public (long Row, ContactStep Step) At(int step) => (_rows[step - 1], _steps[step - 1]);

        public ContactTrajectory Trajectory() => new(customer, _steps);
    }
}
