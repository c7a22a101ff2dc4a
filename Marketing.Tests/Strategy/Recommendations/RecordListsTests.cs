using System.Text.Json;
using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Recommendations;

public sealed class RecordListsTests : IDisposable
{
    private readonly ShopRig _rig = new();

    private IRecommendations Recommendations => _rig.Get<IRecommendations>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_recorded_list_is_a_decision_with_what_was_known_and_its_rules()
    {
        _rig.AddRegulars(40);
        var champion = await _rig.TrainChampionAsync();
        await _rig.Get<IMerchandising>().PublishAsync(new RuleBook { CategoryCap = 50 }, 0, "test", "", default);
        var recorded = await Recommendations.RecordAsync(new RecommendationQuery(new CustomerId(1), 3) { Placement = "home", Viewed = [new ProductId(6)] }, default);
        var draft = (await _rig.Get<ILedger>().FindAsync(recorded.Decision!.Value, default))!.Draft;
        Assert.Equal((new CustomerId(1), DecisionKind.Recommendation, "show", 1.0, "top-k:item-knn", champion.Id), (draft.Customer, draft.Kind, draft.Action, draft.Propensity, draft.Policy, draft.Model!.Value));
        Assert.Equal(recorded.List.Products.Select(product => product.Product), draft.Products.Select(product => product.Product));
        Assert.Matches("^catalogue:8:[0-9a-f]{16}$", draft.Candidates);
        Assert.Equal(ReasonCodes.OwnPurchases, draft.Reasons[0].Code);
        var context = JsonDocument.Parse(draft.Context).RootElement;
        Assert.Equal(("home", 1L, 6L), (context.GetProperty("placement").GetString(), context.GetProperty("rules").GetInt64(), context.GetProperty("viewed")[0].GetInt64()));
    }

    [Fact]
    public async Task The_list_of_a_visitor_is_a_decision_without_a_customer_and_holds_nothing_of_whoever_it_was()
    {
        _rig.AddRegulars(10);
        var visit = new RecommendationQuery(null, 3) { Placement = "home", Viewed = [new ProductId(6)], Basket = [new ProductId(2)], Country = "France", Referrer = "https://ann:secret@www.News.example/private?mail=ann@x.example" };
        var recorded = await Recommendations.RecordAsync(visit, default);
        var draft = (await _rig.Get<ILedger>().FindAsync(recorded.Decision!.Value, default))!.Draft;
        Assert.Null(draft.Customer);
        Assert.Equal(recorded.List.Products.Select(product => product.Product), draft.Products.Select(product => product.Product));
        Assert.Equal("""{"placement":"home","rules":0,"country":"France","referrer":"news.example","viewed":[6],"basket":[2]}""", draft.Context);
    }

    [Fact]
    public async Task What_is_no_country_of_the_shops_customers_is_not_kept_whatever_it_says()
    {
        _rig.AddRegulars(10);
        var recorded = await Recommendations.RecordAsync(new RecommendationQuery(null, 3) { Country = "ann@x.example" }, default);
        Assert.Contains("\"country\":null", (await _rig.Get<ILedger>().FindAsync(recorded.Decision!.Value, default))!.Draft.Context, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_who_came_after_the_snapshot_is_recorded_by_name_and_one_who_was_erased_not_at_all()
    {
        _rig.AddRegulars(10);
        await _rig.Get<ISnapshots>().CurrentAsync(default);
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("insert into data_customers (id, key, country, simulated) values (11, 'new', 'France', ''); update data_customers set erased_at = 5 where id = 3", transaction: transaction));
        var (fresh, erased) = (await Recommendations.RecordAsync(new RecommendationQuery(new CustomerId(11), 3), default), await Recommendations.RecordAsync(new RecommendationQuery(new CustomerId(3), 3), default));
        Assert.Equal(new CustomerId(11), (await _rig.Get<ILedger>().FindAsync(fresh.Decision!.Value, default))!.Draft.Customer);
        Assert.Equal((null, 3), (erased.Decision, erased.List.Products.Count));
    }

    [Fact]
    public async Task Lists_of_customers_and_visitors_who_ask_at_once_share_commits_and_keep_apart()
    {
        _rig.AddRegulars(10);
        var recorded = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => Recommendations.RecordAsync(new RecommendationQuery(i % 2 == 0 ? null : new CustomerId(1 + (i % 10)), 3), default))));
        Assert.Equal(100, recorded.Select(one => one.Decision!.Value).Distinct().Count());
        foreach (var one in recorded)
        {
            Assert.Equal(one.List.Customer, (await _rig.Get<ILedger>().FindAsync(one.Decision!.Value, default))!.Draft.Customer);
        }
    }

    [Fact]
    public async Task Many_who_record_at_once_each_get_the_number_of_their_own_list_and_it_is_on_disk()
    {
        _rig.AddRegulars(60);
        var recorded = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(() => Recommendations.RecordAsync(new RecommendationQuery(new CustomerId(1 + (i % 60)), 4), default))));
        Assert.Equal(300, recorded.Select(one => one.Decision!.Value).Distinct().Count());
        await _rig.RestartAsync();
        foreach (var one in recorded.Where((_, i) => i % 17 == 0))
        {
            var draft = (await _rig.Get<ILedger>().FindAsync(one.Decision!.Value, default))!.Draft;
            Assert.Equal(one.List.Customer, draft.Customer);
            Assert.Equal(one.List.Products.Select(product => product.Product), draft.Products.Select(product => product.Product));
        }
    }

    [Fact]
    public async Task One_that_cannot_be_written_takes_nothing_from_the_others()
    {
        _rig.AddRegulars(20);
        await _rig.Get<ISnapshots>().CurrentAsync(default);

        // Customer 7 is gone from the store and not yet from the snapshot.
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("delete from data_consents where customer_id = 7; update data_orders set customer_id = null where customer_id = 7; delete from data_customers where id = 7", transaction: transaction));
        var asked = Enumerable.Range(1, 20).Select(customer => Task.Run(() => Recommendations.RecordAsync(new RecommendationQuery(new CustomerId(customer), 2), default))).ToList();
        for (var i = 0; i < asked.Count; i++)
        {
            if (i == 6)
            {
                await Assert.ThrowsAnyAsync<Exception>(() => asked[6]);
            }
            else
            {
                Assert.NotNull((await asked[i]).Decision);
            }
        }
    }

    [Fact]
    public async Task What_became_of_a_list_is_an_outcome_of_its_decision_once()
    {
        _rig.AddRegulars(10);
        var decision = (await Recommendations.RecordAsync(new RecommendationQuery(new CustomerId(1), 2), default)).Decision!.Value;
        var (at, ledger) = (_rig.Now, _rig.Get<ILedger>());
        Outcome[] told = [new(decision, "shown", at, 0), new(decision, "clicked", at.AddSeconds(9), 0), new(decision, "clicked", at.AddSeconds(9), 0), new(decision, "sold", at, 0), new(new DecisionId(9_999), "shown", at, 0)];
        Assert.Equal([ReportResult.Taken, ReportResult.Taken, ReportResult.Known, ReportResult.NoKind, ReportResult.NoDecision], await Recommendations.ReportAsync(told, default));
        Assert.Equal([ReportResult.Known, ReportResult.Known], await Recommendations.ReportAsync(told[..2], default));
        Assert.Equal(["shown", "clicked"], (await ledger.OutcomesAsync(decision, default)).Select(outcome => outcome.Kind));
        var send = (await ledger.AppendAsync(null, at, [new DecisionDraft(new CustomerId(1), DecisionKind.Send, "mail", 1, "mail", [], [], "{}", "all", null, null, null, null, 0)], null, default))[0]!.Value;
        Assert.Equal([ReportResult.NoDecision], await Recommendations.ReportAsync([new Outcome(send, "clicked", at, 0)], default));
    }

    [Fact]
    public async Task The_lists_of_everybody_are_those_that_each_would_get()
    {
        _rig.AddRegulars(12);
        await _rig.TrainChampionAsync();
        var all = new List<CustomerList>();
        await foreach (var one in Recommendations.ForEverybodyAsync(new RelatedQuery(3, "home"), default))
        {
            all.Add(one);
        }

        Assert.Equal(Enumerable.Range(1, 12).Select(customer => $"{customer}"), all.Select(one => one.Key));
        foreach (var one in all)
        {
            var own = await Recommendations.ForAsync(new RecommendationQuery(one.List.Customer, 3) { Placement = "home" }, default);
            Assert.Equal(own.Products.Select(product => (product.Product, product.Score)), one.List.Products.Select(product => (product.Product, product.Score)));
        }
    }
}
