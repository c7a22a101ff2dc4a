using Dapper;
using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Planning;

public sealed class PlanDecisionsTests : IDisposable
{
    private readonly ShopRig _rig = new(("Strategy:SetSize", "4"));

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Every_customer_with_an_order_gets_one_decision_that_can_be_audited()
    {
        _rig.AddRegulars(40);
        AddStranger(41);
        var champion = await _rig.TrainChampionAsync();
        var run = await StartAsync();
        var plan = await PlanAsync(run);
        var decisions = await DecisionsAsync(run);
        Assert.Equal((40, 40L), (plan.Customers, plan.Decisions));
        Assert.Equal(Enumerable.Range(1, 40).Select(c => new CustomerId(c)), decisions.Select(decision => decision.Draft.Person()).OrderBy(customer => customer.Value));
        Assert.Equal(plan.ByKind.Values.Sum(), decisions.Count);
        Assert.All(decisions, decision =>
        {
            var draft = decision.Draft;
            Assert.Equal((DecisionKind.Recommendation, "show", 1.0, (RunId?)run.Id, _rig.Now), (draft.Kind, draft.Action, draft.Propensity, decision.Run, decision.At));
            Assert.Matches("^catalogue:8:[0-9a-f]{16}$", draft.Candidates);
            Assert.InRange(draft.Products.Count, 1, 4);
            Assert.NotEmpty(draft.Reasons);
            Assert.Contains("\"segment\":", draft.Context);
            Assert.Equal(draft.Policy == "top-k:item-knn" ? champion.Id : null, draft.Model);
        });
        Assert.Contains(decisions, decision => decision.Draft.Model == champion.Id);
    }

    [Fact]
    public async Task Shares_of_deciding_are_told_as_it_goes_also_where_all_was_decided_before()
    {
        _rig.AddRegulars(40);
        await _rig.TrainChampionAsync();
        var run = await StartAsync();
        foreach (var _ in (int[])[1, 2])
        {
            var told = new List<Progress>();
            await _rig.Get<IPlanning>().DecideRecommendationsAsync(await FrameAsync(), run.Id, new Listener(told.Add), default);
            Assert.Equal(Enumerable.Range(1, 40).Select(done => (double?)done / 40), told.Select(progress => progress.Share));
            Assert.Equal("40 of 40 customers", told[^1].Note);
        }
    }

    [Fact]
    public async Task What_is_recommended_is_new_to_the_customer_in_stock_and_explained_by_own_products()
    {
        _rig.AddRegulars(40);
        await _rig.TrainChampionAsync();
        var run = await StartAsync();
        await PlanAsync(run);
        var own = Bought();
        var explained = 0;
        foreach (var draft in (await DecisionsAsync(run)).Select(decision => decision.Draft))
        {
            Assert.Equal(draft.Products.Count, draft.Products.Select(product => product.Product).Distinct().Count());
            foreach (var product in draft.Products)
            {
                Assert.DoesNotContain(product.Product.Value, own[draft.Person().Value]);
                Assert.NotEqual(9, product.Product.Value);
                Assert.All(product.BecauseOf, because => Assert.Contains(because.Value, own[draft.Person().Value]));
                Assert.InRange(product.BecauseOf.Count, 0, 3);
                explained += product.BecauseOf.Count > 0 ? 1 : 0;
            }

            Assert.Equal(draft.Products.Any(product => product.BecauseOf.Count > 0), draft.Reasons[0].Code == ReasonCodes.OwnPurchases);
        }

        Assert.True(explained > 0);
    }

    [Fact]
    public async Task A_resumed_run_repeats_nothing_and_another_run_decides_anew()
    {
        _rig.AddRegulars(12);
        await _rig.TrainChampionAsync();
        var run = await StartAsync();
        await PlanAsync(run);
        var before = (await DecisionsAsync(run)).Select(decision => decision.Id).ToList();
        await run.FailAsync(new InvalidOperationException("cut off"));
        await _rig.RestartAsync();
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(5));
        var again = await PlanAsync(run);
        Assert.Equal(12, again.Decisions);
        Assert.Equal(before, (await DecisionsAsync(run)).Select(decision => decision.Id));
        Assert.Equal(12, (await _rig.Get<ILedger>().ListAsync(null, null, null, null, new TableQuery(), default)).Total);

        var next = await StartAsync();
        await PlanAsync(next);
        Assert.Equal(24, (await _rig.Get<ILedger>().ListAsync(null, null, null, null, new TableQuery(), default)).Total);
    }

    [Fact]
    public async Task Without_a_champion_what_the_country_buys_answers_and_says_so()
    {
        _rig.AddRegulars(10);
        var run = await StartAsync();
        var plan = await PlanAsync(run);
        Assert.Equal(10, plan.ByKind["country"]);
        Assert.All(await DecisionsAsync(run), decision => Assert.Equal(("top-k:country", (ModelVersionId?)null, ReasonCodes.PopularInCountry), (decision.Draft.Policy, decision.Draft.Model, decision.Draft.Reasons[0].Code)));
    }

    [Fact]
    public async Task A_cancelled_plan_keeps_what_was_written_and_says_how_far_it_is()
    {
        _rig.AddRegulars(1500);
        var run = await StartAsync();
        using var stop = new CancellationTokenSource();
        var told = new List<Progress>();
        var listener = new Listener(progress =>
        {
            told.Add(progress);
            if (progress.Share > 1000 / 1500.0)
            {
                // The second thousand is at work, and is written as a whole or not at all.
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _rig.Get<IPlanning>().DecideRecommendationsAsync(await FrameAsync(), run.Id, listener, stop.Token));
        Assert.Contains(told, progress => progress.Note == "1,005 of 1,500 customers");
        Assert.Equal(1000, (await _rig.Get<ILedger>().CountAsync(run.Id, null, default)).Sum(count => count.Decisions));
        await PlanAsync(run);
        Assert.Equal(1500, (await _rig.Get<ILedger>().CountAsync(run.Id, null, default)).Sum(count => count.Decisions));
    }

    private async Task<FeatureFrame> FrameAsync() => await _rig.Get<IFeatures>().CurrentAsync(default);

    private async Task<IActiveRun> StartAsync() => (await _rig.Get<IRuns>().StartAsync($"test-{Guid.NewGuid():N}", "test", _rig.Now, ["decide"], default))!;

    private async Task<PlanResult> PlanAsync(IActiveRun run) => await _rig.Get<IPlanning>().DecideRecommendationsAsync(await FrameAsync(), run.Id, null, default);

    private async Task<IReadOnlyList<Decision>> DecisionsAsync(IActiveRun run) =>
        (await _rig.Get<ILedger>().ListAsync(null, null, run.Id, null, new TableQuery(Take: 1000), default)).Items;

    private Dictionary<long, HashSet<long>> Bought() => _rig.Folder.Database.Read(connection => connection
        .Query<(long Customer, long Product)>("select o.customer_id, l.product_id from data_orders o join data_order_lines l on l.order_id = o.id")
        .GroupBy(row => row.Customer)
        .ToDictionary(group => group.Key, group => group.Select(row => row.Product).ToHashSet()));

    private void AddStranger(long id) => _rig.Folder.Database.Write((connection, transaction) =>
        connection.Execute("insert into data_customers (id, key, country, email, name, simulated) values (@id, 'new', '', null, null, '')", new { id }, transaction));

    private sealed class Listener(Action<Progress> take) : IProgress<Progress>
    {
        public void Report(Progress value) => take(value);
    }
}
