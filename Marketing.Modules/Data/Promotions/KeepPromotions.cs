using FluentValidation;
using Marketing.Data.Import.Files;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Promotions;

/// <summary>The calendar of promotions, from the store.</summary>
internal sealed class KeepPromotions(DataPromotionsStore store, BusinessClock clock, IAuditLog audit) : IPromotions
{
    // As the store keeps it.
    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    public Task<Page<PlannedPromotion>> ListAsync(TableQuery query, CancellationToken cancellation) => store.ListAsync(query, cancellation);

    public async Task<PromotionPlan> PlanAsync(CancellationToken cancellation) => new(await store.AllAsync(cancellation).ConfigureAwait(false));

    public Task<PlannedPromotion?> FindAsync(long id, CancellationToken cancellation) => store.FindAsync(id, cancellation);

    public async Task<PromotionAdded> AddAsync(PromotionDraft draft, string actor, CancellationToken cancellation)
    {
        var tidy = await CheckedAsync(draft, cancellation).ConfigureAwait(false);
        var (added, known) = await store.AddAsync([tidy], actor, Now, cancellation).ConfigureAwait(false);
        if (added.Count == 0)
        {
            return new PromotionAdded(known[0], IsNew: false);
        }

        await audit.WriteAsync(actor, "promotion.add", $"promotion {added[0].Id}", new { tidy.Name, tidy.First, tidy.Last, tidy.Cut, tidy.Category, tidy.Products, tidy.Note }, CancellationToken.None).ConfigureAwait(false);
        return new PromotionAdded(added[0], IsNew: true);
    }

    public async Task<IReadOnlyList<string>> CodesAsync(string typed, CancellationToken cancellation) =>
        ProductCodes.Read(typed, (await store.ProductsAsync(cancellation).ConfigureAwait(false)).Select(product => product.Code).ToHashSet(StringComparer.OrdinalIgnoreCase).Contains);

    public async Task<PromotionChange> ChangeAsync(long id, string basedOn, PromotionDraft draft, string actor, CancellationToken cancellation)
    {
        var tidy = await CheckedAsync(draft, cancellation).ConfigureAwait(false);
        var change = await store.ChangeAsync(id, basedOn, tidy, actor, Now, cancellation).ConfigureAwait(false);
        if (change is PromotionChange.Changed)
        {
            await audit.WriteAsync(actor, "promotion.change", $"promotion {id}", new { tidy.Name, tidy.First, tidy.Last, tidy.Cut, tidy.Category, tidy.Products, tidy.Note }, CancellationToken.None).ConfigureAwait(false);
        }

        return change;
    }

    public async Task<PromotionEnded?> EndAsync(long id, DateOnly day, string actor, CancellationToken cancellation)
    {
        var lasts = new PromotionDraftValidator([], []);
        if (await store.EndAsync(id, day, draft => lasts.Validate(draft, only => only.IncludeProperties(nameof(PromotionDraft.Last)).ThrowOnFailures()), actor, Now, cancellation).ConfigureAwait(false) is not { } ended)
        {
            return null;
        }

        await audit.WriteAsync(actor, "promotion.end", $"promotion {id}", new { ended.Promotion.Draft.Name, ended.Before, ended.Promotion.Draft.Last }, CancellationToken.None).ConfigureAwait(false);
        return ended;
    }

    public async Task<PlannedPromotion?> RemoveAsync(long id, string actor, CancellationToken cancellation)
    {
        if (await store.FindAsync(id, cancellation).ConfigureAwait(false) is not { } promotion || !await store.RemoveAsync(id, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        await audit.WriteAsync(actor, "promotion.remove", $"promotion {id}", new { promotion.Draft.Name, promotion.Draft.First, promotion.Draft.Last, promotion.Draft.Cut }, CancellationToken.None).ConfigureAwait(false);
        return promotion;
    }

    public async Task<PromotionAdded> RestoreAsync(PlannedPromotion promotion, string actor, CancellationToken cancellation)
    {
        var restored = await store.RestoreAsync(promotion, cancellation).ConfigureAwait(false);
        if (restored.IsNew)
        {
            var draft = restored.Promotion.Draft;
            await audit.WriteAsync(actor, "promotion.restore", $"promotion {restored.Promotion.Id}", new { draft.Name, draft.First, draft.Last, draft.Cut }, CancellationToken.None).ConfigureAwait(false);
        }

        return restored;
    }

    public async Task<PromotionsOutcome> ImportAsync(Stream text, string name, string actor, CancellationToken cancellation)
    {
        try
        {
            var products = await store.ProductsAsync(cancellation).ConfigureAwait(false);
            var (validator, codes) = (Validator(products), products.Select(product => product.Code).ToHashSet(StringComparer.OrdinalIgnoreCase));
            var drafts = await Task.Run(() => PromotionsFile.Read(text, codes.Contains, draft => validator.Validate(draft).Errors.FirstOrDefault(), cancellation), cancellation).ConfigureAwait(false);
            var (added, known) = await store.AddAsync(drafts, actor, Now, cancellation).ConfigureAwait(false);
            await audit.WriteAsync(actor, "promotion.import", name, new { added.Count }, CancellationToken.None).ConfigureAwait(false);
            return new PromotionsOutcome.Taken(added.Count, known.Count);
        }
        catch (Exception e) when (FileRefusal.Of(e, name) is { } refusal)
        {
            return new PromotionsOutcome.Refused(refusal);
        }
    }

    private async Task<PromotionDraft> CheckedAsync(PromotionDraft draft, CancellationToken cancellation)
    {
        var tidy = draft.Tidy();
        Validator(await store.ProductsAsync(cancellation).ConfigureAwait(false)).ValidateAndThrow(tidy);
        return tidy;
    }

    private static PromotionDraftValidator Validator(List<DataPromotionsStore.Shelved> products) => new(products.Select(product => product.Code), products.Select(product => product.Category).Distinct());
}
