using Marketing.Data.Intake;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Privacy;

/// <summary>The facts of a person: profile, consents, orders, returns, events, decisions, uploaded files and rejected rows.</summary>
internal sealed class ShopPersonalData(DataErasureStore store, DataTracesStore traces, DataReasonsStore reasons, UploadedFiles uploads, LiveEvents live, Suppressions suppressions, TimeProvider system) : IPersonalData
{
    public string Part => "data";

    public Task<IReadOnlyList<PersonalTable>> ExportAsync(Person person, CancellationToken cancellation) => store.ExportAsync(person.Customer, cancellation);

    // The row that names the person comes last: until then an erasure that was broken off still knows whom to look for.
    public async Task<IReadOnlyList<ErasedPart>> EraseAsync(Person person, CancellationToken cancellation)
    {
        var events = await store.DeleteEventsAsync(person.Customer, cancellation).ConfigureAwait(false);
        var facts = await store.EraseFactsAsync(person.Customer, cancellation).ConfigureAwait(false);
        var words = new PersonWords(person.Words);
        var texts = await traces.EraseAsync(words, cancellation).ConfigureAwait(false);
        var files = uploads.DeleteNaming(words, cancellation);
        live.Forget(words);
        var addresses = person.Words.Where(word => word.Contains('@', StringComparison.Ordinal)).Select(word => word.ToLowerInvariant()).Distinct().ToList();
        var hidden = await store.HideAsync(addresses, await suppressions.HidingAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        var staged = await traces.DeleteStagedAsync(person, addresses, cancellation).ConfigureAwait(false);
        var profile = await store.StripAsync(person, system.GetUtcNow(), cancellation).ConfigureAwait(false);
        await reasons.BlankTextsAsync(cancellation).ConfigureAwait(false);
        ErasedPart[] erased = [new("events deleted", events), .. facts, .. texts, new("uploaded files deleted", files), new("suppressed addresses hashed", hidden), new("rows of customer files deleted", staged), .. profile];
        return [.. erased.GroupBy(part => part.What).Select(same => new ErasedPart(same.Key, same.Sum(part => part.Count)))];
    }
}
