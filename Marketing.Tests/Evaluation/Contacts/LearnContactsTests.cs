using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Evaluation.Contacts;
using Marketing.Evaluation.Laboratory;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Evaluation.Contacts;

public sealed class LearnContactsTests(LearnContactsTests.TiringShop tiring) : IClassFixture<LearnContactsTests.TiringShop>
{
    /// <summary>A dozen campaigns with a large holdout in a shop whose mails help but tire, and what was learned of them.</summary>
    public sealed class TiringShop : IAsyncLifetime
    {
        internal ContactShop Shop { get; } = new(900, 5);

        internal KeptContacts Verdict { get; private set; } = null!;

        internal ContactTrial Again { get; private set; } = null!;

        internal ContactMoments Moments { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await Shop.LiveAsync(12, 0.5, ContactShop.Tiring);
            Verdict = Assert.IsType<ContactTrial.Learned>(await Shop.Trials.LearnAsync(null, default)).Verdict;
            Again = await Shop.Trials.LearnAsync(null, default);
            Moments = await Shop.Rig.Get<IContactLogs>().BuildAsync(default);
        }

        public Task DisposeAsync()
        {
            Shop.Dispose();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Where_mails_help_but_tire_a_policy_that_looks_ahead_may_act_and_leaves_alone_who_was_written_to_lately()
    {
        var (verdict, shop) = (tiring.Verdict, tiring.Shop);
        Assert.Null(verdict.Findings.Obstacle);
        Assert.NotNull(verdict.Method);
        var best = verdict.Findings.Methods.Single(method => method.Method == verdict.Method);
        Assert.True(best.Figure("gain_over_everybody") is { Low: > 0 } && best.Figure("gain_over_myopic") is { Low: > 0 });
        Assert.All(verdict.Findings.Methods.Where(method => method.Method is "logging" or "myopic" or "everybody"), method => Assert.False(method.MayAct));
        Assert.Equal(ContactObstacles.SmallLog, verdict.Findings.Methods.Single(method => method.Method == "cql").Obstacles.Single().Code);

        var written = (await LastAsync(shop)).ToDictionary(one => one.Key, one => (shop.Rig.Now - one.Value).TotalDays);
        var decisions = (await shop.DecisionsAsync(await shop.SendAsync(0.2, steered: true))).Select(decision => decision.Draft).ToList();
        var rested = decisions.Where(draft => !written.TryGetValue(draft.Person(), out var days) || days >= 55).ToList();
        var tired = decisions.Where(draft => written.TryGetValue(draft.Person(), out var days) && days <= 25).ToList();
        Assert.True(Share(rested) > 0.85 && Share(tired) < 0.2, $"rested {Share(rested):0.00} of {rested.Count}, tired {Share(tired):0.00} of {tired.Count}");

        // The three ways: a message (1 - h) p; nothing, whether held out or left alone, 1 - (1 - h) p. Every action keeps half of the exploring tenth of those not held out.
        Assert.All(decisions, draft => Assert.Equal(draft.Kind == DecisionKind.Send ? "mail" : "nothing", draft.Action));
        Assert.All(decisions, draft => Assert.Equal($"contacts:{verdict.Method}#{verdict.Id}", draft.Policy));
        Assert.All(decisions.Where(draft => draft.Kind == DecisionKind.Send), draft => Assert.Contains(Math.Round(draft.Propensity, 9), (double[])[0.04, 0.76]));
        Assert.All(decisions.Where(draft => draft.Kind != DecisionKind.Send), draft => Assert.Contains(Math.Round(draft.Propensity, 9), (double[])[0.24, 0.96]));
        Assert.All(decisions.Where(draft => draft.IsLeftAlone), draft => Assert.Equal("treatment", draft.Arm));
        Assert.Contains(decisions, draft => draft.IsLeftAlone && draft.Reasons[0].Code == ReasonCodes.LeftAlone && draft.Reasons[0].Arguments is [_, ['m', ':', ..]]);
        Assert.Contains(decisions, draft => draft.Kind == DecisionKind.Send && draft.Reasons[0].Code == ReasonCodes.ContactPays);

        // Inverse weights of what was done count everybody once.
        var weights = decisions.Where(draft => draft.Action == "mail").Sum(draft => 1 / draft.Propensity);
        Assert.InRange(weights, 0.75 * decisions.Count, 1.25 * decisions.Count);
    }

    [Fact]
    public void What_was_learned_is_learned_once_and_shown_by_what_people_understand()
    {
        Assert.Equal(tiring.Verdict.Id, Assert.IsType<ContactTrial.Unchanged>(tiring.Again).Verdict.Id);
        Assert.Equal(tiring.Verdict.Mark, tiring.Moments.Mark);
        Assert.Equal(tiring.Shop.Customers, tiring.Verdict.Findings.Counts.Customers);
        Assert.InRange(tiring.Verdict.Findings.Counts.LeftAlone, 0.45, 0.55);
        Assert.Contains(tiring.Verdict.Findings.Picture, cell => cell is { SinceMessage: 14, Writes: < 0.3 });
        Assert.Contains(tiring.Verdict.Findings.Picture, cell => cell is { SinceMessage: 60 or -1, Writes: > 0.7 });
    }

    [Fact]
    public void The_same_ledger_gives_the_same_policy_again()
    {
        var methods = tiring.Shop.Rig.Get<IContactMethods>();
        var (first, again) = (methods.Fit("q-table", tiring.Moments.Log!, new Dictionary<string, string>(), null, default), methods.Fit("q-table", tiring.Moments.Log!, new Dictionary<string, string>(), null, default));
        Assert.Equal(first.Save(), again.Save());
    }

    [Fact]
    public async Task A_policy_that_steers_keeps_its_leave_while_it_earns_more_than_writing_to_everybody()
    {
        using var shop = new ContactShop(900, 8, ("Strategy:Contacts:WindowDays", "240"));
        await shop.LiveAsync(12, 0.5, ContactShop.Tiring);
        Assert.Equal("", Why((await shop.Trials.LearnAsync(null, default)).Kept));

        // After as many days as are looked at, every choice is one that a policy made.
        await shop.LiveAsync(12, 0.2, ContactShop.Tiring, steered: true);
        var verdict = (await shop.Trials.LearnAsync(null, default)).Kept;
        Assert.Equal("", Why(verdict));
        var best = verdict.Findings.Methods.Single(method => method.Method == verdict.Method);
        Assert.True(best.Figure("gain_over_everybody") is { Low: > 0 });
        Assert.False(verdict.Findings.Methods.Single(method => method.Method == "everybody").MayAct);
    }

    [Fact]
    public async Task Where_mails_move_nobody_no_policy_may_act_and_a_steered_campaign_writes_to_everybody()
    {
        using var shop = new ContactShop(500, 6);
        await shop.LiveAsync(5, 0.5, ContactShop.Unmoved);
        var verdict = (await shop.Trials.LearnAsync(null, default)).Kept;
        Assert.Null(verdict.Findings.Obstacle);
        Assert.Null(verdict.Method);
        Assert.All(verdict.Findings.Methods, method => Assert.True(method is { MayAct: false, Obstacles.Count: > 0 }));
        Assert.NotNull(verdict.Findings.Shown);

        var campaign = await shop.SendAsync(0, steered: true);
        Assert.All(await shop.DecisionsAsync(campaign), decision => Assert.Equal((DecisionKind.Send, 1.0), (decision.Draft.Kind, decision.Draft.Propensity)));
        Assert.Equal(0, (await shop.Rig.Get<Marketing.Execution.ICampaigns>().FindAsync(campaign, default))!.SteeredBy);
    }

    [Fact]
    public async Task Too_few_are_refused_with_the_reason_and_an_empty_shop_too()
    {
        using var shop = new ContactShop(20, 7);
        var empty = Assert.IsType<ContactTrial.Learned>(await shop.Trials.LearnAsync(null, default)).Verdict;
        Assert.Equal(ContactObstacles.NoSequence, empty.Findings.Obstacle!.Code);
        Assert.IsType<ContactTrial.Unchanged>(await shop.Trials.LearnAsync(null, default));

        await shop.LiveAsync(2, 0.5, ContactShop.Tiring);
        var few = (await shop.Trials.LearnAsync(null, default)).Kept;
        Assert.Equal((ContactObstacles.TooFew, 20.0, 200.0), (few.Findings.Obstacle!.Code, few.Findings.Obstacle.Values["customers"], few.Findings.Obstacle.Values["least"]));
        Assert.Null(few.Method);

        // Time alone makes the last moment one that is over.
        shop.Rig.Folder.Clock.Advance(TimeSpan.FromDays(40));
        Assert.IsType<ContactTrial.Learned>(await shop.Trials.LearnAsync(null, default));
    }

    [Fact]
    public async Task A_method_that_cannot_be_fitted_on_everybody_may_not_act_and_the_night_goes_on()
    {
        var (rig, kept) = (tiring.Shop.Rig, new Kept());
        var methods = new Narrow(rig.Get<IContactMethods>(), tiring.Moments.Log!.Trajectories.Count);
        using var trials = new LearnContacts(rig.Get<IContactLogs>(), kept, methods, new MeasureContacts(methods, Options.Create(new EvaluationOptions { BootstrapResamples = 300 })), rig.Folder.Clock, rig.Get<IOptions<ContactsOptions>>());
        var verdict = (await trials.LearnAsync(null, default)).Kept;
        Assert.Null(verdict.Method);
        Assert.All(verdict.Findings.Methods, method => Assert.False(method.MayAct));
        Assert.Contains(verdict.Findings.Methods, method => method.Figure("gain_over_everybody") is { Low: > 0 } && method.Obstacles.Single().Code == ContactObstacles.Unfit);
    }

    // Nothing where one may act.
    private static string Why(KeptContacts verdict) => verdict.Method is not null ? "" : string.Join(Environment.NewLine, verdict.Findings.Methods.Select(method =>
        $"{method.Method} covered {method.Covered:0.00}: {string.Join("; ", method.Obstacles.Select(one => $"{one.Code} {string.Join(' ', one.Values)}"))}; {string.Join(' ', method.Figures.Select(figure => $"{figure.Name} {figure.Value:0} [{figure.Low:0}, {figure.High:0}]"))}"));

    // Methods that look ahead and refuse a log of everybody.
    private sealed class Narrow(IContactMethods all, int most) : IContactMethods
    {
        public IReadOnlyList<string> Kinds => all.Kinds;

        public IReadOnlyList<MethodParameter> Parameters(string kind) => all.Parameters(kind);

        public void Check(string kind, IReadOnlyDictionary<string, string> parameters) => all.Check(kind, parameters);

        public IContactPolicy Fit(string kind, ContactLog log, IReadOnlyDictionary<string, string> parameters, IProgress<Progress>? progress, CancellationToken cancellation) =>
            log.Trajectories.Count < most ? all.Fit(kind, log, parameters, progress, cancellation) : throw new UnfitMethodException(kind, "Too many.", "Take fewer.");

        public IContactValue Evaluate(IContactPolicy policy, ContactLog log, double gamma, int seed, CancellationToken cancellation) => all.Evaluate(policy, log, gamma, seed, cancellation);

        public ContactRestore Restore(ReadOnlyMemory<byte> saved) => all.Restore(saved);
    }

    // Where verdicts of this test go.
    private sealed class Kept : IContactPolicies
    {
        public Task<ContactPolicyState> StateAsync(CancellationToken cancellation) => Task.FromResult(new ContactPolicyState(new ContactSwitch(false, null, null, ""), null, null));

        public Task<KeptContacts> KeepAsync(ContactFindings findings, IContactPolicy? policy, string mark, CancellationToken cancellation) =>
            Task.FromResult(new KeptContacts(1, default, policy?.Kind, new Dictionary<string, string>(), findings, mark));

        public Task<KeptContacts?> FindAsync(long id, CancellationToken cancellation) => throw new NotSupportedException();

        public Task SwitchOffAsync(string reason, string actor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task SwitchOnAsync(string actor, CancellationToken cancellation) => throw new NotSupportedException();
    }

    private static double Share(List<DecisionDraft> drafts) => drafts.Count(draft => draft.Kind == DecisionKind.Send) / (double)drafts.Count(draft => draft.Kind != DecisionKind.Holdout);

    private static async Task<IReadOnlyDictionary<CustomerId, DateTimeOffset>> LastAsync(ContactShop shop) => await shop.Rig.Get<ILedger>().LastTouchesAsync(DateTimeOffset.UnixEpoch, default);
}
