using Dapper;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Evaluation.Ads;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Evaluation.Ads;

public sealed class MeasureAdEffectsTests : IDisposable
{
    private readonly ShopRig _rig = new();
    private int _ordered;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task The_margin_after_the_first_time_is_compared_with_those_held_out()
    {
        _rig.AddRegulars(400);
        await _rig.Get<IShop>().SaveAsync(ShopProfile.Default with { AssumedMargin = 0.5 }, default);
        await new AdTraffic(_rig, 1).ShowAsync(Everybody(400), 0.5, 0.2);
        var held = Held(400, 0.5);
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(3));
        // Of those who saw it two in three order for 10.00, of the others one in three; what comes after four weeks does not count.
        Order(400, customer => customer % 3 < (held.Contains(customer) ? 1 : 2), _rig.Now.AddDays(-1), 1000);
        Order(400, _ => true, _rig.Now.AddDays(30), 9000);
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(40));
        using var effects = Effects();
        await effects.ReadAsync(default);
        var effect = Assert.Single((await effects.EffectsAsync(default)).Effects);
        Assert.Equal((400L - held.Count, (long)held.Count), (effect.Seen, effect.HeldOut));
        Assert.InRange(effect.SeenMargin!.Value, 300, 367);
        Assert.InRange(effect.HeldOutMargin!.Value, 130, 200);
        Assert.Equal((effect.SeenMargin.Value - effect.HeldOutMargin.Value) * effect.Seen, effect.Gain!.Value, 6);
        Assert.True(effect.Low > 0 && effect.Low < effect.Gain && effect.Gain < effect.High);
    }

    [Fact]
    public async Task A_holdout_that_comes_later_compares_only_those_who_began_with_it()
    {
        _rig.AddRegulars(400);
        await _rig.Get<IShop>().SaveAsync(ShopProfile.Default with { AssumedMargin = 0.5 }, default);
        // Two hundred who order much see it while nobody is held out; of the others, who order little, half are held out later.
        await new AdTraffic(_rig, 5).ShowAsync(Everybody(200), 0, 0.2);
        Order(200, _ => true, _rig.Now.AddDays(1), 5000);
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(60));
        await new AdTraffic(_rig, 6).ShowAsync(Everybody(400).Skip(200), 0.5, 0.2);
        Order(400, customer => customer > 200 && customer % 4 == 0, _rig.Now.AddDays(1), 1000);
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(40));
        using var effects = Effects();
        await effects.ReadAsync(default);
        var effect = Assert.Single((await effects.EffectsAsync(default)).Effects);
        Assert.Equal(200, effect.Seen + effect.HeldOut);
        Assert.InRange(0, effect.Low!.Value, effect.High!.Value);
    }

    [Fact]
    public async Task Before_the_ledger_is_read_nothing_is_told_and_whoever_is_erased_is_forgotten()
    {
        _rig.AddRegulars(40);
        await new AdTraffic(_rig, 7).ShowAsync(Everybody(40), 0, 0.2);
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(1));
        using var effects = Effects();
        Assert.Equal((0, null), ((await effects.EffectsAsync(default)) is var (none, to) ? (none.Count, to) : default));
        await effects.ReadAsync(default);
        Assert.Equal(40, Assert.Single((await effects.EffectsAsync(default)).Effects).Seen);
        await new EffectPersonalData(effects).EraseAsync(new Person(new CustomerId(7), "7", [], null, null), default);
        Assert.Equal(39, Assert.Single((await effects.EffectsAsync(default)).Effects).Seen);

        // Data erases the ledger last: what is decided on meanwhile names the person.
        await new AdTraffic(_rig, 8).ShowAsync([new CustomerId(7)], 0, 0.2);
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(1));
        await effects.ReadAsync(default);
        Assert.Equal(39, Assert.Single((await effects.EffectsAsync(default)).Effects).Seen);
    }

    [Fact]
    public async Task Without_a_holdout_with_too_few_and_without_a_margin_nothing_is_told()
    {
        _rig.AddRegulars(60);
        await new AdTraffic(_rig, 2).ShowAsync(Everybody(60), 0, 0.2);
        Assert.Equal(NoAdEffect.NoHoldout, await WhyAsync());
        using var rig = new ShopRig();
        rig.AddRegulars(60);
        await new AdTraffic(rig, 4).ShowAsync(Everybody(60), 0.3, 0.2);
        rig.Folder.Clock.Advance(TimeSpan.FromMinutes(1));
        using var effects = Effects(rig);
        await effects.ReadAsync(default);
        Assert.Equal(NoAdEffect.NoMargin, Assert.Single((await effects.EffectsAsync(default)).Effects).Why);
        await rig.Get<IShop>().SaveAsync(ShopProfile.Default with { AssumedMargin = 0.5 }, default);
        Assert.Equal(NoAdEffect.TooFew, Assert.Single((await effects.EffectsAsync(default)).Effects).Why);
    }

    private async Task<NoAdEffect?> WhyAsync()
    {
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(1));
        using var effects = Effects();
        await effects.ReadAsync(default);
        return Assert.Single((await effects.EffectsAsync(default)).Effects).Why;
    }

    private static IEnumerable<CustomerId?> Everybody(int customers) => Enumerable.Range(1, customers).Select(customer => (CustomerId?)new CustomerId(customer));

    private HashSet<long> Held(int customers, double share) => [.. Enumerable.Range(1, customers).Select(customer => (long)customer).Where(customer => _rig.Get<IAdDecisions>().IsHeldOut(new AdCampaignId(1), new CustomerId(customer), share))];

    private void Order(int customers, Func<long, bool> orders, DateTimeOffset at, int price)
    {
        var of = Enumerable.Range(1, customers).Select(customer => (long)customer).Where(orders).Select(customer => new { Id = 10_000 + (1000 * _ordered) + customer, Number = $"A{at.ToUnixTimeSeconds()}-{customer}", Customer = customer, At = at, Price = price }).ToList();
        _rig.Folder.Database.Write((connection, transaction) =>
        {
            connection.Execute("insert into data_orders (id, number, customer_id, at, import_id) values (@Id, @Number, @Customer, @At, 1)", of, transaction);
            return connection.Execute("insert into data_order_lines (order_id, position, product_id, quantity, unit_price) values (@Id, 0, 1, 1, @Price)", of, transaction);
        });
        _ordered++;
        _rig.Get<ISnapshots>().Invalidate();
    }

    private MeasureAdEffects Effects() => Effects(_rig);

    private static MeasureAdEffects Effects(ShopRig rig) => new(rig.Get<ILedger>(), new OneCampaign(), rig.Get<ISnapshots>(), rig.Get<IShop>(), rig.Get<BusinessClock>());

    private sealed class OneCampaign : IAdCampaigns
    {
        private static readonly AdCampaignDraft Draft = new("Tea", null, null, null, null, null, AdPricing.Free, 0, null, 1, 0.5, false, ["home"]);

        public Task<Page<AdCampaign>> ListAsync(TableQuery query, CancellationToken cancellation) =>
            Task.FromResult(new Page<AdCampaign>([new AdCampaign(new AdCampaignId(1), Draft, AdCampaignState.Running, AdDelivery.Shown, 1, "ann", default, 0, 0, 1)], 1));

        public Task<IReadOnlyList<Advertisement>> AdsAsync(AdCampaignId campaign, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<Advertisement>>([new Advertisement(new AdId(1), campaign, new AdDraft("Tea", "Tea", "", null, "/tea"), true)]);

        public Task<AdCampaign?> FindAsync(AdCampaignId campaign, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Advertisement?> FindAdAsync(AdId ad, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<AdCampaignId> CreateAsync(AdCampaignDraft draft, string actor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<AdChange> ChangeAsync(AdCampaignId campaign, long basedOn, AdCampaignDraft draft, string actor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<AdChange> SetStateAsync(AdCampaignId campaign, AdCampaignState state, string actor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<AdId?> AddAdAsync(AdCampaignId campaign, AdDraft draft, bool isActive, string actor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<AdChange> ChangeAdAsync(AdId ad, AdDraft draft, bool isActive, string actor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<AdPlacement>> PlacementsAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task SavePlacementAsync(AdPlacement placement, string actor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> RemovePlacementAsync(string code, string actor, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
