using System.CommandLine;
using System.Globalization;
using Marketing.App.Api.V1;
using Marketing.App.Components.Pages.Models;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Commands;

internal static class ModelsCommand
{
    public const string Help = "The models of the shop.";

    public const string ComputeHelp = """
        What training cost in the latest days, and what each method brought for it.
        A gain is that of the latest measured version over the cheapest method of its turn, on the same customers; the price of a processor hour is
        Model:Economy:PricePerProcessorHour.

        Examples:
          marketing models compute
          marketing models compute --days 90 --json
        """;

    public static Option<int> Days { get; } = new("--days") { Description = $"Days of the shop's clock to look back; {ICompute.UsualDays} when not said.", HelpName = "N", DefaultValueFactory = _ => ICompute.UsualDays };

    public static async Task<int> ComputeAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var days = parsed.GetValue(Days) is >= 1 and <= ComputeReading.MostDays and var said
            ? said
            : throw new OperatorException($"--days must be from 1 to {Numerals.Whole(ComputeReading.MostDays)}.", "Say another number, or leave it out.", ExitStatus.BadInput);
        await using var services = await SharedFolder.OpenToReadAsync(context, "Look at the page Compute of the dashboard, or stop that process first.", showsPeople: false, cancellation);
        var report = await services.GetRequiredService<ICompute>().ReadAsync(days, cancellation);
        if (context.Json)
        {
            context.Terminal.Json(ComputeReading.Shown(report));
        }
        else
        {
            Print(context.Terminal.Output, report, services.GetRequiredService<IShop>().Profile);
        }

        return ExitStatus.Succeeded;
    }

    private static void Print(TextWriter output, ComputeReport report, ShopProfile profile)
    {
        var words = Words.In(Words.English);
        var display = new Display(words, () => profile);
        if (report.Methods.Count == 0)
        {
            output.WriteLine($"{display.Range(report.Period)}: Nothing was trained in these days.");
            return;
        }

        output.WriteLine($"{display.Range(report.Period)}: {Numerals.Decimal(report.CpuSeconds, 1)} s of processor, {ComputeWords.Cost(display, report.Cost)} at {ComputeWords.Cost(display, report.PricePerHour)} an hour{(report.IsPriceAssumed ? " (assumed)" : "")}; {display.Percent(report.ShareNeverWon)} of it for methods that were never in charge");
        foreach (var method in report.Methods)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{method.Kind,-14}{method.Versions,4} versions{Others(method)} for {method.Purpose,-9} {method.CpuSeconds,9:0.00} s{(method.PaidWith is { } paid ? $" (paid with {paid})" : "")}  {display.Bytes(method.PeakBytes),9}  {ComputeWords.Cost(display, method.Cost),12}  {method.Figure?.Name ?? "figure"} {Figure(method.Figure)}  gain {Figure(method.Gain)}  {ComputeWords.Choice(words, display, method, report)}"));
        }
    }

    private static string Others(MethodCost method) => method.WithoutVersion == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {method.WithoutVersion} without one");

    private static string Figure(Metric? metric) => metric is null ? Numerals.Nothing
        : metric is { Low: { } low, High: { } high } ? string.Create(CultureInfo.InvariantCulture, $"{metric.Value:0.0000} ({low:0.0000} to {high:0.0000})")
        : metric.Value.ToString("0.0000", CultureInfo.InvariantCulture);
}
