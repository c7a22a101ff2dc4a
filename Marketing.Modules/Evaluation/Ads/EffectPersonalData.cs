using Marketing.Kernel;

namespace Marketing.Evaluation.Ads;

/// <summary>Who was to see which campaign is in the ledger, which Data erases; here what was read of it into memory goes.</summary>
internal sealed class EffectPersonalData(MeasureAdEffects effects) : IPersonalData
{
    public string Part => "effects of advertising";

    public Task<IReadOnlyList<PersonalTable>> ExportAsync(Person person, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PersonalTable>>([]);

    public async Task<IReadOnlyList<ErasedPart>> EraseAsync(Person person, CancellationToken cancellation)
    {
        await effects.ForgetAsync(person.Customer, cancellation).ConfigureAwait(false);
        return [];
    }
}
