using System.CommandLine;
using System.Globalization;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class RetentionCommand
{
    public const string Help = "How long which data are kept. What is older than its period goes with every nightly turn.";

    public const string ListHelp = """
        List the kinds of data with their periods.

        Examples:
          marketing retention list
          marketing retention list --json
        """;

    public const string SetHelp = """
        Choose for how many days a kind of data is kept, or 'keep' to keep it for good. It holds from the next run on.

        Examples:
          marketing retention set events 730
          marketing retention set orders keep
        """;

    public const string PreviewHelp = """
        Count what a run would end now; nothing is changed.

        Examples:
          marketing retention preview
        """;

    public const string RunHelp = """
        End now what is older than its period. Exit status 1 when a kind had to be left alone; the message says why.

        Examples:
          marketing retention run --json
        """;

    private const string Keep = "keep";

    public static Argument<string> Kind { get; } = new("KIND") { Description = "Kind of data, as 'marketing retention list' names it." };

    public static Argument<string> Days { get; } = new("DAYS") { Description = "Days, or 'keep'." };

    public static async Task<int> ListAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var periods = await services.GetRequiredService<IRetention>().ListAsync(cancellation);
        if (context.Json)
        {
            context.Terminal.Json(periods.Select(period => new { kind = period.Kind.Name, period.Days, period.Kind.DefaultDays, period.Kind.LeastDays, period.Actor, period.Changed }));
            return ExitStatus.Succeeded;
        }

        foreach (var period in periods)
        {
            context.Terminal.Output.WriteLine($"{period.Kind.Name,-16}{period.Days?.ToString(CultureInfo.InvariantCulture) ?? Keep,8}  {period.Actor ?? "default"}");
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> SetAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        await services.GetRequiredService<IRetention>().SetAsync(new RetentionDraft(parsed.GetValue(Kind)!, Chosen(parsed.GetValue(Days)!)), CommandContext.Actor, cancellation);
        return ExitStatus.Succeeded;
    }

    public static async Task<int> PreviewAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var retention = services.GetRequiredService<IRetention>();
        var previews = new List<RetentionPreview>();
        foreach (var period in await retention.ListAsync(cancellation))
        {
            previews.Add(await retention.PreviewAsync(new RetentionDraft(period.Kind.Name, period.Days), cancellation));
        }

        if (context.Json)
        {
            context.Terminal.Json(previews);
            return ExitStatus.Succeeded;
        }

        foreach (var preview in previews)
        {
            context.Terminal.Output.WriteLine($"{preview.Kind,-16}{Numerals.Whole(preview.Rows),12}  {(preview.Before is { } before ? $"from {Day(preview.Oldest)} to before {Day(before)}" : "kept for good")}");
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenAsync(context, "Wait for the nightly turn, which does the same, or stop that process first.", cancellation);
        var run = await services.GetRequiredService<IRetention>().RunAsync(CommandContext.Actor, null, cancellation);
        if (context.Json)
        {
            context.Terminal.Json(run);
        }

        foreach (var one in context.Json ? [] : run.Removed)
        {
            context.Terminal.Output.WriteLine($"{one.Kind,-16}{Numerals.Whole(one.Rows),12}  from before {Day(one.Before)}  {one.Problem}".TrimEnd());
        }

        return run.Removed.Any(one => one.Problem is not null) ? ExitStatus.Failed : ExitStatus.Succeeded;
    }

    private static int? Chosen(string days) => days == Keep ? null
        : int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new OperatorException($"{days} is no number of days.", "Write a whole number, for example 730, or 'keep'.", ExitStatus.BadInput);

    private static string Day(DateTimeOffset? instant) => instant?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? Numerals.Nothing;
}
