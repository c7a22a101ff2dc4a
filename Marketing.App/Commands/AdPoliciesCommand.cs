using System.CommandLine;
using System.Globalization;
using FluentValidation;
using Marketing.App.Api.V1;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Commands;

/// <summary>How placements choose, from the command line.</summary>
internal static class AdPoliciesCommand
{
    public const string ListHelp = """
        How the placements choose: the policy in charge, the one being tried with its stage, and what guardrails say of it.

        Examples:
          marketing ads policies
          marketing ads policies --json
        """;

    public const string ProposeHelp = """
        Try another policy in a placement.
        It starts in the shadow, where it decides nothing and learns what the choices of the one in charge brought.

        Examples:
          marketing ads propose home lin-ucb
          marketing ads propose home epsilon-greedy --parameter epsilon=0.05 --goal order --window 10080 --explore 5
        """;

    public const string AdvanceHelp = """
        Let the policy that is tried one stage further.
        It goes from shadow to 5 % of the people (twentieth), to half, and to all of them (whole). The stage at which it is must be named, so that nobody
        lets it two stages on at once. Where the figures do not say yet that it does no harm, it stays unless --force is given.

        Examples:
          marketing ads advance home shadow
        """;

    public const string FallBackHelp = """
        Take the policy that is tried back; the one in charge decides for everybody.

        Examples:
          marketing ads fall-back home --reason "Too many complaints"
        """;

    public const string BackHelp = """
        Put the policy that was in charge before in charge again.
        It goes on with what it had learned, and learns what came meanwhile. 'marketing ads policies' names it.

        Examples:
          marketing ads back home thompson#1 --reason "Fewer orders"
        """;

    public const string OffHelp = """
        Switch all advertising off at once. A running 'marketing serve' follows within seconds.

        Examples:
          marketing ads off --reason "Wrong prices"
        """;

    public const string OnHelp = """
        Switch advertising on again.

        Examples:
          marketing ads on
        """;

    public const string WhatIfHelp = """
        What would another policy have earned?
        It is asked of the ledger: chance, always one advertisement (ad:17), or a method, which learns from the first half of the days and is asked
        about the second. The estimate is doubly robust; where the ledger cannot tell, it says why. Goal and window are those of the policy in charge
        unless said otherwise.

        Examples:
          marketing ads what-if home chance
          marketing ads what-if home ad:17 --first 2026-03-01 --last 2026-03-31
          marketing ads what-if home thompson --goal order --window 10080 --json
        """;

    public const string EffectsHelp = """
        What campaigns bring: the margin of customers after they first saw one, against those who would have and were held out.

        Examples:
          marketing ads effects
        """;

    private const int UsualDays = 28;

    public static Argument<string> Placement { get; } = new("PLACEMENT") { Description = "Code out of 'marketing ads placements'." };

    public static Argument<string> Method { get; } = new("METHOD") { Description = "Method by the field's name, for example thompson, ucb1 or lin-ucb." };

    public static Argument<string> Stage { get; } = new("STAGE") { Description = "Stage at which it is: shadow, twentieth or half." };

    public static Argument<string> Policy { get; } = new("POLICY") { Description = "chance, ad:NUMBER, or a method." };

    public static Argument<string> Former { get; } = new("FORMER") { Description = "Name of the policy that was in charge before, for example thompson#1." };

    public static Option<string[]> Parameter { get; } = new("--parameter") { Description = "A parameter of the method as NAME=VALUE; may be repeated.", HelpName = "NAME=VALUE", DefaultValueFactory = _ => [] };

    public static Option<string> Goal { get; } = new("--goal") { Description = "What counts: click, order or margin.", HelpName = "GOAL", DefaultValueFactory = _ => "click" };

    public static Option<int> Window { get; } = new("--window") { Description = "Minutes after a choice within which it counts.", HelpName = "MINUTES", DefaultValueFactory = _ => 60 };

    public static Option<string?> AskedGoal { get; } = new("--goal") { Description = "What counts: click, order or margin; that of the policy in charge when not said.", HelpName = "GOAL" };

    public static Option<int?> AskedWindow { get; } = new("--window") { Description = "Minutes after a choice within which it counts; those of the policy in charge when not said.", HelpName = "MINUTES" };

    public static Option<decimal?> Explore { get; } = new("--explore") { Description = "What exploring may cost a day, in the shop's currency; no bound when not said.", HelpName = "AMOUNT" };

    public static Option<decimal> Worth { get; } = new("--worth") { Description = "What a click or an order is worth, or the unit in which margin is learned, in the shop's currency.", HelpName = "AMOUNT", DefaultValueFactory = _ => 1 };

    public static Option<bool> Force { get; } = new("--force") { Description = "Also where the figures do not say yet that it does no harm." };

    public static Option<string> Reason { get; } = new("--reason") { Description = "Why, for whoever looks at it later.", HelpName = "TEXT", DefaultValueFactory = _ => "" };

    public static Option<string?> First { get; } = new("--first") { Description = "First day, for example 2026-03-01; 27 days before the last when not said.", HelpName = "DAY" };

    public static Option<string?> Last { get; } = new("--last") { Description = "Last day; today when not said.", HelpName = "DAY" };

    public static async Task<int> ListAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var (policies, rollouts, all) = (services.GetRequiredService<IAdPolicies>(), services.GetRequiredService<IAdRollouts>(), new List<(PlacementPolicies Both, RolloutJudgement? Judged)>());
        foreach (var one in await services.GetRequiredService<IAdCampaigns>().PlacementsAsync(cancellation))
        {
            all.Add((await policies.FindAsync(one.Code, cancellation), await rollouts.JudgeAsync(one.Code, cancellation)));
        }

        var state = await policies.SwitchAsync(cancellation);
        if (context.Json)
        {
            context.Terminal.Json(new { @switch = AdPolicyJson.Shown(state), placements = all.Select(one => new { policies = AdPolicyJson.Shown(one.Both), judgement = one.Judged is { } judged ? AdPolicyJson.Shown(judged) : null }) });
            return ExitStatus.Succeeded;
        }

        var output = context.Terminal.Output;
        output.WriteLine(state.IsOff ? string.Create(CultureInfo.InvariantCulture, $"All advertising is switched off, by {state.Actor}: {state.Reason}") : all.Count == 0 ? "There is no placement. They are created in the dashboard or over HTTP." : "Advertising is on.");
        foreach (var (both, judged) in all)
        {
            output.WriteLine($"{both.Placement,-20}  {Line(both.Incumbent)}");
            if (both.Former is { } former)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-20}  before: {former.Name}, until {former.Until:yyyy-MM-dd}; 'marketing ads back {both.Placement} {former.Name}' puts it in charge again"));
            }

            if (both.Challenger is { } challenger)
            {
                output.WriteLine($"{"",-20}  tried: {Line(challenger)}");
                output.WriteLine($"{"",-20}  {Judged(judged)}");
            }
        }

        return ExitStatus.Succeeded;
    }

    public static Task<int> ProposeAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation) => ChangeAsync(context, parsed, async (services, placement) =>
    {
        var scale = (decimal)Math.Pow(10, Money.Decimals(services.GetRequiredService<IShop>().Profile.Currency));
        var settings = new AdPolicySettings(
            parsed.GetValue(Method)!, Parameters(parsed), GoalOf(parsed.GetValue(Goal)!), parsed.GetValue(Window), parsed.GetValue(Explore) is { } explore ? (long)Math.Round(explore * scale) : null, (double)(parsed.GetValue(Worth) * scale));
        return await services.GetRequiredService<IAdPolicies>().ProposeAsync(placement, settings, CommandContext.Actor, cancellation);
    }, cancellation);

    public static Task<int> AdvanceAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation) => ChangeAsync(context, parsed, async (services, placement) =>
    {
        var from = Enum.GetValues<AdStage>().Where(stage => Reading.Word(stage) == parsed.GetValue(Stage)).Cast<AdStage?>().FirstOrDefault()
            ?? throw new OperatorException($"{parsed.GetValue(Stage)} is no stage.", "Write shadow, twentieth or half.", ExitStatus.BadInput);
        if (!parsed.GetValue(Force) && await services.GetRequiredService<IAdRollouts>().JudgeAsync(placement, cancellation) is { Verdict: not RolloutVerdict.Ready } judged && judged.Challenger.Stage == from)
        {
            throw new OperatorException($"The figures do not say yet that {judged.Challenger.Name} does no harm: {Judged(judged)}.", "Wait for more choices, or let it further all the same with --force.", ExitStatus.BadInput);
        }

        return await services.GetRequiredService<IAdPolicies>().AdvanceAsync(placement, from, CommandContext.Actor, cancellation);
    }, cancellation);

    public static Task<int> FallBackAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation) => ChangeAsync(context, parsed, (services, placement) =>
        services.GetRequiredService<IAdPolicies>().FallBackAsync(placement, parsed.GetValue(Reason)!, CommandContext.Actor, cancellation), cancellation);

    public static Task<int> BackAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation) => ChangeAsync(context, parsed, (services, placement) =>
        services.GetRequiredService<IAdPolicies>().GoBackAsync(placement, parsed.GetValue(Former)!, parsed.GetValue(Reason)!, CommandContext.Actor, cancellation), cancellation);

    public static async Task<int> OffAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        await services.GetRequiredService<IAdPolicies>().KillAsync(parsed.GetValue(Reason)!, CommandContext.Actor, cancellation);
        context.Terminal.Output.WriteLine("All advertising is switched off. 'marketing ads on' switches it on again.");
        return ExitStatus.Succeeded;
    }

    public static async Task<int> OnAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        await services.GetRequiredService<IAdPolicies>().ReviveAsync(CommandContext.Actor, cancellation);
        context.Terminal.Output.WriteLine("Advertising is on.");
        return ExitStatus.Succeeded;
    }

    public static async Task<int> WhatIfAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var placement = await PlacementAsync(services, parsed, cancellation);
        var today = services.GetRequiredService<IShop>().DayOf(services.GetRequiredService<BusinessClock>().GetUtcNow());
        var last = Day(parsed, Last) ?? today;
        var name = parsed.GetValue(Policy)!;
        var own = (await services.GetRequiredService<IAdPolicies>().FindAsync(placement, cancellation)).Incumbent.Settings;
        var settings = new AdPolicySettings(name, Parameters(parsed), parsed.GetValue(AskedGoal) is { } goal ? GoalOf(goal) : own.Goal, parsed.GetValue(AskedWindow) ?? own.WindowMinutes, null, own.RewardValue);
        var question = new AdWhatIfQuestion(placement, Day(parsed, First) ?? DateOnly.FromDayNumber(Math.Max(0, last.DayNumber + 1 - UsualDays)), last, AdPolicyJson.Alternative(name, settings), settings.Goal, settings.WindowMinutes);
        var told = await services.GetRequiredService<IAdWhatIfs>().AskAsync(question, null, cancellation);
        if (context.Json)
        {
            context.Terminal.Json(AdPolicyJson.Shown(told));
            return ExitStatus.Succeeded;
        }

        context.Terminal.Output.WriteLine($"Counted: {Reading.Word(settings.Goal)}s within {Counted.Of(settings.WindowMinutes, "minute")} of a choice{(settings.Goal == own.Goal && settings.WindowMinutes == own.WindowMinutes ? $", as {placement} itself counts" : "")}.".Replace("margins", "margin", StringComparison.Ordinal));
        Print(context.Terminal.Output, told, name);
        return ExitStatus.Succeeded;
    }

    public static async Task<int> EffectsAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var effects = services.GetRequiredService<IAdEffects>();
        await effects.ReadAsync(cancellation);
        var (all, readTo) = await effects.EffectsAsync(cancellation);
        if (context.Json)
        {
            context.Terminal.Json(new { items = all.Select(AdPolicyJson.Shown), readTo });
            return ExitStatus.Succeeded;
        }

        var (output, currency) = (context.Terminal.Output, services.GetRequiredService<IShop>().Profile.Currency);
        foreach (var one in all)
        {
            var brought = one.Why is { } why ? $"cannot be told: {Words(why)}" : $"brought {Amount(one.Gain!.Value, currency)} ({Amount(one.Low!.Value, currency)} to {Amount(one.High!.Value, currency)})";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Campaign.Value,4}  {Counted.Of(one.Seen, "customer")} saw it, {one.HeldOut:N0} held out: {brought}"));
        }

        if (all.Count == 0)
        {
            output.WriteLine("No known customer was to see an advertisement yet.");
        }

        return ExitStatus.Succeeded;
    }

    private static void Print(TextWriter output, AdWhatIf told, string name)
    {
        if (told.Answer is OffPolicyAnswer.Refused refused)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The ledger cannot tell, from {Counted.Of(told.Choices, "choice")}: {string.Join("; ", refused.Reasons.Select(AdPolicyJson.Text))}."));
            return;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(told.Choices, "choice")}, {told.From:yyyy-MM-dd} to {told.To:yyyy-MM-dd}{(told.Taught > 0 ? $"; it learned from {told.Taught:N0} before" : "")}"));
        foreach (var (words, figure) in new[] { ("earned a choice", told.Logged), ($"{name} would have earned", told.Would), ("difference", told.Gain) })
        {
            output.WriteLine(figure is null ? $"  {words,-30} untold" : string.Create(CultureInfo.InvariantCulture, $"  {words,-30} {figure.Value:0.00000}  {(figure is { Low: { } low, High: { } high } ? string.Create(CultureInfo.InvariantCulture, $"({low:0.00000} to {high:0.00000})") : "(no interval)")}"));
        }

        foreach (var caveat in told.Caveats)
        {
            output.WriteLine($"  {Words(caveat)}");
        }
    }

    private static async Task<int> ChangeAsync(CommandContext context, ParseResult parsed, Func<IServiceProvider, string, Task<RolloutChange>> change, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var placement = await PlacementAsync(services, parsed, cancellation);
        RolloutChange done;
        try
        {
            done = await change(services, placement);
        }
        catch (ValidationException refused)
        {
            throw new OperatorException(string.Join(' ', refused.Errors.Select(failure => failure.ErrorMessage)), "Nothing was changed.", ExitStatus.BadInput);
        }

        var both = await services.GetRequiredService<IAdPolicies>().FindAsync(placement, cancellation);
        switch (done)
        {
            case RolloutChange.Done:
                context.Terminal.Output.WriteLine($"{placement}: {Line(both.Incumbent)}{(both.Challenger is { } challenger ? $"; tried: {Line(challenger)}" : "")}");
                return ExitStatus.Succeeded;
            case RolloutChange.ChallengerThere:
                throw new OperatorException($"The placement {placement} tries {both.Challenger?.Name} already.", $"'marketing ads fall-back {placement}' takes it back.", ExitStatus.BadInput);
            case RolloutChange.Same:
                throw new OperatorException($"The policy in charge of {placement}, {both.Incumbent.Name}, decides in the very same way: there is nothing to try.", "Name another method, parameter, goal, window or amount.", ExitStatus.BadInput);
            case RolloutChange.NoFormer:
                throw new OperatorException($"No other policy was in charge of {placement} before.", $"'marketing ads policies' names the policies that there are.", ExitStatus.BadInput);
            case RolloutChange.Overtaken when both.Challenger is null && both.Former is { } former:
                throw new OperatorException($"That is not the policy that was in charge of {placement} before.", $"It is {former.Name}.", ExitStatus.BadInput);
            case RolloutChange.NoChallenger:
                throw new OperatorException($"The placement {placement} tries no other policy.", $"'marketing ads propose {placement} METHOD' puts one on trial.", ExitStatus.BadInput);
            default:
                throw new OperatorException($"The policy that {placement} tries is not at that stage.", $"It is at {(both.Challenger is { } there ? Reading.Word(there.Stage) : "none")}.", ExitStatus.BadInput);
        }
    }

    private static async Task<string> PlacementAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellation)
    {
        var code = parsed.GetValue(Placement)!;
        var found = (await services.GetRequiredService<IAdCampaigns>().PlacementsAsync(cancellation)).FirstOrDefault(one => one.Code == code)
            ?? throw new OperatorException($"There is no placement '{code}'.", "'marketing ads placements' lists them.", ExitStatus.BadInput);
        return found.Surface != PlacementSurface.Network ? code : throw new OperatorException($"The placement '{code}' is in a network, which decides by itself.", "Name a placement of the shop or of its mails.", ExitStatus.BadInput);
    }

    private static AdGoal GoalOf(string typed) => Enum.GetValues<AdGoal>().Where(goal => Reading.Word(goal) == typed).Cast<AdGoal?>().FirstOrDefault()
        ?? throw new OperatorException($"{typed} is no goal.", "Write click, order or margin.", ExitStatus.BadInput);

    private static Dictionary<string, string> Parameters(ParseResult parsed)
    {
        var parameters = new Dictionary<string, string>();
        foreach (var text in parsed.GetValue(Parameter)!)
        {
            var parts = text.Split('=', 2);
            parameters[parts[0]] = parts is [{ Length: > 0 }, { Length: > 0 } value] ? value : throw new OperatorException($"{text} is no parameter.", "Write --parameter NAME=VALUE.", ExitStatus.BadInput);
        }

        return parameters;
    }

    private static DateOnly? Day(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new OperatorException($"{text} is no day.", "Write it as 2026-03-01.", ExitStatus.BadInput);

    private static string Line(AdPolicy one) => string.Create(CultureInfo.InvariantCulture, $"{one.Name} for {Reading.Word(one.Settings.Goal)}s, {Reading.Word(one.Stage)} since {one.Since:yyyy-MM-dd}, learned from {Counted.Of(one.Learned, "choice")}")
        .Replace("margins", "margin", StringComparison.Ordinal);

    private static string Judged(RolloutJudgement? judged) => judged is null ? "not judged"
        : judged.Low is null ? string.Create(CultureInfo.InvariantCulture, $"wait: too little is known from {Counted.Of(judged.Choices, "choice")}{(judged.Refusals.Count > 0 ? $" ({string.Join("; ", judged.Refusals.Select(AdPolicyJson.Text))})" : "")}")
        : string.Create(CultureInfo.InvariantCulture, $"{Reading.Word(judged.Verdict)}: {judged.Difference:+0.00000;-0.00000} a choice against {judged.Incumbent:0.00000} ({judged.Low:+0.00000;-0.00000} to {judged.High:+0.00000;-0.00000}), {Counted.Of(judged.Choices, "choice")}");

    private static string Words(NoAdEffect why) => why switch
    {
        NoAdEffect.NoHoldout => "nobody is held out of it",
        NoAdEffect.NoMargin => "no product has a cost, and the shop assumes no margin",
        _ => "fewer than 30 known customers in one of the groups",
    };

    private static string Words(AdCaveat caveat) => caveat switch
    {
        AdCaveat.FirstPlaceOnly => "Only choices for the first place are compared.",
        AdCaveat.SecondHalf => "It learned from the first half of the choices; the figures are of the second.",
        AdCaveat.OpenWindow => "Choices whose window is not over are left out.",
        AdCaveat.HeldOutLeftOut => "Choices for people who are held out are left out.",
        AdCaveat.ReportedOrders => "Orders are told of known customers and of what the shop reports alone.",
        AdCaveat.RowsIndependent => "Answers of the same person are taken as independent; where few people ask often, the interval is too narrow.",
        _ => "What one choice does to later ones is not in it.",
    };

    private static string Amount(double minor, string currency) => new Money((long)Math.Round(minor), currency).Major.ToString($"N{Money.Decimals(currency)}", CultureInfo.InvariantCulture) + $" {currency}";
}
