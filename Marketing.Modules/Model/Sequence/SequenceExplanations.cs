using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Model.Sequence;

/// <summary>Loads a version and looks into it.</summary>
internal sealed class SequenceExplanations(IModels models) : ISequenceExplanations
{
    public async Task<ExplainOutcome> ExplainAsync(ModelVersionId version, ShopSnapshot snapshot, int customer, int product, CancellationToken cancellation)
    {
        if (await models.FindAsync(version, cancellation).ConfigureAwait(false) is not { } known)
        {
            return new ExplainOutcome.NotExplained(NoExplanation.UnknownVersion);
        }

        return await ModelAsync(known, cancellation).ConfigureAwait(false) is { } model
            ? await Task.Run(() => HistoryOcclusion.Explain(model, snapshot, customer, product, cancellation), cancellation).ConfigureAwait(false)
            : new ExplainOutcome.NotExplained(NoExplanation.OtherMethod);
    }

    public async Task<SequenceStructure?> StructureAsync(ModelVersionId version, CancellationToken cancellation) =>
        await models.FindAsync(version, cancellation).ConfigureAwait(false) is { } known && await ModelAsync(known, cancellation).ConfigureAwait(false) is { } model
            ? NetworkStructure.Of(model)
            : null;

    // Other methods need not be loaded to be told apart.
    private async Task<TransformerRecommender?> ModelAsync(ModelVersion version, CancellationToken cancellation) =>
        version.Kind == ISequenceExplanations.Kind ? await models.LoadAsync(version.Id, cancellation).ConfigureAwait(false) as TransformerRecommender : null;
}
