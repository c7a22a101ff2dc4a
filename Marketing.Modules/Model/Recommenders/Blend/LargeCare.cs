using Marketing.Model.Training;

namespace Marketing.Model.Recommenders.Blend;

/// <summary>
/// Care for the large member of a blend, which is trained once a cut and once on everything: each of these trainings has a checkpoint of its own, leaves to
/// the others the memory that the rest of the blend has taken, and draws its part of one curve.
/// </summary>
/// <param name="care">Care for the blend.</param>
/// <param name="stages">Stages of the blend, of which each may have such a training.</param>
internal sealed class LargeCare(TrainingCare care, int stages)
{
    private readonly long _held = care.MemoryBytes == long.MaxValue ? 0 : GC.GetTotalMemory(forceFullCollection: true);
    private long _before;
    private long _steps;

    /// <summary>Care for the training of one stage, at its beginning.</summary>
    /// <param name="stage">Which, from 0.</param>
    public TrainingCare Of(int stage)
    {
        (_before, _steps) = (_before + _steps, 0);
        return care with
        {
            Checkpoint = care.Checkpoint is { } path ? $"{path}-{stage}" : null,
            Data = $"{care.Data} {stage}",
            WarmStart = null,
            Later = null,
            GoesOn = null,
            MemoryBytes = care.MemoryBytes == long.MaxValue ? long.MaxValue : Math.Max(0, care.MemoryBytes - Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - _held)),
            Watch = care.Watch is null ? null : point => Draw(point, stage),
        };
    }

    // Steps of a curve go on; how long the stages behind this one take is not known.
    private void Draw(TrainingPoint point, int stage)
    {
        _steps = point.Step;
        care.Watch!(point with
        {
            Step = _before + point.Step,
            SecondsLeft = stage == stages - 1 ? point.SecondsLeft : null,
            Share = (stage + point.Share) / stages,
        });
    }
}
