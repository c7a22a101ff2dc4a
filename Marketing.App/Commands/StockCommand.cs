using System.CommandLine;
using System.Globalization;
using Marketing.App.Api;
using Marketing.App.Api.V1;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Commands;

internal static class StockCommand
{
    public const string Help = """
        Stock against what will be asked for, the most urgent products first: what is out of stock, what is running out, what to order
        (of each, by the day of selling out, then by the sales at risk), what there is too much of.
        Lead times, service level and days of overstock are set under Strategy:Inventory; an assumed value carries a ~.
        'shelf' is what the smoothing of stock less sales expects to be left, which falls while goods sell and none come: it is no demand.

        Examples:
          marketing stock
          marketing stock --state order-now --take 100
          marketing stock proposal --out order.csv
        """;

    public const string ProposalHelp = """
        Write what to order now as CSV: quantities up to the order-up-to level, costs in the shop's currency.

        Examples:
          marketing stock proposal --out order.csv
        """;

    public const string SimulateHelp = """
        Replay the policy on the demand of the past, against ordering up to 28 days of the last 28 days' mean, and what really happened where levels are known.

        Examples:
          marketing stock simulate
          marketing stock simulate --days 365 --products 2000 --json
        """;

    private const string Missing = "No demand was foretold yet. 'marketing run-loop' does.";

    public static Option<string?> State { get; } = States();

    public static Option<int> Take { get; } = new("--take") { Description = "Products shown.", HelpName = "N", DefaultValueFactory = _ => 25 };

    public static Option<string?> Out { get; } = new("--out") { Description = "File to write, complete or not at all; standard output when not said.", HelpName = "FILE" };

    public static Option<int> Days { get; } = new("--days") { Description = "Last days of the history, 28 to 730.", HelpName = "N", DefaultValueFactory = _ => new SimulationQuery().Days };

    public static Option<int> Products { get; } = new("--products") { Description = "Products of greatest revenue, 1 to 10000.", HelpName = "N", DefaultValueFactory = _ => new SimulationQuery().Products };

    public static async Task<int> ListAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var take = Between(parsed.GetValue(Take), 1, 1000, "--take");
        StockState? state = parsed.GetValue(State) is { } word ? StockReading.States[word] : null;
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var inventory = services.GetRequiredService<IInventory>();
        var page = await inventory.ListAsync(new StockFilter(state), new TableQuery(0, take), cancellation);
        var summary = await inventory.SummaryAsync(cancellation);
        if (context.Json)
        {
            context.Terminal.Json(new { summary.Day, turn = summary.Turn?.Run.Value, states = summary.Counts.ToDictionary(count => Reading.Word(count.Key), count => count.Value), capitalMinor = summary.Capital, overstockMinor = summary.OverstockCapital, lostUnits = summary.LostUnits, lostRevenueMinor = summary.LostRevenue, page.Total, items = page.Items.Select(StockReading.Shown) });
        }
        else
        {
            Print(context.Terminal.Output, page, summary, new Display(Words.In(Words.English), () => services.GetRequiredService<IShop>().Profile));
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> ProposalAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var target = WholeFile.Named(parsed.GetValue(Out));
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var (inventory, currency) = (services.GetRequiredService<IInventory>(), services.GetRequiredService<IShop>().Profile.Currency);
        var summary = await inventory.SummaryAsync(cancellation);
        if (summary.Turn is null)
        {
            throw new OperatorException("There is nothing to propose: no demand was foretold yet.", "Run a turn with 'marketing run-loop'.");
        }

        var proposal = await inventory.ProposalAsync(cancellation);
        if (target is { } path)
        {
            await WholeFile.WriteAsync(path, writer => ProposalCsv.WriteAsync(writer, proposal, currency));
        }
        else
        {
            await ProposalCsv.WriteAsync(context.Terminal.Output, proposal, currency);
        }

        context.Terminal.Error.WriteLine($"{Numerals.Whole(proposal.Lines.Count)} products to order for {new Display(Words.In(Words.English), () => services.GetRequiredService<IShop>().Profile).Money(proposal.Value)}{(proposal.WithoutCost == 0 ? "" : $", {Numerals.Whole(proposal.WithoutCost)} of them without a known cost")}");
        return ExitStatus.Succeeded;
    }

    public static async Task<int> SimulateAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var query = new SimulationQuery(Between(parsed.GetValue(Days), 28, 730, "--days"), Between(parsed.GetValue(Products), 1, 10_000, "--products"));
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var simulation = await services.GetRequiredService<IInventory>().SimulateAsync(query, cancellation)
            ?? throw new OperatorException("There is nothing to replay: no demand was foretold yet, or the history is shorter than 84 days.", "Run a turn with 'marketing run-loop', or bring in more orders.");
        if (context.Json)
        {
            context.Terminal.Json(new { simulation.From, simulation.Days, simulation.Products, policy = Shown(simulation.Policy), naive = Shown(simulation.Naive), known = simulation.Known is { } told ? new { told.Products, real = Shown(told.Real), policy = Shown(told.Policy) } : null });
            return ExitStatus.Succeeded;
        }

        var (output, display) = (context.Terminal.Output, new Display(Words.In(Words.English), () => services.GetRequiredService<IShop>().Profile));
        output.WriteLine($"{Numerals.Whole(simulation.Products)} products, {Numerals.Whole(simulation.Days)} days from {display.Date(simulation.From)}");
        Print(output, "policy", simulation.Policy, display);
        Print(output, "naive", simulation.Naive, display);
        if (simulation.Known is { } known)
        {
            output.WriteLine($"{Numerals.Whole(known.Products)} of them with known levels:");
            Print(output, "really", known.Real, display);
            Print(output, "policy", known.Policy, display);
        }

        return ExitStatus.Succeeded;
    }

    private static Option<string?> States()
    {
        var option = new Option<string?>("--state") { Description = "Only products of this state.", HelpName = "STATE" };
        option.AcceptOnlyFromAmong([.. StockReading.States.Keys]);
        return option;
    }

    private static int Between(int said, int least, int most, string option) => said >= least && said <= most
        ? said
        : throw new OperatorException($"{option} must be from {Numerals.Whole(least)} to {Numerals.Whole(most)}.", "Say another number, or leave it out.", ExitStatus.BadInput);

    private static object Shown(PolicyOutcome outcome) => new { outcome.FillRate, outcome.OutShare, outcome.LostUnits, outcome.MeanStock, meanCapitalMinor = outcome.MeanCapital, outcome.Orders };

    private static void Print(TextWriter output, string name, PolicyOutcome outcome, Display display) => output.WriteLine(
        $"{name,-8}{display.Percent(outcome.FillRate),8} of demand sold from stock  {display.Percent(outcome.OutShare),7} of days short  {Numerals.Decimal(outcome.LostUnits, 0),9} units lost  {Numerals.Decimal(outcome.MeanStock, 0),9} units in stock  {display.Money(outcome.MeanCapital),14}{(outcome.Orders is { } orders ? $"  {Numerals.Whole(orders)} orders" : "")}");

    private static void Print(TextWriter output, Page<StockLine> page, StockSummary summary, Display display)
    {
        if (summary.Turn is null)
        {
            output.WriteLine(Missing);
            return;
        }

        output.WriteLine(string.Join(", ", summary.Counts.Where(count => count.Value > 0).Select(count => $"{Numerals.Whole(count.Value)} {Reading.Word(count.Key)}")));
        output.WriteLine($"{display.Money(summary.Capital)} in stock, {display.Money(summary.OverstockCapital)} of it too much; {Numerals.Decimal(summary.LostUnits, 0)} units ({display.Money(summary.LostRevenue)}) lost in {StockSummary.LossDays} days without orders");
        foreach (var line in page.Items)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.Code,-16} {line.Class,-2} {Reading.Word(line.State),-13} stock {line.Stock?.ToString(CultureInfo.InvariantCulture) ?? Numerals.Nothing,6}  shelf {line.ShelfBalance?.ToString("0.#", CultureInfo.InvariantCulture) ?? Numerals.Nothing,7}  {line.DemandPerDay,8:0.00} a day  {(line.IsLeadAssumed ? "~" : "")}{line.LeadDays:0.#} days lead  reorder at {line.ReorderPoint,5:0} ({line.LeadDemand:0} + {line.SafetyStock:0} safety)  order {line.Quantity,5}  {line.StockOut?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? Numerals.Nothing,-10}  {line.Name}"));
        }

        if (page.Total > page.Items.Count)
        {
            output.WriteLine($"... and {Numerals.Whole(page.Total - page.Items.Count)} more; --take shows them.");
        }
    }
}
