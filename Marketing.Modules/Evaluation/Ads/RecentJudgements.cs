using System.Collections.Concurrent;
using System.Diagnostics;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.Evaluation.Ads;

/// <summary>
/// Judgements as pages and programs ask for them: over a long ledger one takes many seconds, and then what was found stands for some minutes for whoever asks next. Guardrails themselves always look anew.
/// </summary>
internal sealed class RecentJudgements(GuardAdRollouts guard, IAdPolicies policies, BusinessClock clock) : IAdRollouts, IDisposable
{
    private static readonly TimeSpan Stands = TimeSpan.FromMinutes(15);
    private readonly ConcurrentDictionary<string, RolloutJudgement> _costly = new();
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>What takes longer than this is kept.</summary>
    internal TimeSpan Costly { get; set; } = TimeSpan.FromMilliseconds(500);

    public async Task<RolloutJudgement?> JudgeAsync(string placement, CancellationToken cancellation)
    {
        if ((await policies.FindAsync(placement, cancellation).ConfigureAwait(false)).Challenger is not { } challenger)
        {
            return null;
        }

        if (Recent(challenger) is { } recent)
        {
            return recent;
        }

        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return Recent(challenger) ?? await LookAsync(placement, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task<IReadOnlyList<RolloutJudgement>> GuardAsync(CancellationToken cancellation)
    {
        var taken = await guard.GuardAsync(cancellation).ConfigureAwait(false);
        foreach (var placement in _costly.Keys)
        {
            // Looked at anew beside those who ask, so that they wait once only.
            await LookAsync(placement, cancellation).ConfigureAwait(false);
        }

        return taken;
    }

    public void Dispose() => _one.Dispose();

    private async Task<RolloutJudgement?> LookAsync(string placement, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var judged = await guard.JudgeAsync(placement, cancellation).ConfigureAwait(false);
        if (judged is not null && Stopwatch.GetElapsedTime(started) > Costly)
        {
            _costly[placement] = judged;
        }
        else
        {
            _costly.TryRemove(placement, out _);
        }

        return judged;
    }

    // Of another policy, or of another stage of it, nothing is told; nor where the clock went back.
    private RolloutJudgement? Recent(AdPolicy challenger) =>
        _costly.TryGetValue(challenger.Placement, out var kept) && (kept.Challenger.Id, kept.Challenger.Stage) == (challenger.Id, challenger.Stage) && clock.GetUtcNow() - kept.At is var age && age >= TimeSpan.Zero && age < Stands
            ? kept
            : null;
}
