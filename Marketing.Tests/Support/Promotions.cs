using Dapper;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Tests.Support;

/// <summary>Promotions made by hand.</summary>
internal static class Promotions
{
    /// <summary>A promotion of the whole shop, or of the products listed.</summary>
    public static PlannedPromotion One(DateTimeOffset entered, DateOnly first, DateOnly last, double cut, params string[] products) => One(1, entered, Draft(first, last, cut, products));

    public static PlannedPromotion One(long id, DateTimeOffset entered, PromotionDraft draft) => new(id, draft, entered, "anna", entered, "anna");

    public static PromotionDraft Draft(DateOnly first, DateOnly last, double cut, params string[] products) =>
        new("Sale", products.Length == 0 ? PromotionScope.Shop : PromotionScope.Products, null, products, first, last, cut);

    /// <summary>Products with codes of their own, beside those that the shop has.</summary>
    public static void AddProducts(this ShopRig rig, params string[] codes) => rig.Folder.Database.Write((connection, transaction) =>
        connection.Execute("insert into data_products (code, name, category, simulated) values (@Code, '', '', '')", codes.Select(code => new { Code = code }), transaction));

    /// <summary>Changes a promotion from what it says now.</summary>
    public static async Task<PlannedPromotion> ChangeAsync(this IPromotions promotions, long id, PromotionDraft draft, string actor) =>
        Assert.IsType<PromotionChange.Changed>(await promotions.ChangeAsync(id, (await promotions.FindAsync(id, default))!.Version, draft, actor, default)).Promotion;

    public static PromotionPlan Plan(params PlannedPromotion[] promotions) => new(promotions);
}

/// <summary>A calendar that says what it is told to.</summary>
internal sealed class StandingPromotions : IPromotions
{
    public PromotionPlan Plan { get; set; } = PromotionPlan.None;

    public Task<PromotionPlan> PlanAsync(CancellationToken cancellation) => Task.FromResult(Plan);

    public Task<Page<PlannedPromotion>> ListAsync(TableQuery query, CancellationToken cancellation) => Task.FromResult(new Page<PlannedPromotion>(Plan.Promotions, Plan.Promotions.Count));

    public Task<PlannedPromotion?> FindAsync(long id, CancellationToken cancellation) => Task.FromResult(Plan.Promotions.FirstOrDefault(one => one.Id == id));

    public Task<PromotionAdded> AddAsync(PromotionDraft draft, string actor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<PromotionChange> ChangeAsync(long id, string basedOn, PromotionDraft draft, string actor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> CodesAsync(string typed, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<PromotionEnded?> EndAsync(long id, DateOnly day, string actor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<PromotionAdded> RestoreAsync(PlannedPromotion promotion, string actor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<PlannedPromotion?> RemoveAsync(long id, string actor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<PromotionsOutcome> ImportAsync(Stream text, string name, string actor, CancellationToken cancellation) => throw new NotSupportedException();
}
