using System.CommandLine;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class QualityCommand
{
    public const string Help = """
        Look at the shop's data: checks, every field against the period before, and the rules. The report is kept.
        Exit status 1 when a check or a hard rule fails, because nothing is trained then.

        Examples:
          marketing quality
          marketing quality --data /srv/shop --json
          marketing quality --rules-from 2024-01-01 --rules-until 2024-03-31
        """;

    public static Option<DateOnly?> RulesFrom { get; } = new("--rules-from") { Description = "First day of a period taken for sound: the rules are made anew from it before they are judged.", HelpName = "DAY" };

    public static Option<DateOnly?> RulesUntil { get; } = new("--rules-until") { Description = "Last day of that period.", HelpName = "DAY" };

    public static Command AddTo(Command command)
    {
        command.Options.Add(RulesFrom);
        command.Options.Add(RulesUntil);
        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenToReadAsync(context, "Look at the page Quality of the dashboard, or stop that process first.", showsPeople: false, cancellation);
        if (services.GetRequiredService<IShop>().IsEmpty)
        {
            throw new OperatorException("The shop has no orders yet, so there is nothing to look at.", "Bring orders in with 'marketing import FILE', or start 'marketing demo'.");
        }

        var snapshot = await services.GetRequiredService<ISnapshots>().CurrentAsync(cancellation);
        await MakeRulesAsync(services, snapshot, parsed.GetValue(RulesFrom), parsed.GetValue(RulesUntil), context.Terminal.Error, cancellation);
        var report = await services.GetRequiredService<IQuality>().CheckAsync(snapshot, null, cancellation);
        var failed = report.Failures.Count > 0;
        if (context.Json)
        {
            context.Terminal.Json(new { ok = !failed, report.At, report.Seconds, report.Failures, report.Checks, report.Rules, report.Fields });
        }
        else
        {
            await PrintAsync(context.Terminal.Output, report);
        }

        return failed ? ExitStatus.Failed : ExitStatus.Succeeded;
    }

    private static async Task MakeRulesAsync(ServiceProvider services, ShopSnapshot snapshot, DateOnly? first, DateOnly? last, TextWriter error, CancellationToken cancellation)
    {
        if (first is null && last is null)
        {
            return;
        }

        if (first is not { } from || last is not { } until)
        {
            throw new OperatorException("Only one end of the period is named.", "Give both --rules-from and --rules-until, as days like 2024-01-31.", ExitStatus.BadInput);
        }

        var reference = await services.GetRequiredService<IQuality>().ReferenceAsync(snapshot, from, until, cancellation);
        var made = await services.GetRequiredService<IQualityRules>().GenerateAsync(reference, CommandContext.Actor, cancellation);
        await error.WriteLineAsync($"{Numerals.Whole(made)} rules were made; those changed by hand stay.");
    }

    private static async Task PrintAsync(TextWriter output, QualityReport report)
    {
        var words = Words.In(Words.English);
        await output.WriteLineAsync($"Quality as of {report.At:yyyy-MM-dd HH:mm} UTC, looked at in {Numerals.Decimal(report.Seconds, 2)} s");
        foreach (var check in report.Checks)
        {
            await output.WriteLineAsync($"{check.Status,-4}  {words.Code("Quality", check.Check),-44}  {Numerals.Whole(check.Affected),10} of {Numerals.Whole(check.Of)}");
        }

        await output.WriteLineAsync();
        await output.WriteLineAsync($"{"field",-24}{"type",-11}{"rows",11}{"missing",10}{"distinct",11}{"PSI",8}{"KS",8}");
        foreach (var field in report.Fields)
        {
            var missing = field.All.MissingShare is { } share ? $"{Numerals.Decimal(share * 100, 1)} %" : Numerals.Nothing;
            await output.WriteLineAsync($"{field.Name,-24}{field.Type,-11}{Numerals.Whole(field.All.Rows),11}{missing,10}{Numerals.Whole(field.All.Distinct),11}{Measure(field.Shift.Psi),8}{Measure(field.Shift.Ks),8}");
        }

        var broken = report.Rules.Where(rule => rule.Status is "warn" or "fail").ToList();
        await output.WriteLineAsync();
        await output.WriteLineAsync($"{Numerals.Whole(report.Checks.Count(check => check.Status is "warn" or "fail"))} of {Numerals.Whole(report.Checks.Count)} checks and {Numerals.Whole(broken.Count)} of {Numerals.Whole(report.Rules.Count)} rules of fields fall short");
        foreach (var rule in broken)
        {
            await output.WriteLineAsync($"{rule.Status,-4}  {rule.Key,-32}  {Measure(rule.Value)}  (passes from {Measure(rule.Low)} to {Measure(rule.High)})");
        }

        if (report.Failures.Count > 0)
        {
            await output.WriteLineAsync($"Nothing is trained until what fails is settled: {string.Join(", ", report.Failures)}");
        }
    }

    private static string Measure(double? value) => value is { } number ? Numerals.Decimal(number, 3) : Numerals.Nothing;
}
