using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Privacy;

/// <summary>The facts of a person: profile, consents, orders, returns, events, decisions, uploaded files and rejected rows.</summary>
internal sealed class ShopPersonalData(DataErasureStore store, UploadedFiles uploads, Suppressions suppressions, TimeProvider system) : IPersonalData
{
    public string Part => "data";

    public Task<IReadOnlyList<PersonalTable>> ExportAsync(Person person, CancellationToken cancellation) => store.ExportAsync(person.Customer, cancellation);

    // The row that names the person comes last: until then an erasure that was broken off still knows whom to look for.
    public async Task<IReadOnlyList<ErasedPart>> EraseAsync(Person person, CancellationToken cancellation)
    {
        var events = await store.DeleteEventsAsync(person.Customer, cancellation).ConfigureAwait(false);
        var facts = await store.EraseFactsAsync(person.Customer, cancellation).ConfigureAwait(false);
        var texts = await store.EraseTextsAsync(person.Words, cancellation).ConfigureAwait(false);
        var files = uploads.DeleteNaming(person.Words, cancellation);
        var profile = await store.StripAsync(person, await suppressions.HidingAsync(cancellation).ConfigureAwait(false), system.GetUtcNow(), cancellation).ConfigureAwait(false);
        return [new("events deleted", events), .. facts, .. texts, new("uploaded files deleted", files), .. profile];
    }
}
