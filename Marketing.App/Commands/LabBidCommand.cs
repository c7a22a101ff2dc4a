using System.CommandLine;
using System.Globalization;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Commands;

/// <summary>Bidding under a budget, on a log of auctions.</summary>
internal static class LabBidCommand
{
    public static string Help => $"""
        Bid for impressions under a budget, and count the clicks that are won.
        The auctions are a line each in order of time, 'click price ctr' without a header: whether the impression was clicked (0 or 1), the highest bid of the
        others for a thousand impressions (a whole number), and the foretold rate of clicks. The prices are a JSON file with price_counter_train (impressions by
        price, from 0 up), imp_train, cost_train and clk_train; models learn from it alone. An episode is a number of auctions with one budget: the share of what all of
        them would cost at the mean price. A bid not below the price wins, and pays the price. Clicks have the exact 95 % interval of a Poisson count;
        cpm is the cost of a thousand impressions, ecpc that of a click.

        Models and their parameters, given as --NAME VALUE; 'all' measures each of them:
        {Models()}
          constant bids the same for all, linear in proportion to the rate of clicks, mcpc what a click has cost times that rate; ss_mdp and rlb by what the
          rest of the budget is worth over the rest of the auctions, ss_mdp taking every impression for a mean one.

        Examples:
          marketing lab bid --auctions auctions.txt --prices info.json --budget-share 0.03125 --model rlb --json
          marketing lab bid --auctions auctions.txt --prices info.json --budget-share 0.03125 --model all --out episodes.csv
          marketing lab bid --auctions auctions.txt --prices info.json --budget-share 0.1 --episode 500 --model linear --b0 10
        """;

    public static Option<string> Auctions { get; } = new("--auctions") { Description = "File with the auctions, a line each: click price ctr.", HelpName = "FILE", Required = true };

    public static Option<string> Prices { get; } = new("--prices") { Description = "JSON file with the prices to learn from.", HelpName = "FILE", Required = true };

    public static Option<string> BudgetShare { get; } = new("--budget-share") { Description = "Budget as a share of what all auctions would cost, above 0 and at most 1.", HelpName = "SHARE", Required = true };

    public static Option<string> Model { get; } = new("--model") { Description = "Model to measure, or all.", HelpName = "NAME", Required = true };

    public static Option<int> Episode { get; } = new("--episode") { Description = "Auctions that share one budget.", HelpName = "N", DefaultValueFactory = _ => 1000 };

    public static Option<string?> Out { get; } = new("--out") { Description = "File for the episodes, as CSV model,episode,auctions,impressions,clicks,cost,left.", HelpName = "FILE" };

    public static Command AddTo(Command command)
    {
        foreach (var option in (Option[])[Auctions, Prices, BudgetShare, Model, Episode, Out])
        {
            command.Options.Add(option);
        }

        // Parameters are named by the models, not by the command line.
        command.TreatUnmatchedTokensAsErrors = false;
        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var episodes = LabCommand.Writable(parsed.GetValue(Out));
        var question = new BiddingQuestion(Path.GetFullPath(parsed.GetValue(Auctions)!), Path.GetFullPath(parsed.GetValue(Prices)!), Share(parsed.GetValue(BudgetShare)!), parsed.GetValue(Model)!, parsed.GetValue(Episode))
        {
            Parameters = ModelParameters.Read(parsed.UnmatchedTokens, "lab bid"),
        };
        await using var services = LabCommand.Services(context);
        var report = await StepConsole.WatchAsync(context.Terminal, progress => services.GetRequiredService<IBiddingLaboratory>().MeasureAsync(question, progress, cancellation));
        if (episodes is not null)
        {
            var rows = report.Episodes.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Model},{one.Episode},{one.Auctions},{one.Impressions},{one.Clicks},{one.Cost},{report.Budget - one.Cost}"));
            await LabCommand.WriteAsync(episodes, "model,episode,auctions,impressions,clicks,cost,left", rows, cancellation);
        }

        if (context.Json)
        {
            context.Terminal.Json(Json(question, report));
        }
        else
        {
            Print(context.Terminal.Output, question, report);
        }

        return ExitStatus.Succeeded;
    }

    private static double Share(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
        ? share
        : throw new OperatorException($"--budget-share is '{text}', which is no number.", "Write a number above 0 and at most 1 with a point, for example 0.03125.", ExitStatus.BadInput);

    private static string Models()
    {
        using var services = new ServiceCollection().AddBiddingMethods().BuildServiceProvider();
        var methods = services.GetRequiredService<IBiddingMethods>();
        return ModelParameters.Listed(methods.Kinds, methods.Parameters, null);
    }

    // One model is told as everywhere in the laboratory; of several each is told so in a list.
    private static OrderedDictionary<string, object?> Json(BiddingQuestion question, BiddingReport report)
    {
        var json = report.Measured is [var only]
            ? LabJson.Head("bid", only, report.Rows)
            : new OrderedDictionary<string, object?> { ["kind"] = "bid", ["model"] = question.Model, ["models"] = report.Measured.Select(LabJson.Model), ["rows"] = report.Rows };
        (json["budget_share"], json["episode"], json["budget"]) = (question.BudgetShare, question.Episode, report.Budget);
        return json;
    }

    private static void Print(TextWriter output, BiddingQuestion question, BiddingReport report)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Rows["auctions"]:N0} auctions with {report.Rows["clicks"]:N0} clicks, in {report.Rows["episodes"]:N0} episodes of {question.Episode:N0} with a budget of {report.Budget:N0}; prices of {report.Rows["train"]:N0} impressions"));
        output.WriteLine($"{"model",-10}{"clicks",8}  {"95 % interval",-18}{"impressions",12}{"cost",14}{"win rate",10}{"cpm",9}{"ecpc",9}{"used",9}{"fit",9}  parameters");
        foreach (var one in report.Measured)
        {
            var figures = one.Metrics.ToDictionary(metric => metric.Name);
            var (clicks, cpm, ecpc) = (figures["clicks"], figures.GetValueOrDefault("cpm")?.Value, figures.GetValueOrDefault("ecpc")?.Value);
            var interval = string.Create(CultureInfo.InvariantCulture, $"({clicks.Low:0.0} to {clicks.High:0.0})");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Model,-10}{clicks.Value,8:N0}  {interval,-18}{figures["impressions"].Value,12:N0}{figures["cost"].Value,14:N0}{figures["win_rate"].Value,10:0.00%}{Shown(cpm),9}{Shown(ecpc),9}{figures["budget_used"].Value,9:0.0%}{one.FitSeconds,7:0.000} s  {LabCommand.Shown(one.Parameters)}"));
        }
    }

    private static string Shown(double? value) => value is { } number ? number.ToString("0.00", CultureInfo.InvariantCulture) : "-";
}
