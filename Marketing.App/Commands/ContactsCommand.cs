using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Marketing.App.Api.V1;
using Marketing.App.Components.Pages.Contacts;
using Marketing.App.Jobs;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;

namespace Marketing.App.Commands;

internal static class ContactsCommand
{
    public const string Help = """
        The contact policy: who should get the next message, and who is better left alone for now.
        It is learned from campaigns with a holdout, judged on customers that it did not learn from, and decides only in campaigns that ask for it.

        Examples:
          marketing contacts
          marketing contacts --json
        """;

    public const string ShowHelp = """
        Show the newest verdict: whether a policy may act, what it is estimated to bring, and why others may not.

        Examples:
          marketing contacts show
        """;

    public const string LearnHelp = """
        Learn now from what campaigns left to chance, and judge the methods. Where nothing is new since the last time, nothing is done.

        Examples:
          marketing contacts learn
        """;

    public const string OffHelp = """
        Switch every contact policy off at once: campaigns write to everybody. A running 'marketing serve' follows at once.

        Examples:
          marketing contacts off --reason "Christmas"
        """;

    public const string OnHelp = """
        Let contact policies that may act decide again.

        Examples:
          marketing contacts on
        """;

    public const string ExportHelp = """
        Write the log that contact policies learn from, in the form that 'marketing lab contacts --log' reads.
        People are named by numbers that are drawn anew for each file. It is personal data all the same: to whom such files go must be recorded among the transfers.

        Examples:
          marketing contacts export contacts.csv
          marketing lab contacts --log contacts.csv --model fitted-q --gamma 0.98
        """;

    private static readonly Words English = Words.In(Words.English);

    public static Argument<string> File { get; } = new("FILE") { Description = "CSV to write, complete or not at all." };

    public static Option<string> Reason { get; } = new("--reason") { Description = "Why, for whoever looks at it later.", HelpName = "TEXT", DefaultValueFactory = _ => "" };

    public static async Task<int> ShowAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        return await PrintAsync(context, services, cancellation);
    }

    public static async Task<int> LearnAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        if (services.GetRequiredService<IShop>().IsEmpty)
        {
            throw new OperatorException("The shop has no orders yet, so there is nothing to learn from.", "Bring orders in with 'marketing import FILE' or on the page Data, or start 'marketing demo'.");
        }

        var trial = await StepConsole.WatchAsync(context.Terminal, progress => services.GetRequiredService<IContactTrials>().LearnAsync(progress, cancellation));
        if (!context.Json)
        {
            context.Terminal.Output.WriteLine($"{TurnContacts.Note(trial)}.");
        }

        return await PrintAsync(context, services, cancellation);
    }

    public static async Task<int> OffAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        await services.GetRequiredService<IContactPolicies>().SwitchOffAsync(parsed.GetValue(Reason)!, CommandContext.Actor, cancellation);
        context.Terminal.Output.WriteLine("Contact policies are switched off; campaigns write to everybody. 'marketing contacts on' switches them on again.");
        return ExitStatus.Succeeded;
    }

    public static async Task<int> OnAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        await services.GetRequiredService<IContactPolicies>().SwitchOnAsync(CommandContext.Actor, cancellation);
        context.Terminal.Output.WriteLine("Contact policies are on.");
        return ExitStatus.Succeeded;
    }

    public static async Task<int> ExportAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var path = WholeFile.Named(parsed.GetValue(File))!;
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation, showsPeople: true);
        await TransferGate.AskAsync(services, TransferPlaces.CustomerList, "The log of contacts is not written: it is personal data.", cancellation);
        var log = (await services.GetRequiredService<IContactLogs>().BuildAsync(cancellation)).Log
            ?? throw new OperatorException("There is no log of contacts yet: no customer has two choices that were left to chance.", "Send campaigns with a holdout to the same customers more than once, and wait until their time is over.");
        await services.GetRequiredService<IAuditLog>().WriteAsync(CommandContext.Actor, "contacts.export", "contacts", new { log.Rows }, cancellation);
        await WholeFile.WriteAsync(path, writer => WriteAsync(writer, log, cancellation));
        context.Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{log.Rows:N0} rows of {log.Trajectories.Count:N0} customers written to {path}."));
        return ExitStatus.Succeeded;
    }

    /// <summary>Writes a log as the laboratory reads it; people are named by numbers in an order that says nothing.</summary>
    internal static async Task WriteAsync(TextWriter writer, ContactLog log, CancellationToken cancellation)
    {
        // The laboratory adds a history of contacts of its own under these names.
        var features = log.Features.Select(name => ContactHistory.Features.Contains(name) ? $"shop_{name}" : name);
        await writer.WriteLineAsync($"customer,at,action,propensity,reward,{string.Join(',', features.Select(name => $"x_{name}"))}");
        var order = Enumerable.Range(0, log.Trajectories.Count).ToArray();
        RandomNumberGenerator.Shuffle<int>(order);
        for (var number = 1; number <= order.Length; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var step in log.Trajectories[order[number - 1]].Steps)
            {
                var state = string.Join(',', step.State.ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
                await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{number},{step.Clock:R},{log.Actions[step.Action]},{step.Propensity:R},{step.Reward:R},{state}"));
            }
        }
    }

    private static async Task<int> PrintAsync(CommandContext context, IServiceProvider services, CancellationToken cancellation)
    {
        var state = await services.GetRequiredService<IContactPolicies>().StateAsync(cancellation);
        if (context.Json)
        {
            context.Terminal.Json(ContactReading.Shown(state));
            return ExitStatus.Succeeded;
        }

        var (output, currency) = (context.Terminal.Output, services.GetRequiredService<IShop>().Profile.Currency);
        string Money(double minor) => ((decimal)minor / (decimal)Math.Pow(10, Marketing.Kernel.Money.Decimals(currency))).ToString("N2", CultureInfo.InvariantCulture) + $" {currency}";
        output.WriteLine(state.Switch.IsOff ? $"Contact policies are switched off by {state.Switch.Actor}.{(state.Switch.Reason.Length > 0 ? $" {state.Switch.Reason}" : "")}" : "Contact policies are switched on.");
        if (state.Latest is not { } latest)
        {
            output.WriteLine("Nothing was learned yet. A turn does it each night; 'marketing contacts learn' does it now.");
            return ExitStatus.Succeeded;
        }

        var counts = latest.Findings.Counts;
        output.WriteLine(latest.Method is { } method ? $"Policy {latest.Id}, {method}, may act." : "No policy may act; campaigns write to everybody.");
        if ((state.Damage ?? (latest.Findings.Obstacle is { } obstacle ? ContactWords.Why(English, obstacle, Money) : null)) is { } why)
        {
            output.WriteLine(state.Damage is null ? why : $"It cannot be read: {why} 'marketing contacts learn' learns it anew.");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{counts.Moments:N0} choices of chance, {counts.Known:N0} of them over; {counts.Customers:N0} customers, {counts.Repeated:N0} with more than one; {counts.LeftAlone:0.0%} left alone"));
        foreach (var one in latest.Findings.Methods)
        {
            output.WriteLine($"  {one.Method,-9} {(one.MayAct ? "may act" : string.Join("; ", one.Obstacles.Select(reason => ContactWords.Why(English, reason, Money))))}");
            foreach (var figure in one.Figures.Where(figure => figure.Name is "wdr" or "on_policy" or "gain_over_everybody" or "gain_over_myopic"))
            {
                output.WriteLine($"    {figure.Name,-18} {Money(figure.Value)} a customer ({ContactWords.Interval(figure, Money)})");
            }
        }

        return ExitStatus.Succeeded;
    }
}
