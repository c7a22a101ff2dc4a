using Marketing.Kernel;

namespace Marketing.Execution.Ads;

/// <summary>What advertising knows of a person is in the ledger, which Data erases; here what was read of it into memory goes.</summary>
internal sealed class AdPersonalData(AdReactions reactions, AdMemory memory) : IPersonalData
{
    public string Part => "advertising";

    public Task<IReadOnlyList<PersonalTable>> ExportAsync(Person person, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PersonalTable>>([]);

    public Task<IReadOnlyList<ErasedPart>> EraseAsync(Person person, CancellationToken cancellation)
    {
        reactions.Forget(person.Customer);
        memory.Caps.Forget(person.Customer);
        return Task.FromResult<IReadOnlyList<ErasedPart>>([]);
    }
}
