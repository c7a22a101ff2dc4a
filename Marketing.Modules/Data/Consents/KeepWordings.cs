using FluentValidation;
using FluentValidation.Results;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Consents;

/// <summary>Texts that people are asked with; versions are only added.</summary>
internal sealed class KeepWordings(DataConsentsStore store, IAuditLog audit, TimeProvider system) : IConsentWordings
{
    private const int Longest = 2_000;
    private static readonly string[] Languages = ["en", "zh-Hans"];

    public async Task<IReadOnlyList<ConsentWording>> ListAsync(CancellationToken cancellation) => await store.WordingsAsync(cancellation).ConfigureAwait(false);

    public async Task<ConsentWording> AddAsync(string purpose, string language, string text, string actor, CancellationToken cancellation)
    {
        var written = (text ?? "").Trim();
        if (!ConsentPurposes.All.Contains(purpose) || !Languages.Contains(language))
        {
            throw Wrong("Purpose", $"There is no wording for {purpose} in {language}. Choose a purpose of the list, and en or zh-Hans.");
        }

        if (written.Length is 0 or > Longest)
        {
            throw Wrong("Text", $"The wording has {written.Length:N0} letters; it needs 1 to {Longest:N0}. Say in one or two sentences what the person agrees to.");
        }

        var newest = (await store.WordingsAsync(cancellation).ConfigureAwait(false)).Find(wording => wording.Purpose == purpose && wording.Language == language);
        if (newest?.Text == written)
        {
            return newest;
        }

        var now = system.GetUtcNow();
        var version = await store.AddWordingAsync(purpose, language, written, actor, now, cancellation).ConfigureAwait(false);
        var added = new ConsentWording(purpose, language, version, written, actor, now);
        await audit.WriteAsync(actor, "consent.wording", $"wording {added.Code}", null, cancellation).ConfigureAwait(false);
        return added;
    }

    private static ValidationException Wrong(string field, string message) => new([new ValidationFailure(field, message)]);
}
