using Marketing.App.Jobs;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Spectre.Console;

namespace Marketing.App.Commands;

/// <summary>One table of what the loop did and found.</summary>
internal sealed class ShopSummary(IServiceProvider services)
{
    private const int FileWidth = 140;
    private readonly List<(string Topic, string What, string Figure)> _rows = [];

    /// <summary>Everything: what came in, what was found, what was decided, and how long it took.</summary>
    public async Task PrintDemoAsync(Terminal terminal, RunId turn, CancellationToken cancellation)
    {
        await ImportsAsync(cancellation);
        await PrintTurnAsync(terminal, turn, cancellation);
    }

    /// <summary>One turn.</summary>
    public async Task PrintTurnAsync(Terminal terminal, RunId turn, CancellationToken cancellation)
    {
        await SegmentsAsync(cancellation);
        await ModelsAsync(cancellation);
        await DecisionsAsync(turn, cancellation);
        await CampaignsAsync(cancellation);
        await StepsAsync(turn, cancellation);
        Draw(terminal);
    }

    private static string Interval(Metric metric) =>
        metric is { Low: { } low, High: { } high } ? $"{metric.Value:0.0000} [{low:0.0000}, {high:0.0000}]" : $"{metric.Value:0.0000}";

    private void Add(string topic, string what, string figure) => _rows.Add((topic, what, figure));

    private T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    private async Task ImportsAsync(CancellationToken cancellation)
    {
        var imports = Get<IImports>();
        foreach (var import in (await imports.ListAsync(new TableQuery(Take: 5), cancellation)).Items.Where(import => import.State == ImportState.Applied))
        {
            if (import.IsDemo)
            {
                Add("Import", "source", "UCI Online Retail II (Chen, doi 10.24432/C5CG6D), CC BY 4.0; costs, stock, consents, addresses and browsing are simulated");
            }

            Add("Import", import.Name, $"{Counted.Of(import.Rows, "row")} in {import.Seconds:0.0} s");
            Add("Import", "taken over", $"{Counted.Of(import.Orders, "order")}, {Counted.Of(import.Lines, "line")}, {Counted.Of(import.Returns, "return")}; {Counted.Of(import.Anonymous, "line")} without a customer");
            foreach (var rule in await imports.RulesAsync(import.Id, cancellation))
            {
                Add("Cleaning", rule.Rule, $"{Counted.Of(rule.Rows, "row")}, {rule.Effect}");
            }
        }
    }

    private async Task SegmentsAsync(CancellationToken cancellation)
    {
        foreach (var segment in await Get<ISegments>().SummariseAsync(cancellation))
        {
            Add("Segments", segment.Code, $"{segment.Customers:N0} customers, {segment.RevenueShare:P1} of revenue ({segment.Rule})");
        }
    }

    private async Task ModelsAsync(CancellationToken cancellation)
    {
        if (await Get<IModels>().ChampionAsync(TurnModels.Purpose, cancellation) is { } champion)
        {
            Add("Models", "in charge", $"{champion.Kind} {champion.Version}: {champion.Note}");
        }

        var shop = Get<IShop>();
        foreach (var onlyNew in (bool[])[false, true])
        {
            if (await Get<IBacktests>().LatestAsync(onlyNew, cancellation) is not { } report)
            {
                continue;
            }

            var topic = onlyNew ? "Backtest, new" : "Backtest, any";
            Add(topic, "plan and window", $"planned before {shop.DayOf(report.Cut):yyyy-MM-dd}, compared with purchases to {shop.DayOf(report.End).AddDays(-1):yyyy-MM-dd}, {report.Customers:N0} customers");
            foreach (var method in report.Methods)
            {
                foreach (var metric in method.Metrics.Where(metric => metric.Name is "ndcg@10" or "recall@20"))
                {
                    Add(topic, $"{method.Kind} {metric.Name}", Interval(metric));
                }

                if (method.NdcgGain is { } gain)
                {
                    Add(topic, $"{method.Kind} above popularity", Interval(gain));
                }
            }
        }
    }

    private async Task DecisionsAsync(RunId turn, CancellationToken cancellation)
    {
        foreach (var count in await Get<ILedger>().CountAsync(turn, null, cancellation))
        {
            Add("Decisions", $"{count.Kind.ToString().ToLowerInvariant()} by {count.Policy}", $"{count.Decisions:N0}");
        }
    }

    private async Task CampaignsAsync(CancellationToken cancellation)
    {
        foreach (var campaign in (await Get<ICampaigns>().ListAsync(new TableQuery(Take: 5), cancellation)).Items)
        {
            Add("Campaign", campaign.Draft.Name, $"{campaign.Audience:N0} people: {campaign.Delivered:N0} delivered, {campaign.Queued:N0} waiting, {campaign.Holdout:N0} held back to measure, {campaign.Suppressed:N0} left out");
        }
    }

    private async Task StepsAsync(RunId turn, CancellationToken cancellation)
    {
        var runs = Get<IRuns>();
        foreach (var step in await runs.StepsAsync(turn, cancellation))
        {
            Add("Turn", step.Name, $"{(step.Finished - step.Started)?.TotalSeconds:0.0} s  {step.Note}");
        }

        if (await runs.FindAsync(turn, cancellation) is { } run)
        {
            Add("Turn", "together", $"{(run.Finished - run.Started)?.TotalSeconds:0.0} s, {run.CpuMs / 1000.0:0.0} s of processor, {run.PeakBytes / 1e6:N0} MB at most");
        }
    }

    private void Draw(Terminal terminal)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("Topic", "What", "Figure");
        var topic = "";
        foreach (var row in _rows)
        {
            if (topic.Length > 0 && topic != row.Topic)
            {
                table.AddEmptyRow();
            }

            table.AddRow(topic == row.Topic ? "" : Markup.Escape(row.Topic), Markup.Escape(row.What), Markup.Escape(row.Figure));
            topic = row.Topic;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Output) });
        if (console.Profile.Out.IsTerminal)
        {
            console.Write(table);
            return;
        }

        // In a file or a pipe: a fixed width, and no blanks at the ends of lines.
        var text = new StringWriter();
        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        plain.Profile.Width = FileWidth;
        plain.Write(table);
        foreach (var line in text.ToString().ReplaceLineEndings("\n").Trim('\n').Split('\n'))
        {
            terminal.Output.WriteLine(line.TrimEnd());
        }
    }
}
