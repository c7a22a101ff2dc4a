using System.CommandLine;
using System.Globalization;
using Marketing.Evaluation;

namespace Marketing.App.Commands;

/// <summary>Policies in simulated shops. Needs no shop and no data folder.</summary>
internal static class SimulateCommand
{
    public const string Help = """
        Let policies decide for a simulated shop, whose customers' tastes, price sense, fatigue and answers to messages are known to the simulation alone, and say what they earned above chance on the same luck.
        'system' decides as this program does: it learns what each customer likes from visits, shows what adds most margin, and writes only where that is worth more than it costs.
        Chance ('random') and one that knows the truth ('oracle') are always run beside them, under the same budget, caps and stock. Every number is simulated.
        Seeds below 9001 are for tuning; those from 9001 on are for what is reported.

        Examples:
          marketing simulate --days 180 --policy system,popular
          marketing simulate --world fashion --policy popular,last-touch,system --seeds 5 --json
        """;

    public static Option<string> World { get; } = new("--world") { Description = "Shop: gifts, groceries or fashion.", HelpName = "NAME", DefaultValueFactory = _ => "gifts" };

    public static Option<string[]> Policy { get; } = new("--policy") { Description = "Policies: random, popular, last-touch, system, oracle; may be repeated.", HelpName = "NAME,..." };

    public static Option<int> Days { get; } = new("--days") { Description = "Days that count; 90 more under chance come before them.", HelpName = "N", DefaultValueFactory = _ => Usual.Days };

    public static Option<int> Customers { get; } = new("--customers") { Description = "Customers at the beginning.", HelpName = "N", DefaultValueFactory = _ => Usual.Customers };

    public static Option<int> Products { get; } = new("--products") { Description = "Products.", HelpName = "N", DefaultValueFactory = _ => Usual.Products };

    public static Option<int> Seeds { get; } = new("--seeds") { Description = "How many shops, each with a seed of its own.", HelpName = "N", DefaultValueFactory = _ => Usual.Seeds };

    public static Option<long> Seed { get; } = new("--seed") { Description = "The first seed.", HelpName = "N", DefaultValueFactory = _ => Usual.FirstSeed };

    private static SimulationQuestion Usual => new("gifts", []);

    public static Command AddTo(Command command)
    {
        foreach (var option in (Option[])[World, Policy, Days, Customers, Products, Seeds, Seed])
        {
            command.Options.Add(option);
        }

        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = LabCommand.Services(context);
        var question = new SimulationQuestion(
            parsed.GetValue(World)!,
            [.. (parsed.GetValue(Policy) ?? []).SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
            parsed.GetValue(Days),
            parsed.GetValue(Customers),
            parsed.GetValue(Products),
            parsed.GetValue(Seed),
            parsed.GetValue(Seeds));
        var report = await StepConsole.WatchAsync(context.Terminal, progress => services.GetRequiredService<ISimulator>().RunAsync(question, progress, cancellation));
        if (context.Json)
        {
            context.Terminal.Json(Json(report));
        }
        else
        {
            Print(context.Terminal.Output, report);
        }

        return ExitStatus.Succeeded;
    }

    private static OrderedDictionary<string, object?> Json(SimulationReport report) => new()
    {
        ["kind"] = "simulation",
        ["simulated"] = true,
        ["world"] = report.Question.World,
        ["days"] = report.Question.Days,
        ["customers"] = report.Question.Customers,
        ["products"] = report.Question.Products,
        ["first_seed"] = report.Question.FirstSeed,
        ["seeds"] = report.Question.Seeds,
        ["seconds"] = report.Seconds,
        ["policies"] = report.Policies.Select(one => new
        {
            policy = one.Policy,
            profit = one.Profit,
            gain = one.Gain is { } gain ? new { value = gain.Mean, low = gain.Low, high = gain.High } : null,
            share_of_oracle = one.OfOracle,
            revenue = one.Revenue,
            units = one.Units,
            visits = one.Visits,
            messages = one.Messages,
            advertisements = one.Advertisements,
            spent = one.Spent,
            unsubscribed = one.Unsubscribed,
            left = one.Left,
        }),
    };

    private static void Print(TextWriter output, SimulationReport report)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"SIMULATED: world '{report.Question.World}', {report.Question.Customers:N0} customers, {report.Question.Products:N0} products, {report.Question.Days:N0} days, {report.Question.Seeds:N0} seeds from {report.Question.FirstSeed} on, {report.Seconds:0.0} s"));
        output.WriteLine($"{"policy",-12}{"profit",12}{"above chance",14}{"95 % interval",24}{"of oracle",11}{"units",9}{"messages",10}{"spent",9}{"left",7}");
        foreach (var one in report.Policies)
        {
            var (gain, between) = one.Gain is { } told ? (told.Mean.ToString("N0", CultureInfo.InvariantCulture), told is { Low: { } low, High: { } high } ? string.Create(CultureInfo.InvariantCulture, $"{low:N0} to {high:N0}") : "one seed") : ("", "");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Policy,-12}{one.Profit,12:N0}{gain,14}{between,24}{(one.OfOracle is { } share ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %") : ""),11}{one.Units,9:N0}{one.Messages,10:N0}{one.Spent,9:N0}{one.Left,7:N0}"));
        }
    }
}
