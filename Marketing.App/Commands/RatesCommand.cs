using System.CommandLine;
using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class RatesCommand
{
    public const string Help = "Rates by which orders in other currencies are converted when they come in. A rate holds from its day on until a newer one.";

    public const string ListHelp = """
        List the rates by currency, the newest day first.

        Examples:
          marketing rates list --json
        """;

    public const string SetHelp = """
        Give or correct the rate of a currency from a day on: how many units of it were one of the shop's.

        Examples:
          marketing rates set USD 2011-12-01 1.57
        """;

    public const string ImportHelp = """
        Give or correct all rates of a CSV file with the columns date, currency and rate, or none when a row cannot be read.

        Examples:
          marketing rates import rates.csv
        """;

    public const string RemoveHelp = """
        Remove the rate of a day.

        Examples:
          marketing rates remove USD 2011-12-01
        """;

    public static Argument<string> Currency { get; } = new("CURRENCY") { Description = "Code of the currency, for example USD." };

    public static Argument<string> Day { get; } = new("DAY") { Description = "First day on which the rate holds, for example 2011-12-01." };

    public static Argument<string> File { get; } = new("FILE") { Description = "CSV in UTF-8 with the columns date (2011-12-01), currency and rate." };

    public static Argument<double> Rate { get; } = new("RATE") { Description = "Units of the currency for one unit of the shop's." };

    public static async Task<int> ListAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var rates = await services.GetRequiredService<ICurrencyRates>().ListAsync(new TableQuery(Take: 100_000), cancellation);
        if (context.Json)
        {
            context.Terminal.Json(rates.Items);
            return ExitStatus.Succeeded;
        }

        if (rates.Total == 0)
        {
            context.Terminal.Output.WriteLine("No rate is kept. 'marketing rates set CURRENCY DAY RATE' gives one; 'marketing rates import FILE' many.");
        }

        foreach (var rate in rates.Items)
        {
            context.Terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rate.Currency}  {rate.Day}  {rate.Rate}"));
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> SetAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        try
        {
            await services.GetRequiredService<ICurrencyRates>().SetAsync(parsed.GetValue(Currency)!, Date(parsed), parsed.GetValue(Rate), CommandContext.Actor, cancellation);
        }
        catch (ArgumentException wrong)
        {
            throw new OperatorException(wrong.Message.Split(" (Parameter")[0], "'marketing rates set --help' shows an example.", ExitStatus.BadInput);
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> ImportAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var path = GivenFile.Existing(parsed.GetValue(File)!);
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        await using var text = System.IO.File.OpenRead(path);
        switch (await services.GetRequiredService<ICurrencyRates>().ImportAsync(text, Path.GetFileName(path), CommandContext.Actor, cancellation))
        {
            case RatesOutcome.Refused({ } refused):
                throw GivenFile.Refused(refused);
            case RatesOutcome.Taken(var count):
                context.Terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} rates hold now."));
                break;
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> RemoveAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        return await services.GetRequiredService<ICurrencyRates>().RemoveAsync(parsed.GetValue(Currency)!, Date(parsed), CommandContext.Actor, cancellation)
            ? ExitStatus.Succeeded
            : throw new OperatorException("There is no such rate.", "'marketing rates list' shows the rates.", ExitStatus.BadInput);
    }

    private static DateOnly Date(ParseResult parsed) => DateOnly.TryParseExact(parsed.GetValue(Day), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new OperatorException($"{parsed.GetValue(Day)} is no day.", "Write it as 2011-12-01.", ExitStatus.BadInput);
}
