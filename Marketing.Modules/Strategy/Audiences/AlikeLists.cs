using System.Globalization;
using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Strategy.Audiences;

/// <summary>
/// The customers most like those of the segments of <see cref="SegmentCatalogue.Expandable"/>, as rules of audiences. Their computation takes seconds and is kept beside the frame, for the model
/// asked for last: a list of the audiences, a forecast and a decision wait for the same one.
/// </summary>
internal sealed class AlikeLists(IModels models, ILookAlikes alikes)
{
    private readonly ConditionalWeakTable<FeatureFrame, Kept> _kept = [];

    /// <summary>The transformer that tells who is alike: the one in charge of recommendations, else the newest that is kept; null when there is none.</summary>
    public async Task<ModelVersion?> ModelAsync(CancellationToken cancellation) =>
        await models.ChampionAsync(ModelPurposes.Recommend, cancellation).ConfigureAwait(false) is { Kind: ISequenceExplanations.Kind } champion
            ? champion
            : await models.NewestAsync(ModelPurposes.Recommend, ISequenceExplanations.Kind, cancellation).ConfigureAwait(false);

    /// <summary>The audiences in the order of <see cref="AudienceCodes.Alike"/>; null when the version has learned nothing.</summary>
    /// <exception cref="OperatorException">The file of the version cannot be read.</exception>
    public Task<IReadOnlyList<AudienceRule>?> RulesAsync(ModelVersion model, Segmentation segments, CancellationToken cancellation) =>
        _kept.GetOrCreateValue(segments.Frame).Under(model, () => ComputeAsync(model, segments)).WaitAsync(cancellation);

    // Several may wait for one computation, so that no one of them cancels it.
    private async Task<IReadOnlyList<AudienceRule>?> ComputeAsync(ModelVersion model, Segmentation segments)
    {
        var snapshot = segments.Frame.Snapshot;
        var seeds = SegmentCatalogue.Expandable.Select(code => Members(segments, code)).ToList();
        var questions = seeds.Where(own => own.Length > 0).Select(own => new LookAlikeQuestion(own, Math.Min(own.Length, ILookAlikes.Most))).ToList();
        if (await alikes.FindAsync(model.Id, snapshot, questions, null, CancellationToken.None).ConfigureAwait(false) is not { } lists)
        {
            return null;
        }

        var next = 0;
        return [.. SegmentCatalogue.Expandable.Select((code, i) => Rule(model, code, seeds[i].Length > 0 ? lists[next++].Customers : []))];
    }

    private static int[] Members(Segmentation segments, string code)
    {
        var index = segments.Codes.ToList().IndexOf(code);
        return [.. Enumerable.Range(0, segments.Of.Count).Where(customer => segments.Of[customer] == index)];
    }

    private static AudienceRule Rule(ModelVersion model, string segment, IReadOnlyList<LookAlike> nearest)
    {
        // An angle of 90 degrees and more is no likeness, however few others there are.
        var members = nearest.Where(one => one.Likeness > 0).ToDictionary(one => one.Customer, one => one.Likeness);
        return new AudienceRule(
            AudienceCodes.AlikePrefix + segment,
            "most alike outside the segment, as many as it has, cosine > 0",
            (_, customer) => members.ContainsKey(customer),
            (_, customer) => [new Reason(ReasonCodes.LikeSegment, [segment, members[customer].ToString("0.00", CultureInfo.InvariantCulture), model.Version.ToString(CultureInfo.InvariantCulture)])]);
    }

    /// <summary>The audiences of one frame by the model asked for last.</summary>
    private sealed class Kept
    {
        private readonly Lock _change = new();
        private ModelVersionId _model;
        private Task<IReadOnlyList<AudienceRule>?>? _rules;

        public Task<IReadOnlyList<AudienceRule>?> Under(ModelVersion model, Func<Task<IReadOnlyList<AudienceRule>?>> compute)
        {
            lock (_change)
            {
                // A failure is not remembered: once the file is mended, the next reader finds it.
                if (_rules is null or { IsCompleted: true, IsCompletedSuccessfully: false } || _model != model.Id)
                {
                    (_model, _rules) = (model.Id, Task.Run(compute));
                }

                return _rules;
            }
        }
    }
}
