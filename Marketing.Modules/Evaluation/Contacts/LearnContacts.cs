using System.Globalization;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model;
using Marketing.Strategy;
using Microsoft.Extensions.Options;

namespace Marketing.Evaluation.Contacts;

internal sealed class LearnContacts(IContactLogs logs, IContactPolicies policies, IContactMethods methods, IContactLaboratory laboratory, TimeProvider time, IOptions<ContactsOptions> options) : IContactTrials, IDisposable
{
    private const string Logging = "logging";
    private const string Myopic = "myopic";
    // What a campaign does to whom it reaches where no policy steers it.
    private const string Mail = "mail";
    private const string Network = "cql";
    private const string Gamma = "gamma";
    private const string Epsilon = "epsilon";

    // Learning is repeatable: the same ledger gives the same policy.
    private const int Seed = 1;

    private readonly SemaphoreSlim _one = new(1, 1);

    private sealed record Tried(string Kind, IContactPolicy? Policy, ContactObstacle? Obstacle);

    // A night and a person at once learn one after the other, and the second finds nothing new.
    public async Task<ContactTrial> LearnAsync(IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await LearnAloneAsync(progress, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<ContactTrial> LearnAloneAsync(IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if ((await policies.StateAsync(cancellation).ConfigureAwait(false)) is { Damage: null, Latest: { } latest } && latest.Mark == await logs.MarkAsync(cancellation).ConfigureAwait(false))
        {
            return new ContactTrial.Unchanged(latest);
        }

        var moments = await logs.BuildAsync(cancellation).ConfigureAwait(false);
        var (findings, policy) = await HeavyWork.RunAsync(() => Learn(moments, progress, cancellation), cancellation).ConfigureAwait(false);
        return new ContactTrial.Learned(await policies.KeepAsync(findings, policy, moments.Mark, cancellation).ConfigureAwait(false));
    }

    private (ContactFindings Findings, IContactPolicy? Policy) Learn(ContactMoments moments, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if (Obstacle(moments) is { } obstacle)
        {
            return (Found(moments, obstacle, [], null), null);
        }

        var log = moments.Log!;
        var learned = log.Only(moments.Learned);
        var tried = methods.Kinds.Select(kind => Try(kind, log, learned, progress, cancellation)).ToList();
        if (tried.FirstOrDefault(one => one.Kind is Logging or Myopic && one.Policy is null) is { Obstacle: { } unfit })
        {
            return (Found(moments, unfit, [], null), null);
        }

        progress?.Report(new Progress("compare", 0));
        var challengers = tried.Where(one => one.Policy is not null && one.Kind is not (Logging or Myopic)).ToList();
        var terms = new ContactTerms(options.Value.DailyDiscount) { LeastCovered = options.Value.LeastCovered, Seed = Seed, Instead = Mail };
        var judged = laboratory.Compare(log.Only(moments.Held), tried.First(one => one.Kind == Logging).Policy!, Acting(tried.First(one => one.Kind == Myopic).Policy!), [.. challengers.Select(one => Acting(one.Policy!))], terms, cancellation);
        var found = judged.Select(Found).Concat(tried.Where(one => one.Policy is null).Select(one => new ContactMethodFinding(one.Kind, false, [], null, [one.Obstacle!]))).ToList();
        IContactPolicy? policy = null;
        foreach (var kind in judged.Where(one => one.MayAct).OrderByDescending(Worth).Select(one => one.Kind))
        {
            (_, policy, var failed) = Try(kind, log, log, progress, cancellation);
            if (policy is not null)
            {
                break;
            }

            // What cannot be learned from everybody does not act, and the next best is looked at.
            found = found.ConvertAll(one => one.Method == kind ? one with { MayAct = false, Obstacles = [failed!] } : one);
        }

        var shown = policy ?? challengers.MaxBy(one => Worth(judged.First(other => other.Kind == one.Kind)))?.Policy;
        return (Found(moments, null, found, shown), policy);
    }

    private ContactObstacle? Obstacle(ContactMoments moments)
    {
        var sequences = moments.Held.Count + moments.Learned.Count;
        return moments.Log is null || moments.Counts.Repeated == 0 ? new ContactObstacle(ContactObstacles.NoSequence, new Dictionary<string, double> { ["moments"] = moments.Counts.Moments })
            : moments.Counts.Repeated < options.Value.LeastCustomers || moments.Held.Count < 2 || moments.Learned.Count < 2 ? new ContactObstacle(ContactObstacles.TooFew, new Dictionary<string, double> { ["customers"] = moments.Counts.Repeated, ["least"] = options.Value.LeastCustomers, ["sequences"] = sequences })
            : null;
    }

    private Tried Try(string kind, ContactLog whole, ContactLog learned, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if (kind == Network && whole.Rows < options.Value.NetworkRows)
        {
            return new Tried(kind, null, new ContactObstacle(ContactObstacles.SmallLog, new Dictionary<string, double> { ["rows"] = whole.Rows, ["least"] = options.Value.NetworkRows }));
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(options.Value.NetworkMinutes), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, kind == Network ? limit.Token : CancellationToken.None);
        try
        {
            return new Tried(kind, Fit(kind, learned, progress, either.Token), null);
        }
        catch (UnfitMethodException)
        {
            return new Tried(kind, null, new ContactObstacle(ContactObstacles.Unfit, new Dictionary<string, double>()));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Tried(kind, null, new ContactObstacle(ContactObstacles.TooSlow, new Dictionary<string, double> { ["minutes"] = options.Value.NetworkMinutes }));
        }
    }

    // Exploring is added where the policy acts, so that it reaches the actions that it excludes, too.
    private IContactPolicy Fit(string kind, ContactLog log, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var wanted = new Dictionary<string, string> { [Gamma] = options.Value.DailyDiscount.ToString(CultureInfo.InvariantCulture), [Epsilon] = "0" };
        var own = methods.Parameters(kind).Select(parameter => parameter.Name).Where(wanted.ContainsKey).ToDictionary(name => name, name => wanted[name]);
        return methods.Fit(kind, log, own, progress, cancellation);
    }

    private ExploringContacts Acting(IContactPolicy policy) => new(policy, options.Value.Exploration);

    private static double Worth(ContactJudged judged) => judged.Figures.First(figure => figure.Name == "wdr").Value;

    private static ContactMethodFinding Found(ContactJudged judged) => new(
        judged.Kind,
        judged.MayAct,
        [.. judged.Figures.Select(figure => new ContactFigure(figure.Name, figure.Value, figure.Low, figure.High))],
        judged.Covered,
        [.. judged.Reasons.Select(reason => new ContactObstacle(reason.Code, reason.Values))]);

    private ContactFindings Found(ContactMoments moments, ContactObstacle? obstacle, IReadOnlyList<ContactMethodFinding> found, IContactPolicy? shown)
    {
        var own = options.Value;
        return new ContactFindings(obstacle, moments.Counts, found, shown?.Kind, shown is null ? [] : ContactPicture.Of(Acting(shown), moments.Log!), new ContactLearningTerms(own.MailCost, own.Exploration, own.HorizonDays, own.DailyDiscount, own.LeastCustomers));
    }
}
