using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>What became of a promotion to be added.</summary>
/// <param name="Promotion">The promotion.</param>
/// <param name="IsNew">False where one that says the same was there already: it stands, and nothing was added.</param>
public sealed record PromotionAdded(PlannedPromotion Promotion, bool IsNew);

/// <summary>What became of a file of promotions.</summary>
public abstract record PromotionsOutcome
{
    private PromotionsOutcome()
    {
    }

    /// <summary>All its promotions stand in the calendar.</summary>
    /// <param name="Added">How many were added.</param>
    /// <param name="Known">How many were there already.</param>
    public sealed record Taken(int Added, int Known) : PromotionsOutcome;

    /// <summary>A row does not do; nothing of the file was taken.</summary>
    /// <param name="Refusal">Place, reason and fix.</param>
    public sealed record Refused(ImportOutcome.Refused Refusal) : PromotionsOutcome;
}

/// <summary>
/// The shop's calendar of promotions. Two may cover the same product on the same day: the deeper cut counts. What is changed here counts in forecasts from the next turn on.
/// </summary>
public interface IPromotions
{
    /// <summary>Promotions, the latest first day first; search looks into names, categories and codes.</summary>
    Task<Page<PlannedPromotion>> ListAsync(TableQuery query, CancellationToken cancellation);

    /// <summary>All of them, by id.</summary>
    Task<PromotionPlan> PlanAsync(CancellationToken cancellation);

    /// <summary>One promotion, or null.</summary>
    Task<PlannedPromotion?> FindAsync(long id, CancellationToken cancellation);

    /// <summary>Adds a promotion; one that says the same as another adds nothing.</summary>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; the message names it and the fix.</exception>
    Task<PromotionAdded> AddAsync(PromotionDraft draft, string actor, CancellationToken cancellation);

    /// <summary>Changes a promotion; to end it early is to change its last day. Null where there is none.</summary>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; the message names it and the fix.</exception>
    Task<PlannedPromotion?> ChangeAsync(long id, PromotionDraft draft, string actor, CancellationToken cancellation);

    /// <summary>Deletes a promotion, as if it had never been; gives what it was, or null where there is none.</summary>
    Task<PlannedPromotion?> RemoveAsync(long id, string actor, CancellationToken cancellation);

    /// <summary>
    /// Adds all promotions of a CSV file with the columns name, first, last and cut, or none of them. Products (codes apart by semicolons or spaces) or a category narrow a promotion; a note may stand
    /// beside it.
    /// </summary>
    /// <param name="text">UTF-8; read on another thread, without asynchronous readings.</param>
    /// <param name="name">Name shown to people.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Stops the reading; nothing is kept then.</param>
    Task<PromotionsOutcome> ImportAsync(Stream text, string name, string actor, CancellationToken cancellation);
}
