using System.CommandLine;
using System.Globalization;
using Marketing.Evaluation;
using Marketing.Model;

namespace Marketing.App.Commands;

/// <summary>Reinforcement learning over sequences of contacts, on a log.</summary>
internal static class LabContactsCommand
{
    public static string Help => $"""
        Learn from logged sequences of contacts how customers should be contacted next, and tell whether such a policy may act.
        The log is CSV with the header customer,step|at,action,propensity,reward[,end][,x_...], in any order of columns and a row a step, those of a customer in the order of
        time. step is a number, at a day, a time or a number of days; what a later reward is worth is gamma to the power of the steps or days until
        then. The action '{ContactLog.Nothing}' leaves the customer alone. The propensity is the probability with which the action was chosen there; the reward is margin less cost
        until the next row. Columns x_... are numbers that were known then. end is 1 where nothing can follow, since the customer has left, and 0 elsewhere; where the
        last row of a customer has no 1 the log was cut off: that row only tells where the one before has led. --history adds to the states what
        the log says itself: steps or days since the last contact (90 at most), and contacts in the last 7 and 30.
        Models learn from some customers and are compared on the others (--hold-out). Figures are discounted rewards a customer, with 95 % intervals by a
        bootstrap of whole customers: wdr and dr (doubly robust, weighted and plain), wpdis and pdis (per-decision importance sampling), fqe (fitted Q evaluation), on_policy of the
        log itself, and the gains of wdr over the myopic and the logging policy on the same customers. Steps count by weights as long as their effective sample
        size suffices (the settings Evaluation:LeastEffectiveRows and LeastEffectiveShare), later ones by fitted Q evaluation alone; covered is the share of the former.
        A policy may act where both gains lie above 0 with their whole interval, covered is at least --coverage, the logs show what it chooses, and weights
        have a mean of 1; else the reasons are told.

        Models and their parameters, given as --NAME VALUE; 'all' measures each of them; logging and myopic always come along:
        {Models()}
          actions that the logs choose in such a state with less than tau of the share of the most frequent one, or in fewer than least_rows rows, are excluded;
          epsilon is the share of choices that are uniformly random among the others.

        Examples:
          marketing lab contacts --log contacts.csv --json
          marketing lab contacts --log contacts.csv --model fitted-q --gamma 0.99 --iterations 60 --out options.csv
          marketing lab contacts --log contacts.csv --model cql --alpha 0.5 --actions {ContactLog.Nothing},mail,coupon
        """;

    public static Option<string> Log { get; } = new("--log") { Description = "File of logged contacts.", HelpName = "FILE", Required = true };

    public static Option<string> Model { get; } = new("--model") { Description = "Model to measure, or all.", HelpName = "NAME", DefaultValueFactory = _ => ContactQuestion.AllModels };

    public static Option<double> Gamma { get; } = new("--gamma") { Description = "What a reward is worth one step or day later, from 0 to 1.", HelpName = "G", DefaultValueFactory = _ => 0.95 };

    public static Option<string[]> Actions { get; } = new("--actions") { Description = "Names of all actions, where others are slips; may be repeated.", HelpName = "NAME,..." };

    public static Option<bool> History { get; } = new("--history") { Description = "Whether what the log says of earlier contacts belongs to the states; true when not said.", HelpName = "BOOL", DefaultValueFactory = _ => true, Arity = ArgumentArity.ExactlyOne };

    public static Option<double> HoldOut { get; } = new("--hold-out") { Description = "Share of the customers that models are compared on.", HelpName = "SHARE", DefaultValueFactory = _ => 0.5 };

    public static Option<double> Coverage { get; } = new("--coverage") { Description = "Least share of the discounted steps that count by weights.", HelpName = "SHARE", DefaultValueFactory = _ => new ContactTerms(0).LeastCovered };

    public static Option<string?> Out { get; } = new("--out") { Description = "File for what each model thinks of each action in the rows held out, as CSV model,customer,clock,action,q,probability,behaviour,excluded.", HelpName = "FILE" };

    public static Command AddTo(Command command)
    {
        foreach (var option in (Option[])[Log, Model, Gamma, Actions, History, HoldOut, Coverage, LabOpeCommand.Bootstrap, Out, LabCommand.Seed, LabCommand.Threads])
        {
            command.Options.Add(option);
        }

        // Parameters are named by the models, not by the command line.
        command.TreatUnmatchedTokensAsErrors = false;
        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var (threads, options) = (LabCommand.Processors(parsed), LabCommand.Writable(parsed.GetValue(Out)));
        var terms = new ContactTerms(parsed.GetValue(Gamma))
        {
            Resamples = parsed.GetValue(LabOpeCommand.Bootstrap),
            LeastCovered = parsed.GetValue(Coverage),

            // Models take a seed of 31 bits.
            Seed = (int)(parsed.GetValue(LabCommand.Seed) & int.MaxValue),
        };
        var question = new ContactQuestion(Path.GetFullPath(parsed.GetValue(Log)!), parsed.GetValue(Model)!, terms)
        {
            Parameters = ModelParameters.Read(parsed.UnmatchedTokens, "lab contacts"),
            Actions = LabPropensityCommand.Names(parsed.GetValue(Actions)),
            History = parsed.GetValue(History),
            HoldOut = parsed.GetValue(HoldOut),
            Threads = threads,
        };
        await using var services = LabCommand.Services(context);
        var report = await StepConsole.WatchAsync(context.Terminal, progress => services.GetRequiredService<IContactLaboratory>().MeasureAsync(question, progress, cancellation));
        if (options is not null)
        {
            await LabCommand.WriteAsync(options, "model,customer,clock,action,q,probability,behaviour,excluded", report.Details.Select(Row), cancellation);
        }

        if (context.Json)
        {
            context.Terminal.Json(LabContactsReport.Json(question, report));
        }
        else
        {
            LabContactsReport.Print(context.Terminal.Output, report);
        }

        return ExitStatus.Succeeded;
    }

    private static string Row(ContactDetail one) =>
        string.Create(CultureInfo.InvariantCulture, $"{one.Model},{LabCommand.Quoted(one.Customer)},{one.Clock:R},{LabCommand.Quoted(one.Action)},{one.Option.Value:R},{one.Option.Probability:R},{one.Option.Behaviour:R},{one.Option.Exclusion}");

    private static string Models()
    {
        using var services = new ServiceCollection().AddContactMethods().BuildServiceProvider();
        var methods = services.GetRequiredService<IContactMethods>();
        return ModelParameters.Listed(methods.Kinds, kind => [.. methods.Parameters(kind).Where(parameter => parameter.Name != "gamma")], LabCommand.UsualSeed);
    }
}
