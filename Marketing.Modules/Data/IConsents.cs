using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>A use that people are asked about: what for, and by which way.</summary>
/// <param name="Purpose">One of <see cref="ConsentPurposes"/>.</param>
/// <param name="Channel">One of <see cref="ConsentChannels"/>.</param>
public readonly record struct ConsentUse(string Purpose, string Channel)
{
    /// <summary>The uses on the preference page, in the order in which people are asked.</summary>
    public static IReadOnlyList<ConsentUse> Asked { get; } =
    [
        new(ConsentPurposes.Marketing, ConsentChannels.Mail), new(ConsentPurposes.Marketing, ConsentChannels.Sms),
        new(ConsentPurposes.Personalisation, ConsentChannels.Web), new(ConsentPurposes.Profiling, ConsentChannels.Web), new(ConsentPurposes.Analytics, ConsentChannels.Web),
    ];
}

/// <summary>One answer of a person; answers are only added.</summary>
/// <param name="Use">What for and by which way.</param>
/// <param name="Granted">Whether it was a yes.</param>
/// <param name="At">Business time of the answer.</param>
/// <param name="Source">Where it was given.</param>
/// <param name="Wording">Code of the wording the person saw, or how the source calls it.</param>
/// <param name="Basis">Lawful basis.</param>
/// <param name="Actor">Who wrote it down by hand, or null.</param>
/// <param name="Reason">Why it was written down by hand, or null.</param>
public sealed record ConsentEntry(ConsentUse Use, bool Granted, DateTimeOffset At, string Source, string Wording, string Basis, string? Actor, string? Reason);

/// <summary>Where a person stands on one use.</summary>
/// <param name="Use">What for and by which way.</param>
/// <param name="Latest">The newest answer, or null when the person was never asked.</param>
public sealed record ConsentState(ConsentUse Use, ConsentEntry? Latest)
{
    /// <summary>Whether the newest answer is a yes.</summary>
    public bool Granted => Latest is { Granted: true };
}

/// <summary>An answer to write down.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Use">What for and by which way.</param>
/// <param name="Granted">Yes or no.</param>
/// <param name="Source">Where it was given.</param>
/// <param name="Wording">Wording the person saw.</param>
/// <param name="Basis">Lawful basis, one of <see cref="LawfulBases"/>.</param>
/// <param name="Actor">Who writes it down, or null for the person.</param>
/// <param name="Reason">Why; needed where somebody else than the person writes it down.</param>
public sealed record ConsentDraft(CustomerId Customer, ConsentUse Use, bool Granted, string Source, string Wording, string Basis, string? Actor, string? Reason);

/// <summary>How people stand on one use.</summary>
/// <param name="Use">What for and by which way.</param>
/// <param name="Granted">People whose newest answer is a yes.</param>
/// <param name="Refused">People whose newest answer is a no.</param>
/// <param name="NotAsked">People without an answer.</param>
public sealed record ConsentCount(ConsentUse Use, long Granted, long Refused, long NotAsked);

/// <summary>How many people stood on yes at the end of a month.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Use">What for and by which way.</param>
/// <param name="Granted">People.</param>
public sealed record ConsentMonth(DateOnly Month, ConsentUse Use, long Granted);

/// <summary>The answers of people: the one state that planning, mails, pages and other programs go by.</summary>
public interface IConsents
{
    /// <summary>Whether there is such a customer who was not erased.</summary>
    Task<bool> KnowsAsync(CustomerId customer, CancellationToken cancellation);

    /// <summary>Where a person stands on every use that is asked about, and on every other that there is an answer to.</summary>
    Task<IReadOnlyList<ConsentState>> StateAsync(CustomerId customer, CancellationToken cancellation);

    /// <summary>All answers of a person, newest first.</summary>
    Task<IReadOnlyList<ConsentEntry>> HistoryAsync(CustomerId customer, CancellationToken cancellation);

    /// <summary>Writes an answer down, now.</summary>
    /// <returns>False when there is no such customer or the person was erased.</returns>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; the message names it and the fix.</exception>
    Task<bool> RecordAsync(ConsentDraft draft, CancellationToken cancellation);

    /// <summary>Writes down what the person ticked: a row for every use on which that changes something.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="granted">The uses that the person agrees to; every other one that is asked about is refused.</param>
    /// <param name="language">Language of the wordings that the person saw.</param>
    /// <param name="source">Where.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Rows written, or null when there is no such customer.</returns>
    Task<int?> ChooseAsync(CustomerId customer, IReadOnlyCollection<ConsentUse> granted, string language, string source, CancellationToken cancellation);

    /// <summary>A no to marketing mail.</summary>
    /// <returns>False when there is no such customer or the person was erased; true also when it was a no before.</returns>
    Task<bool> UnsubscribeAsync(CustomerId customer, string source, CancellationToken cancellation);

    /// <summary>How people stand, by use.</summary>
    Task<IReadOnlyList<ConsentCount>> CountAsync(CancellationToken cancellation);

    /// <summary>How many stood on yes at the end of each month, oldest first, from the first answer on.</summary>
    Task<IReadOnlyList<ConsentMonth>> MonthsAsync(CancellationToken cancellation);
}

/// <summary>A text that people were asked with.</summary>
/// <param name="Purpose">Purpose.</param>
/// <param name="Language"><c>en</c> or <c>zh-Hans</c>.</param>
/// <param name="Version">1, 2, 3 and so on.</param>
/// <param name="Text">The text.</param>
/// <param name="Actor">Who wrote it.</param>
/// <param name="Created">System time.</param>
public sealed record ConsentWording(string Purpose, string Language, long Version, string Text, string Actor, DateTimeOffset Created)
{
    /// <summary>Code that answers carry, for example <c>marketing-en-3</c>.</summary>
    public string Code => $"{Purpose}-{Language}-{Version}";
}

/// <summary>Texts that people are asked with, every version of them.</summary>
public interface IConsentWordings
{
    /// <summary>All versions, by purpose and language, the newest first.</summary>
    Task<IReadOnlyList<ConsentWording>> ListAsync(CancellationToken cancellation);

    /// <summary>Adds a version; answers to earlier ones stay what they are.</summary>
    /// <returns>The new wording; the newest one when the text is the same.</returns>
    /// <exception cref="FluentValidation.ValidationException">Purpose, language or text do not do.</exception>
    Task<ConsentWording> AddAsync(string purpose, string language, string text, string actor, CancellationToken cancellation);
}

/// <summary>Links with which a person reaches the own preferences without signing in.</summary>
public interface IPreferenceLinks
{
    /// <summary>A token that names a person and an expiry, signed by the key of the data folder (HMAC-SHA256).</summary>
    /// <param name="customer">Who.</param>
    /// <param name="from">Business time from which its life counts; the same values give the same token.</param>
    string Token(CustomerId customer, DateTimeOffset from);

    /// <summary>Who is named by a token that is ours and has not expired at the business time, or null.</summary>
    CustomerId? Read(string token);

    /// <summary>Address of the preference page with a token, or null while the shop has no public address.</summary>
    string? Page(string token);

    /// <summary>Address for one-click unsubscribing (RFC 8058), or null while the shop has no public address.</summary>
    string? OneClick(string token);
}
