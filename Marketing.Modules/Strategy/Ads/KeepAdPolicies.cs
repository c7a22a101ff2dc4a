using System.Collections.Concurrent;
using FluentValidation;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy.Sql;
using Microsoft.Extensions.Logging;

namespace Marketing.Strategy.Ads;

/// <summary>Policies of every placement, in memory as they are kept.</summary>
internal sealed partial class KeepAdPolicies(StrategyAdsStore store, IPolicyMethods methods, ILedger ledger, IAuditLog audit, BusinessClock clock, TimeProvider system, ILogger<KeepAdPolicies> log) : IAdPolicies, IDisposable
{
    // A policy that begins learns from what lies no longer back.
    private static readonly TimeSpan Past = TimeSpan.FromDays(30);
    private const string Program = "system";

    // Other processes change stages and the switch, too: a command beside the program.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private readonly AdPolicySettingsValidator _validator = new(methods);
    private readonly SemaphoreSlim _change = new(1, 1);
    private readonly ConcurrentDictionary<string, Pair> _pairs = new(StringComparer.Ordinal);
    private Task _looking = Task.CompletedTask;
    private long _looked;
    private volatile bool _isOpen;
    private volatile AdSwitch _switch = new(false, null, null, "");

    /// <summary>The one in charge of a placement, the one being tried, and the one that was in charge before.</summary>
    internal sealed record Pair(LivePolicy Incumbent, LivePolicy? Challenger, FormerAdPolicy? Former);

    public async Task<PlacementPolicies> FindAsync(string placement, CancellationToken cancellation)
    {
        await FreshAsync(cancellation).ConfigureAwait(false);
        return Shown(placement, await PairAsync(placement, cancellation).ConfigureAwait(false));
    }

    public async Task<IReadOnlyList<PlacementPolicies>> ListAsync(CancellationToken cancellation)
    {
        await FreshAsync(cancellation).ConfigureAwait(false);
        return [.. _pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Shown(pair.Key, pair.Value))];
    }

    public async Task<RolloutChange> ProposeAsync(string placement, AdPolicySettings settings, string actor, CancellationToken cancellation)
    {
        await _validator.ValidateAndThrowAsync(settings, cancellation).ConfigureAwait(false);
        await PairAsync(placement, cancellation).ConfigureAwait(false);
        var start = await StartAsync(cancellation).ConfigureAwait(false);
        return await ChangeAsync(placement, async () =>
        {
            if (_pairs[placement].Challenger is null && IsSame(_pairs[placement].Incumbent.Kept.Settings, settings))
            {
                return RolloutChange.Same;
            }

            if (_pairs[placement].Challenger is not null || await store.AddAsync(placement, settings, AdStage.Shadow, clock.GetUtcNow(), actor, start, cancellation).ConfigureAwait(false) is not { } kept)
            {
                return RolloutChange.ChallengerThere;
            }

            _pairs[placement] = _pairs[placement] with { Challenger = Live(kept) };
            await AuditAsync(actor, "ad-policy.propose", placement, new { Policy = $"{settings.Method}#{kept.Id}", Goal = Word(settings.Goal), Minutes = settings.WindowMinutes, Budget = settings.ExplorationBudget, Parameters = Text(settings.Parameters) }).ConfigureAwait(false);
            return RolloutChange.Done;
        }, cancellation).ConfigureAwait(false);
    }

    public async Task<RolloutChange> AdvanceAsync(string placement, AdStage from, string actor, CancellationToken cancellation)
    {
        await PairAsync(placement, cancellation).ConfigureAwait(false);
        return await ChangeAsync(placement, async () =>
        {
            var pair = _pairs[placement];
            if (pair.Challenger is not { } challenger)
            {
                return RolloutChange.NoChallenger;
            }

            var (to, now) = (from + 1, clock.GetUtcNow());
            if (challenger.Kept.Stage != from || !await store.AdvanceAsync(challenger.Kept.Id, from, to, pair.Incumbent.Kept.Id, now, actor, cancellation).ConfigureAwait(false))
            {
                return RolloutChange.Overtaken;
            }

            challenger.Move(to, now, actor);
            _pairs[placement] = to == AdStage.Whole ? new Pair(challenger, null, Former(pair.Incumbent.Kept, now)) : pair with { Challenger = challenger };
            await AuditAsync(actor, "ad-policy.advance", placement, new { Policy = challenger.Name, Stage = Word(to) }).ConfigureAwait(false);
            return RolloutChange.Done;
        }, cancellation).ConfigureAwait(false);
    }

    public async Task<RolloutChange> GoBackAsync(string placement, string to, string reason, string actor, CancellationToken cancellation)
    {
        await FreshAsync(cancellation).ConfigureAwait(false);
        await PairAsync(placement, cancellation).ConfigureAwait(false);
        return await ChangeAsync(placement, async () =>
        {
            var (pair, now) = (_pairs[placement], clock.GetUtcNow());
            if (pair.Former is not { } former)
            {
                return RolloutChange.NoFormer;
            }

            if (pair.Challenger is not null)
            {
                return RolloutChange.ChallengerThere;
            }

            if (former.Name != to || await store.GoBackAsync(former.Id, pair.Incumbent.Kept.Id, now, actor, cancellation).ConfigureAwait(false) is not { } kept)
            {
                return RolloutChange.Overtaken;
            }

            _pairs[placement] = new Pair(Live(kept), null, Former(pair.Incumbent.Kept, now));
            await AuditAsync(actor, "ad-policy.back", placement, new { Policy = former.Name, Before = pair.Incumbent.Name, Reason = reason }).ConfigureAwait(false);
            return RolloutChange.Done;
        }, cancellation).ConfigureAwait(false);
    }

    public Task<RolloutChange> FallBackAsync(string placement, string reason, string actor, CancellationToken cancellation) => WithdrawAsync(placement, _ => true, reason, actor, cancellation);

    public Task<RolloutChange> WithdrawAsync(AdPolicy challenger, string reason, string actor, CancellationToken cancellation) =>
        WithdrawAsync(challenger.Placement, there => (there.Id, there.Stage) == (challenger.Id, challenger.Stage), reason, actor, cancellation);

    private async Task<RolloutChange> WithdrawAsync(string placement, Func<StrategyAdsStore.Kept, bool> isMeant, string reason, string actor, CancellationToken cancellation)
    {
        await PairAsync(placement, cancellation).ConfigureAwait(false);
        return await ChangeAsync(placement, async () =>
        {
            var pair = _pairs[placement];
            if (pair.Challenger is not { } challenger)
            {
                return RolloutChange.NoChallenger;
            }

            if (!isMeant(challenger.Kept) || !await store.WithdrawAsync(challenger.Kept.Id, challenger.Kept.Stage, clock.GetUtcNow(), actor, cancellation).ConfigureAwait(false))
            {
                return RolloutChange.Overtaken;
            }

            _pairs[placement] = pair with { Challenger = null };
            await AuditAsync(actor, "ad-policy.fall-back", placement, new { Policy = challenger.Name, Stage = Word(challenger.Kept.Stage), Reason = reason }).ConfigureAwait(false);
            return RolloutChange.Done;
        }, cancellation).ConfigureAwait(false);
    }

    public async Task<AdSwitch> SwitchAsync(CancellationToken cancellation)
    {
        await FreshAsync(cancellation).ConfigureAwait(false);
        return _switch;
    }

    public Task KillAsync(string reason, string actor, CancellationToken cancellation) => SwitchAsync(true, reason, actor, "ads.switch-off", cancellation);

    public Task ReviveAsync(string actor, CancellationToken cancellation) => SwitchAsync(false, "", actor, "ads.switch-on", cancellation);

    public IAdWhatIf Learned(AdPolicySettings settings, IReadOnlyList<AdLesson> lessons) => WhatIf.Of(methods.Create(settings.Method, AdContext.Features.Count, settings.Parameters), lessons);

    /// <summary>Whether advertising is switched off, from memory once it was read.</summary>
    public bool IsOff => _switch.IsOff;

    /// <summary>Policies of a placement; the usual one is kept for a placement that has none.</summary>
    public ValueTask<Pair> PairAsync(string placement, CancellationToken cancellation)
    {
        var (now, looked) = (system.GetTimestamp(), Volatile.Read(ref _looked));
        if (_isOpen && _looking.IsCompleted && system.GetElapsedTime(looked, now) > Look && Interlocked.CompareExchange(ref _looked, now, looked) == looked)
        {
            // Whoever asks goes on meanwhile; a failure is met again at the next look.
            _looking = Task.Run(() => FreshAsync(CancellationToken.None), CancellationToken.None);
        }

        return _isOpen && _pairs.TryGetValue(placement, out var pair) ? new ValueTask<Pair>(pair) : new ValueTask<Pair>(FirstAsync(placement, cancellation));
    }

    /// <summary>Every policy at work.</summary>
    public async Task<IReadOnlyList<LivePolicy>> LiveAsync(CancellationToken cancellation)
    {
        await FreshAsync(cancellation).ConfigureAwait(false);
        return [.. _pairs.Values.SelectMany(All)];
    }

    public void Dispose() => _change.Dispose();

    private async Task<Pair> FirstAsync(string placement, CancellationToken cancellation)
    {
        if (!RecommendationQuery.IsPlacement(placement))
        {
            throw new ArgumentException($"A placement is {RecommendationQuery.PlacementForm}.", nameof(placement));
        }

        await OpenAsync(cancellation).ConfigureAwait(false);
        if (_pairs.TryGetValue(placement, out var there))
        {
            return there;
        }

        var start = await StartAsync(cancellation).ConfigureAwait(false);
        await _change.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!_pairs.ContainsKey(placement) && await store.AddAsync(placement, AdPolicySettings.Default, AdStage.Whole, clock.GetUtcNow(), Program, start, cancellation).ConfigureAwait(false) is { } kept)
            {
                _pairs[placement] = new Pair(Live(kept), null, null);
            }
            else if (!_pairs.ContainsKey(placement))
            {
                // Another process was first.
                await ReadAsync(cancellation).ConfigureAwait(false);
            }

            return _pairs[placement];
        }
        finally
        {
            _change.Release();
        }
    }

    private async Task OpenAsync(CancellationToken cancellation)
    {
        if (_isOpen)
        {
            return;
        }

        await _change.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!_isOpen)
            {
                _switch = await store.SwitchAsync(cancellation).ConfigureAwait(false);
                await ReadAsync(cancellation).ConfigureAwait(false);
                (_looked, _isOpen) = (system.GetTimestamp(), true);
            }
        }
        finally
        {
            _change.Release();
        }
    }

    // Takes over what another process changed.
    private async Task FreshAsync(CancellationToken cancellation)
    {
        await OpenAsync(cancellation).ConfigureAwait(false);
        await _change.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var (stages, state) = await store.LookAsync(cancellation).ConfigureAwait(false);
            _switch = state;
            var known = _pairs.Values.SelectMany(All).Select(live => (live.Kept.Id, live.Kept.Stage)).OrderBy(live => live.Id);
            if (!known.SequenceEqual(stages))
            {
                await ReadAsync(cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            _change.Release();
        }
    }

    // Those at work stay as they are, with what they have learned since it was saved.
    private async Task ReadAsync(CancellationToken cancellation)
    {
        var there = _pairs.Values.SelectMany(All).ToDictionary(live => live.Kept.Id);
        LivePolicy Of(StrategyAdsStore.Kept kept)
        {
            if (!there.TryGetValue(kept.Id, out var live))
            {
                return Live(kept);
            }

            live.Move(kept.Stage, kept.Since, kept.Actor);
            return live;
        }

        var formers = await store.FormersAsync(cancellation).ConfigureAwait(false);
        foreach (var some in (await store.ListAsync(cancellation).ConfigureAwait(false)).GroupBy(kept => kept.Placement))
        {
            var challenger = some.FirstOrDefault(kept => kept.Stage != AdStage.Whole);
            _pairs[some.Key] = new Pair(Of(some.Single(kept => kept.Stage == AdStage.Whole)), challenger is null ? null : Of(challenger), formers.TryGetValue(some.Key, out var former) ? Former(former, former.Since) : null);
        }
    }

    private static FormerAdPolicy Former(StrategyAdsStore.Kept kept, DateTimeOffset until) => new(kept.Id, kept.Settings, until);

    // The same whether a default is written out or left out, and however its digits are written.
    private bool IsSame(AdPolicySettings one, AdPolicySettings other)
    {
        Dictionary<string, string> Whole(AdPolicySettings settings) => new(methods.Create(settings.Method, AdContext.Features.Count, settings.Parameters).Parameters);
        var (known, typed) = (Whole(one), Whole(other));
        return one with { Parameters = other.Parameters } == other && known.Count == typed.Count && known.All(parameter => typed.GetValueOrDefault(parameter.Key) == parameter.Value);
    }

    private static IEnumerable<LivePolicy> All(Pair pair) => pair.Challenger is { } challenger ? [pair.Incumbent, challenger] : [pair.Incumbent];

    // What was learned by another form of the program, or cannot be read, is learned anew from the ledger.
    private LivePolicy Live(StrategyAdsStore.Kept kept)
    {
        if (kept.Knowledge.State is { } state)
        {
            switch (methods.Restore(state))
            {
                case PolicyRestore.Restored { Policy: var policy } when policy.Features == AdContext.Features.Count:
                    return new LivePolicy(kept, policy);
                case PolicyRestore.Damaged { Why: var why }:
                    LogDamaged(kept.Placement, kept.Id, why);
                    break;
            }

            kept = kept with { Knowledge = PolicyKnowledge.None(new DecisionId(0)) with { ExploredOn = kept.Knowledge.ExploredOn, Explored = kept.Knowledge.Explored } };
        }

        return new LivePolicy(kept, methods.Create(kept.Settings.Method, AdContext.Features.Count, kept.Settings.Parameters));
    }

    private async Task<DecisionId> StartAsync(CancellationToken cancellation) => await ledger.FirstAdAsync(clock.GetUtcNow() - Past, cancellation).ConfigureAwait(false) is { } first
        ? new DecisionId(first.Value - 1)
        : (await ledger.BeforeAsync(null, null, 1, cancellation).ConfigureAwait(false)) is [var newest] ? newest.Id : new DecisionId(0);

    private async Task<RolloutChange> ChangeAsync(string placement, Func<Task<RolloutChange>> change, CancellationToken cancellation)
    {
        await _change.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await change().ConfigureAwait(false);
        }
        finally
        {
            _change.Release();
        }
    }

    private async Task SwitchAsync(bool isOff, string reason, string actor, string action, CancellationToken cancellation)
    {
        await OpenAsync(cancellation).ConfigureAwait(false);
        await _change.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var now = clock.GetUtcNow();
            await store.SetSwitchAsync(isOff, reason, actor, now, cancellation).ConfigureAwait(false);
            _switch = new AdSwitch(isOff, actor, now, reason);
            await audit.WriteAsync(actor, action, "ads", new { Reason = reason }, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _change.Release();
        }
    }

    private Task AuditAsync(string actor, string action, string placement, object detail) => audit.WriteAsync(actor, action, $"placement {placement}", detail, CancellationToken.None);

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private static string Text(IReadOnlyDictionary<string, string> parameters) => string.Join(", ", parameters.Select(parameter => $"{parameter.Key} {parameter.Value}").Order(StringComparer.Ordinal));

    private static PlacementPolicies Shown(string placement, Pair pair) => new(placement, pair.Incumbent.Shown(), pair.Challenger?.Shown(), pair.Former);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What policy {Policy} of the placement {Placement} has learned cannot be read ({Why}); it is learned anew from the ledger.")]
    private partial void LogDamaged(string placement, long policy, string why);
}
