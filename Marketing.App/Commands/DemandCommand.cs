using System.CommandLine;
using System.Globalization;
using Marketing.App.Api;
using Marketing.App.Api.V1;
using Marketing.App.Components.Pages.Demand;
using Marketing.App.Resources;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Commands;

internal static class DemandCommand
{
    public const string Help = """
        What will be asked for, as the last turn has foretold it: the total of the next 28 days and how good such forecasts were.
        With a product it tells the days of that one, with --out it writes the days of all products; --json tells all figures.
        It works beside a running 'marketing serve', too.

        Examples:
          marketing demand
          marketing demand 85123A --days 14
          marketing demand --out demand.csv
        """;

    private const int MostDays = 365;

    public static Argument<string?> Code { get; } = new("CODE") { Description = "The shop's code of a product.", Arity = ArgumentArity.ZeroOrOne };

    public static Option<int?> Days { get; } = new("--days") { Description = "Days to show of the product, or to write, no more than are foretold; all of these when not said.", HelpName = "N" };

    public static Option<string?> Out { get; } = new("--out") { Description = "CSV file to write with a line for each product and day: product,day,mean,lo80,hi80,lo95,hi95; complete or not at all.", HelpName = "FILE" };

    public static Command AddTo(Command command)
    {
        command.Options.Add(Days);
        command.Options.Add(Out);
        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var days = parsed.GetValue(Days) is null or (>= 1 and <= MostDays) ? parsed.GetValue(Days) ?? MostDays : throw new OperatorException($"--days must be from 1 to {Numerals.Whole(MostDays)}.", "Say another number, or leave it out.", ExitStatus.BadInput);
        var target = WholeFile.Named(parsed.GetValue(Out));
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        if (await services.GetRequiredService<DemandLooks>().CurrentAsync(cancellation) is not { } look)
        {
            throw new OperatorException("No turn has foretold demand yet.", "'marketing run-loop' turns the loop once; forecasts need two weeks of orders.");
        }

        if (parsed.GetValue(Days) > look.Book.Turn.HorizonDays)
        {
            throw new OperatorException($"--days is {Numerals.Whole(days)}, and the last turn has foretold {Numerals.Whole(look.Book.Turn.HorizonDays)} days.", $"Say at most {Numerals.Whole(look.Book.Turn.HorizonDays)}, or leave it out.", ExitStatus.BadInput);
        }

        var row = parsed.GetValue(Code) is { } code
            ? look.Find(code) ?? throw new OperatorException($"Nothing is foretold of a product with the code {code}.", "'marketing demand --out FILE' writes those that were foretold.", ExitStatus.BadInput)
            : null;
        if (target is { } path)
        {
            IReadOnlyList<DemandRow> rows = row is null ? look.Rows : [row];
            await WholeFile.WriteAsync(path, writer => WriteAsync(writer, look, rows, days));
            await context.Terminal.Error.WriteLineAsync($"{Numerals.Whole(rows.Count)} products, {Numerals.Whole(Math.Min(days, look.Book.Turn.HorizonDays))} days from {look.Book.Turn.From:yyyy-MM-dd} on: {path}");
        }
        else if (context.Json)
        {
            context.Terminal.Json(row is null ? DemandReading.Shown(look) : DemandReading.Whole(look, row, days));
        }
        else
        {
            Print(context.Terminal.Output, look, row, days, services.GetRequiredService<IShop>().Profile);
        }

        return ExitStatus.Succeeded;
    }

    private static void Print(TextWriter output, DemandLook look, DemandRow? row, int days, ShopProfile profile)
    {
        var words = Words.In(Words.English);
        var display = new Display(words, () => profile);
        if (row is null)
        {
            PrintShop(output, look, words, display);
            return;
        }

        output.WriteLine($"{row.Code} {row.Name}: {DemandWords.Units(display, row.Next)} units expected in 28 days from {look.Book.Turn.From:yyyy-MM-dd} on (80 % interval {DemandWords.Interval(display, row.Low, row.High)}), after {display.Number(row.Last, 0)}");
        output.WriteLine($"{DemandWords.Method(words, row.Told.Method)} ({row.Told.Method}): {words[$"Demand.Basis.{row.Told.Basis}"]}");
        foreach (var one in row.Told.Lift.Promotions)
        {
            output.WriteLine(DemandWords.Planned(words, display, row.Told.Lift, one));
        }

        foreach (var day in DemandReading.Days(look, row, days))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{day.Day:yyyy-MM-dd}  {day.Mean,9:0.00}  80 % {day.Low80,5:0} to {day.High80,5:0}  95 % {day.Low95,5:0} to {day.High95,5:0}"));
        }
    }

    private static void PrintShop(TextWriter output, DemandLook look, Words words, Display display)
    {
        var total = look.Total(null);
        output.WriteLine($"{DemandWords.Finding(words, display, total)}.");
        output.WriteLine($"{Numerals.Whole(look.Rows.Count)} products, 28 days from {look.Book.Turn.From:yyyy-MM-dd} on: {DemandWords.Units(display, total.Expected)} units expected (95 % interval {DemandWords.Interval(display, total.Low, total.High)}), after {display.Number(total.Last, 0)} in the 28 days before");
        if (look.Book.Turn.Accuracy.Count == 0)
        {
            output.WriteLine("How good forecasts are is not measured yet: that needs about four months of history.");
        }

        else
        {
            PrintAccuracy(output, look.Book.Turn, words, display);
        }
    }

    // What was chosen, by group; the methods and the other spans are for programs.
    private static void PrintAccuracy(TextWriter output, DemandTurn turn, Words words, Display display)
    {
        output.WriteLine($"How good forecasts of {DemandLook.Month} days together were ({Numerals.Whole(turn.Origins)} earlier days; --json tells single days, weeks and each method):");
        output.WriteLine($"  {"products",-14}{"forecasts",10}{"off by",10}{"too much",10}{"in 80 %",10}{"in 95 %",10}");
        foreach (var one in turn.Accuracy.Where(one => one is { Method: "chosen", Span: DemandLook.Month }))
        {
            output.WriteLine($"  {one.Group,-14}{Numerals.Whole(one.Products),10}{display.Percent(one.Wape),10}{DemandWords.Signed(words, one.Bias),10}{display.Percent(one.Coverage80),10}{display.Percent(one.Coverage95),10}");
        }
    }

    private static async Task WriteAsync(TextWriter writer, DemandLook look, IReadOnlyList<DemandRow> rows, int days)
    {
        await writer.WriteAsync(CsvText.Row("product", "day", "mean", "lo80", "hi80", "lo95", "hi95"));
        foreach (var row in rows)
        {
            foreach (var day in DemandReading.Days(look, row, days))
            {
                await writer.WriteAsync(CsvText.Row(row.Code, day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Math.Round(day.Mean, 4), day.Low80, day.High80, day.Low95, day.High95));
            }
        }
    }
}
