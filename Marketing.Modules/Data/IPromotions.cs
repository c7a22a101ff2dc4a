using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>What became of a promotion to be added.</summary>
/// <param name="Promotion">The promotion.</param>
/// <param name="IsNew">False where one that says the same was there already: it stands, and nothing was added.</param>
public sealed record PromotionAdded(PlannedPromotion Promotion, bool IsNew);

/// <summary>What became of a promotion to be changed.</summary>
public abstract record PromotionChange
{
    private PromotionChange()
    {
    }

    /// <summary>It says what was sent.</summary>
    /// <param name="Promotion">The promotion.</param>
    public sealed record Changed(PlannedPromotion Promotion) : PromotionChange;

    /// <summary>Somebody changed it meanwhile; nothing was written.</summary>
    /// <param name="Current">What it says now.</param>
    public sealed record Overtaken(PlannedPromotion Current) : PromotionChange;

    /// <summary>There is no such promotion, or none any more.</summary>
    public sealed record Missing : PromotionChange;
}

/// <summary>A promotion with another last day.</summary>
/// <param name="Promotion">The promotion.</param>
/// <param name="Before">Its last day before.</param>
public sealed record PromotionEnded(PlannedPromotion Promotion, DateOnly Before);

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

    /// <summary>Codes as people list them: one a line, or apart by semicolons, commas or spaces. What is a code of the shop's as a whole is not divided.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="cancellation">Stops the reading.</param>
    Task<IReadOnlyList<string>> CodesAsync(string typed, CancellationToken cancellation);

    /// <summary>Changes a promotion, unless somebody did meanwhile.</summary>
    /// <param name="id">The promotion.</param>
    /// <param name="basedOn"><see cref="PlannedPromotion.Version"/> of what the change was made from.</param>
    /// <param name="draft">What it is to say.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; the message names it and the fix.</exception>
    Task<PromotionChange> ChangeAsync(long id, string basedOn, PromotionDraft draft, string actor, CancellationToken cancellation);

    /// <summary>
    /// Sets the last day of a promotion and nothing else: to end it, or to take that back. What it is about is not looked at again, since products may be gone from the shop meanwhile. Null where there
    /// is none.
    /// </summary>
    /// <exception cref="FluentValidation.ValidationException">The day is before the first or too late; the message names the fix.</exception>
    Task<PromotionEnded?> EndAsync(long id, DateOnly day, string actor, CancellationToken cancellation);

    /// <summary>Deletes a promotion, as if it had never been; gives what it was, or null where there is none.</summary>
    Task<PlannedPromotion?> RemoveAsync(long id, string actor, CancellationToken cancellation);

    /// <summary>
    /// Puts a deleted promotion back as it was, with its number and with when and by whom it was entered; under a new number where another has its own by now. One that says the same as another adds
    /// nothing.
    /// </summary>
    Task<PromotionAdded> RestoreAsync(PlannedPromotion promotion, string actor, CancellationToken cancellation);

    /// <summary>
    /// Adds all promotions of a CSV file with the columns name, first, last and cut, or none of them. Products (codes as <see cref="CodesAsync"/> reads them) or a category narrow a promotion; a note may stand
    /// beside it.
    /// </summary>
    /// <param name="text">UTF-8; read on another thread, without asynchronous readings.</param>
    /// <param name="name">Name shown to people.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Stops the reading; nothing is kept then.</param>
    Task<PromotionsOutcome> ImportAsync(Stream text, string name, string actor, CancellationToken cancellation);
}
