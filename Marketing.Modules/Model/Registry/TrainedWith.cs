using Marketing.Kernel;
using Marketing.Model.Training;

namespace Marketing.Model.Registry;

/// <summary>
/// Models keep likenesses of products and nobody's data, but they learned from everybody of their period: the receipt of an
/// erasure names the versions that did. The next training is without the person, and begins from chance: what goes on from a model
/// that knew the person would know them still.
/// </summary>
internal sealed class TrainedWith(IModels models, Trainings trainings) : IPersonalData
{
    private const int Slice = 1000;

    public string Part => "model";

    public Task<IReadOnlyList<PersonalTable>> ExportAsync(Person person, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PersonalTable>>([]);

    public async Task<IReadOnlyList<ErasedPart>> EraseAsync(Person person, CancellationToken cancellation)
    {
        await trainings.ForgetBasesAsync(cancellation).ConfigureAwait(false);
        var with = new List<ErasedPart>();
        for (var skip = 0; person.FirstFact is not null; skip += Slice)
        {
            var page = await models.ListAsync(null, new TableQuery(skip, Slice), cancellation).ConfigureAwait(false);
            with.AddRange(page.Items
                .Where(version => version.TrainedTo > person.FirstFact && version.TrainedFrom <= person.LastFact)
                .Select(version => new ErasedPart($"model {version.Purpose} {version.Kind} {version.Version} was trained with the person", 1)));
            if (skip + Slice >= page.Total)
            {
                break;
            }
        }

        return with;
    }
}
