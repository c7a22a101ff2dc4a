using System.Diagnostics;
using System.Globalization;
using Marketing.Evaluation.Contacts;
using Marketing.Evaluation.OffPolicy;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model;
using Microsoft.Extensions.Options;

namespace Marketing.Evaluation.Laboratory;

/// <summary>A log of contacts to policies and to what they would earn.</summary>
internal sealed class MeasureContacts(IContactMethods methods, IOptions<EvaluationOptions> options) : IContactLaboratory
{
    private const int BadInput = 2;
    private const string Command = "contacts";
    private const string Gamma = "gamma";
    private const string Logging = "logging";
    private const string Myopic = "myopic";

    public Task<ContactReport> MeasureAsync(ContactQuestion question, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        HeavyWork.Processors = question.Threads ?? Environment.ProcessorCount;
        Range("gamma", question.Terms.Gamma, question.Terms.Gamma is >= 0 and <= 1, "from 0 to 1, for example 0.95");
        Range("hold-out", question.HoldOut, question.HoldOut is > 0 and < 1, "above 0 and below 1, for example 0.5");
        Range("coverage", question.Terms.LeastCovered, question.Terms.LeastCovered is >= 0 and <= 1, "from 0 to 1, for example 0.5");
        Range("bootstrap", question.Terms.Resamples ?? 100, question.Terms.Resamples is null or (>= 100 and <= 100_000), "from 100 to 100000");
        LabMethods.Check(Command, () => Check(question));
        return HeavyWork.RunAsync(() => Measure(question, progress, cancellation), cancellation);
    }

    public IReadOnlyList<ContactJudged> Compare(ContactLog held, IContactPolicy logging, IContactPolicy myopic, IReadOnlyList<IContactPolicy> challengers, ContactTerms terms, CancellationToken cancellation)
    {
        if (held.Trajectories.Count < 2)
        {
            throw new ArgumentException("Policies are compared on two customers at least.", nameof(held));
        }

        var lay = new LaySequences(methods, held, terms);
        var instead = terms.Instead is { } named ? held.Actions.ToList().IndexOf(named) : -1;
        var laid = ((IContactPolicy[])[logging, myopic, .. challengers, .. instead < 0 ? [] : (IContactPolicy[])[new CertainContacts(logging, instead)]]).Select(policy => lay.Of(policy, cancellation) is var (rows, unlogged) ? (policy.Kind, rows, unlogged) : default).ToList();
        return ComparePolicies.Of(laid, terms, terms.Resamples ?? options.Value.BootstrapResamples, OverlapLimits.Of(options.Value), instead >= 0, cancellation);
    }

    private ContactReport Measure(ContactQuestion asked, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new Progress("read", 0));
        var log = LabContacts.Read(asked, cancellation);
        progress?.Report(new Progress("read", 1, string.Create(CultureInfo.InvariantCulture, $"{log.Rows:N0} rows, {log.Trajectories.Count:N0} customers")));
        var (learned, held) = Split(log, asked);
        var fitted = Kinds(asked).Select(kind => LabMethods.Timed(() => Fit(kind, learned, asked, progress, cancellation))).ToList();
        progress?.Report(new Progress("compare", 0));
        var started = Stopwatch.GetTimestamp();
        var judged = Compare(held, fitted[0].Fitted, fitted[1].Fitted, [.. fitted.Skip(2).Select(one => one.Fitted)], asked.Terms, cancellation);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds / fitted.Count;
        progress?.Report(new Progress("compare", 1));
        return new ContactReport(
            [.. fitted.Zip(judged, (fit, one) => new ContactMeasured(new LabMeasured(one.Kind, fit.Fitted.Parameters, one.Figures, fit.Seconds, seconds, fit.CpuSeconds, LabMethods.PeakBytes()), one))],
            log.Features,
            log.Actions,
            new Dictionary<string, long>
            {
                ["log"] = log.Rows,
                ["customers"] = log.Trajectories.Count,
                ["learned_customers"] = learned.Trajectories.Count,
                ["held_out_customers"] = held.Trajectories.Count,
                ["actions"] = log.Actions.Count,
                ["features"] = log.Features.Count,
            },
            fitted.SelectMany(one => Details(one.Fitted, held)));
    }

    private static IEnumerable<ContactDetail> Details(IContactPolicy policy, ContactLog held)
    {
        var options = new ContactOption[held.Actions.Count];
        foreach (var one in held.Trajectories)
        {
            foreach (var step in one.Steps)
            {
                policy.Judge(step.State.Span, options);
                for (var a = 0; a < options.Length; a++)
                {
                    yield return new ContactDetail(policy.Kind, one.Customer, step.Clock, held.Actions[a], options[a]);
                }
            }
        }
    }

    // Whole customers, drawn by the seed.
    private static (ContactLog Learned, ContactLog Held) Split(ContactLog log, ContactQuestion asked)
    {
        var (count, random) = (log.Trajectories.Count, new SeededRandom((ulong)asked.Terms.Seed));
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var j = random.NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        var held = (int)Math.Round(asked.HoldOut * count);
        return held >= 2 && count - held >= 1
            ? (log.Only([.. order.Skip(held).Order()]), log.Only([.. order.Take(held).Order()]))
            : throw new OperatorException($"{asked.Log}: of {count} customers too few are left to learn from or to compare on.", "Log more customers, or change --hold-out.", BadInput);
    }

    private IContactPolicy Fit(string kind, ContactLog log, ContactQuestion asked, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        try
        {
            return methods.Fit(kind, log, Own(kind, asked), progress, cancellation);
        }
        catch (UnfitMethodException unfit)
        {
            throw new OperatorException(unfit.Message, $"{unfit.Fix} 'marketing lab {Command} --help' lists the models with their parameters.", BadInput, unfit);
        }
    }

    // What others are compared with comes first.
    private IReadOnlyList<string> Kinds(ContactQuestion asked) => [Logging, Myopic, .. (asked.Model == ContactQuestion.AllModels ? methods.Kinds : [asked.Model]).Except([Logging, Myopic])];

    private void Check(ContactQuestion asked)
    {
        var kinds = asked.Model == ContactQuestion.AllModels ? methods.Kinds : [asked.Model];
        _ = kinds.Sum(kind => methods.Parameters(kind).Count);
        if (asked.Parameters.Keys.FirstOrDefault(name => kinds.All(kind => methods.Parameters(kind).All(parameter => parameter.Name != name))) is { } unknown)
        {
            throw new ArgumentException(asked.Model == ContactQuestion.AllModels ? $"No model has a parameter {unknown}." : $"{asked.Model} has no parameter {unknown}; it has {string.Join(", ", methods.Parameters(asked.Model).Select(one => one.Name))}.");
        }

        foreach (var kind in Kinds(asked))
        {
            methods.Check(kind, Own(kind, asked));
        }
    }

    private Dictionary<string, string> Own(string kind, ContactQuestion asked)
    {
        var known = methods.Parameters(kind);
        var own = asked.Parameters.Where(given => known.Any(parameter => parameter.Name == given.Key)).ToDictionary(given => given.Key, given => given.Value);
        if (known.Any(parameter => parameter.Name == Gamma))
        {
            own[Gamma] = asked.Terms.Gamma.ToString(CultureInfo.InvariantCulture);
        }

        return LabMethods.Seeded(new LabModel(kind, own), known, asked.Terms.Seed);
    }

    private static void Range(string option, double value, bool holds, string wanted)
    {
        if (!holds)
        {
            throw new OperatorException(string.Create(CultureInfo.InvariantCulture, $"--{option} is {value}; it must be {wanted}."), $"'marketing lab {Command} --help' tells what it means.", BadInput);
        }
    }
}
