namespace Marketing.Model.Economy;

/// <summary>What is known of a method before a turn.</summary>
/// <param name="IsChampion">Whether it is in charge.</param>
/// <param name="IsBaseline">Whether it is the cheapest method.</param>
/// <param name="IsForced">Whether a person wants it trained.</param>
/// <param name="Measured">Its latest measured versions, newest first.</param>
/// <param name="Skipped">Turns in a row until now in which it was skipped.</param>
internal sealed record ChallengerRecord(bool IsChampion, bool IsBaseline, bool IsForced, IReadOnlyList<MeasuredVersion> Measured, int Skipped);

/// <summary>How a version did.</summary>
/// <param name="Gain">Gain over the champion on the same customers with its interval, or null where the method itself was in charge.</param>
/// <param name="WasInCharge">Whether it was ever put in charge.</param>
internal sealed record MeasuredVersion(Metric? Gain, bool WasInCharge)
{
    /// <summary>Whether it was worth its training: put in charge, or ahead of the champion with the whole interval. What was not compared with one is not held against it.</summary>
    public bool HasPaid => WasInCharge || Gain is null or { Low: > 0 };
}

/// <summary>Decides whether a turn trains a method.</summary>
internal static class JudgeChallenger
{
    /// <summary>Choice, turns in a row without paying, the best gain among them, and turns in a row in which it is skipped, this one included.</summary>
    public static (TrainingChoiceKind Choice, int Measured, Metric? Best, int Skipped) Of(ChallengerRecord known, EconomyOptions options)
    {
        var lost = known.Measured.TakeWhile(version => !version.HasPaid).ToList();
        var best = lost.Select(version => version.Gain!).MaxBy(gain => gain.Value);
        var idle = options.SkipAfter > 0 && lost.Count >= options.SkipAfter;
        return known switch
        {
            { IsChampion: true } => (TrainingChoiceKind.Champion, lost.Count, best, 0),
            { IsBaseline: true } => (TrainingChoiceKind.Baseline, lost.Count, best, 0),
            { IsForced: true } => (TrainingChoiceKind.Forced, lost.Count, best, 0),
            _ when !idle => (TrainingChoiceKind.Trained, lost.Count, best, 0),
            _ when known.Skipped >= options.TryAgainAfter => (TrainingChoiceKind.TriedAgain, lost.Count, best, 0),
            _ => (TrainingChoiceKind.Skipped, lost.Count, best, known.Skipped + 1),
        };
    }
}
