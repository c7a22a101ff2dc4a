using Marketing.Data;

namespace Marketing.App.Commands;

/// <summary>Prints how imports ended and what a preview found.</summary>
internal static class ImportReport
{
    private const string Orders = "orders";
    private const int WorstShown = 10;

    /// <summary>Says how each file ended.</summary>
    /// <returns>How the command ends.</returns>
    public static async Task<int> PrintAsync(CommandContext context, ImportWork work, IReadOnlyList<FileEnd> ends, CancellationToken cancellation)
    {
        var told = new List<object>();
        var keptIn = await work.ValuesKeptInAsync(cancellation);
        foreach (var end in ends)
        {
            var rules = end.Outcome is ImportOutcome.Applied(var done) ? await work.RulesAsync(done.Id, cancellation) : [];
            if (context.Json)
            {
                told.Add(Json(end, work, rules, keptIn));
            }
            else
            {
                Print(context, work, end, rules, keptIn);
            }
        }

        if (context.Json)
        {
            context.Terminal.Json(told);
        }

        return ends.Select(end => end.Fault?.ExitCode).OfType<int>().DefaultIfEmpty(ImportCommand.Status(ends.Select(end => end.Outcome))).Min();
    }

    private static object Json(FileEnd end, ImportWork work, IReadOnlyList<RuleWork> rules, string? keptIn) => end.Outcome switch
    {
        ImportOutcome.Applied(var done) => new { end.File, State = "applied", Import = Figures(done), AssumedCurrency = work.AssumedCurrency(end.File), NotUsed = work.NotUsed(end.File), Rules = rules.Select(rule => ImportRules.Json(rule, keptIn is null)), ValuesKeptIn = keptIn },
        ImportOutcome.AlreadyThere there => new { end.File, State = "already-there", Import = Figures(there.Earlier) },
        ImportOutcome.Refused refused => new { end.File, State = "refused", Import = Place(refused) },
        _ => new { end.File, State = "failed", Import = (object)new { Reason = end.Fault!.Message, end.Fault.Fix } },
    };

    private static void Print(CommandContext context, ImportWork work, FileEnd end, IReadOnlyList<RuleWork> rules, string? keptIn)
    {
        switch (end.Outcome)
        {
            case ImportOutcome.Applied { Summary: var done }:
                context.Terminal.Output.WriteLine($"{done.Name}: {Counted.Of(done.Rows, "row")} in {done.Seconds:0.0} s: {Taken(done)}, {done.Changed:N0} changed, {done.Rejected:N0} rejected (import {done.Id.Value})");
                SayCurrency(context.Terminal, work.AssumedCurrency(end.File));
                SayNotUsed(context.Terminal, work.NotUsed(end.File));
                ImportRules.Print(context.Terminal.Output, done.Id, rules, keptIn);
                break;
            case ImportOutcome.AlreadyThere { Earlier: var earlier }:
                context.Terminal.Output.WriteLine($"{end.File}: was brought in before as {earlier.Name} (import {earlier.Id.Value}); nothing changed (to bring it in anew: marketing import --undo {earlier.Id.Value}, then import it again)");
                break;
            case ImportOutcome.Refused refused:
                Refuse(context.Terminal, refused);
                break;
            default:
                context.Terminal.Error.WriteLine($"marketing: {end.Fault!.Message}");
                context.Terminal.Error.WriteLine($"           {end.Fault.Fix}");
                break;
        }
    }

    /// <summary>Files that wait in the queue of the program that serves, and those that were refused before.</summary>
    public static void Print(CommandContext context, IReadOnlyList<(string File, ImportJob? Job, ImportOutcome.Refused? Refusal)> handed)
    {
        if (context.Json)
        {
            context.Terminal.Json(handed.Select(one => one.Job is { } job
                ? (object)new { one.File, State = "queued", Number = job.Id }
                : new { one.File, State = "refused", Import = Place(one.Refusal!) }));
            return;
        }

        foreach (var (file, job, refusal) in handed)
        {
            if (job is not null)
            {
                context.Terminal.Output.WriteLine($"{file}: waits in the queue as number {job.Id}");
            }
            else
            {
                Refuse(context.Terminal, refusal!);
            }
        }
    }

    /// <summary>A preview for people.</summary>
    public static void Print(Terminal terminal, string file, ImportPlan? plan, PreviewOutcome outcome, string? assumedCurrency)
    {
        if (outcome is not PreviewOutcome.Seen(var preview) || plan is null)
        {
            Refuse(terminal, ((PreviewOutcome.Refused)outcome).Refusal);
            return;
        }

        var form = plan.Form;
        var written = form.Packing == "xlsx" ? $"xlsx, {(form.Sheet is null ? "the first sheet" : $"sheet {form.Sheet}")}" : $"{form.Packing}, {form.Encoding}, {form.Delimiter}";
        terminal.Output.WriteLine($"{file}: {plan.Kind}; {written}, header in row {form.HeaderRow}, {Decimals(form)}, dates {form.Dates}");
        foreach (var (field, header) in plan.Columns)
        {
            terminal.Output.WriteLine($"  {field} = {header}");
        }

        SayNotUsed(terminal, preview.NotUsed);
        var reach = preview.IsWhole ? "All" : "The first";
        terminal.Output.WriteLine($"{reach} {Counted.Of(preview.Rows, "row")}: {preview.Accepted:N0} taken over, {preview.Changed:N0} of them changed, {preview.Rejected:N0} rejected. Nothing was written.");
        SayCurrency(terminal, assumedCurrency);
        foreach (var row in preview.First.Take(3))
        {
            terminal.Output.WriteLine($"  row {row.Row}: {string.Join(", ", row.Values.Select(value => $"{value.Key}={value.Value}"))}");
        }

        PrintWorst(terminal, preview);
        if (preview.Refusal is { } refusal)
        {
            Refuse(terminal, refusal);
        }
    }

    private static void PrintWorst(Terminal terminal, ImportPreview preview)
    {
        var rows = preview.Worst.Select(issue => issue.Row).Distinct().Take(WorstShown).ToList();
        var all = preview.Rejected + preview.Changed;
        if (rows.Count < all)
        {
            terminal.Output.WriteLine($"  Rows rejected or changed, the first {rows.Count:N0} of {all:N0}:");
        }

        foreach (var issue in preview.Worst.Where(issue => rows.Contains(issue.Row)))
        {
            terminal.Output.WriteLine($"  row {issue.Row}{(issue.Column is null ? "" : $", column {issue.Column}: {issue.Value} -")}{(issue.Column is null ? ":" : "")} {issue.Reason}");
        }
    }

    /// <summary>A preview for programs.</summary>
    public static object Json(string file, ImportPlan? plan, PreviewOutcome outcome) => outcome is PreviewOutcome.Seen(var preview)
        ? new { File = file, State = "preview", plan!.Kind, plan.Form, plan.Columns, preview.Rows, preview.Accepted, preview.Changed, preview.Rejected, preview.IsWhole, preview.NotUsed, preview.First, preview.Worst, Refusal = preview.Refusal is { } refusal ? Place(refusal) : null }
        : new { File = file, State = "refused", Import = Place(((PreviewOutcome.Refused)outcome).Refusal) };

    /// <summary>Signs before decimals and between thousands, in words.</summary>
    public static string Decimals(FileForm form) => form.DecimalSign == "comma" ? "decimal comma, thousands point" : "decimal point, thousands comma";

    // The currency of the books is the shop's for good once there are orders, so it is said before, and again when they are in.
    private static void SayCurrency(Terminal terminal, string? currency)
    {
        if (currency is not null)
        {
            terminal.Output.WriteLine($"  No column names a currency: amounts are taken as {currency}, the shop's (page Shop in the settings; it can be changed only while there are no orders).");
        }
    }

    private static void SayNotUsed(Terminal terminal, IReadOnlyList<string> columns)
    {
        if (columns.Count > 0)
        {
            terminal.Output.WriteLine($"  Columns not used: {string.Join(", ", columns)} (--column FIELD=HEADER takes one).");
        }
    }

    private static string Taken(ImportSummary done) => done.Kind == Orders
        ? $"{Counted.Of(done.Orders, "order")}, {Counted.Of(done.Lines, "line")}, {Counted.Of(done.Returns, "return")}, {done.Anonymous:N0} anonymous; {WereThere(done)}"
        : $"{Counted.Of(done.Lines, "row")} of {done.Kind} taken over{(done.Unchanged > 0 ? $"; {WereThere(done)}" : "")}";

    private static string WereThere(ImportSummary done) => $"{done.Unchanged:N0} {(done.Unchanged == 1 ? "was" : "were")} there";

    private static void Refuse(Terminal terminal, ImportOutcome.Refused refused)
    {
        terminal.Error.WriteLine($"marketing: {refused.File}{Where(refused)}: {refused.Reason}");
        terminal.Error.WriteLine($"           {refused.Fix}");
    }

    /// <summary>Row and column in words, each with a comma before it; empty where the file as a whole is meant.</summary>
    public static string Where(ImportOutcome.Refused refused) =>
        (refused.Row > 0 ? $", row {refused.Row:N0}" : "") + (refused.Column is null ? "" : $", column {refused.Column}");

    private static object Place(ImportOutcome.Refused refused) => new { refused.Row, refused.Column, refused.Reason, refused.Fix };

    private static object Figures(ImportSummary summary) => new
    {
        Id = summary.Id.Value,
        summary.Kind,
        summary.Rows,
        summary.Orders,
        summary.Lines,
        summary.Returns,
        summary.Anonymous,
        summary.Unchanged,
        summary.Changed,
        summary.Rejected,
        summary.Seconds,
    };
}
