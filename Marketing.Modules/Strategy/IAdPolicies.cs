using Marketing.Model;

namespace Marketing.Strategy;

/// <summary>What a policy is to bring about.</summary>
public enum AdGoal : long
{
    /// <summary>A click within the window: 0 or 1.</summary>
    Click = 1,

    /// <summary>An order that a click led to, within the window: 0 or 1.</summary>
    Order = 2,

    /// <summary>Margin of such orders, in units of the reward's value; needs a method that learns from any number.</summary>
    Margin = 3,
}

/// <summary>How a placement decides.</summary>
/// <param name="Method">One of <see cref="IPolicyMethods.Kinds"/>.</param>
/// <param name="Parameters">Values that differ from the method's defaults.</param>
/// <param name="Goal">What is learned from.</param>
/// <param name="WindowMinutes">How long after a choice something may come of it, 1 to 43,200 (30 days).</param>
/// <param name="ExplorationBudget">What exploring may cost a day, minor units; null for no bound.</param>
/// <param name="RewardValue">What a reward of 1 is worth in minor units, above 0: a click, an order, or the unit in which margin is counted.</param>
public sealed record AdPolicySettings(string Method, IReadOnlyDictionary<string, string> Parameters, AdGoal Goal = AdGoal.Click, int WindowMinutes = 60, long? ExplorationBudget = null, double RewardValue = 100)
{
    /// <summary>What a placement has before anybody chose: Thompson sampling for clicks.</summary>
    public static AdPolicySettings Default { get; } = new("thompson", new Dictionary<string, string>());
}

/// <summary>How far a challenger is let.</summary>
public enum AdStage : long
{
    /// <summary>It decides nothing; what it would have brought is estimated from the choices of the policy in charge.</summary>
    Shadow = 1,

    /// <summary>It decides for 5 % of the people.</summary>
    Twentieth = 2,

    /// <summary>It decides for half of the people.</summary>
    Half = 3,

    /// <summary>It decides for everybody, and is in charge.</summary>
    Whole = 4,
}

/// <summary>A policy of a placement.</summary>
/// <param name="Id">Number; the ledger names it as <c>METHOD#ID</c>.</param>
/// <param name="Placement">Placement.</param>
/// <param name="Settings">How it decides.</param>
/// <param name="Stage">How far it is let; <see cref="AdStage.Whole"/> of the one in charge.</param>
/// <param name="Since">Since when it has that stage.</param>
/// <param name="Actor">Who put it there.</param>
/// <param name="Arms">What it learned of each advertisement.</param>
/// <param name="Learned">Decisions it learned from.</param>
/// <param name="LearnedTo">Up to when, or null before the first.</param>
/// <param name="ExploredToday">What exploring is estimated to have cost today, minor units.</param>
public sealed record AdPolicy(long Id, string Placement, AdPolicySettings Settings, AdStage Stage, DateTimeOffset Since, string Actor, IReadOnlyList<PolicyArm> Arms, long Learned, DateTimeOffset? LearnedTo, double ExploredToday)
{
    /// <summary>As the ledger names it.</summary>
    public string Name => $"{Settings.Method}#{Id}";
}

/// <summary>The policies of one placement.</summary>
/// <param name="Placement">Placement.</param>
/// <param name="Incumbent">The one in charge.</param>
/// <param name="Challenger">The one being tried, or null.</param>
/// <param name="Former">The one that was in charge before, to which one may go back, or null.</param>
public sealed record PlacementPolicies(string Placement, AdPolicy Incumbent, AdPolicy? Challenger, FormerAdPolicy? Former = null);

/// <summary>The policy that was in charge before.</summary>
/// <param name="Id">Number.</param>
/// <param name="Settings">How it decides.</param>
/// <param name="Until">When another took its place.</param>
public sealed record FormerAdPolicy(long Id, AdPolicySettings Settings, DateTimeOffset Until)
{
    /// <summary>As the ledger names it.</summary>
    public string Name => $"{Settings.Method}#{Id}";
}

/// <summary>Whether advertising is switched off as a whole.</summary>
/// <param name="IsOff">Nothing is shown.</param>
/// <param name="Actor">Who switched last, or null.</param>
/// <param name="At">When, or null.</param>
/// <param name="Reason">Why.</param>
public sealed record AdSwitch(bool IsOff, string? Actor, DateTimeOffset? At, string Reason);

/// <summary>What came of a change of a rollout.</summary>
public enum RolloutChange
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>There is no challenger in that placement.</summary>
    NoChallenger,

    /// <summary>There is a challenger already; take it back first.</summary>
    ChallengerThere,

    /// <summary>The challenger is at another stage by now.</summary>
    Overtaken,

    /// <summary>The policy in charge decides in the very same way: there is nothing to try.</summary>
    Same,

    /// <summary>No other policy was in charge before.</summary>
    NoFormer,
}

/// <summary>
/// Policies of placements and how far they are let. A new one starts in the shadow and goes by 5 % and half of the people to all of them; which people is drawn by hash, so that nobody changes sides within a stage.
/// Every change is in the audit log.
/// </summary>
public interface IAdPolicies
{
    /// <summary>Policies of a placement; one nobody chose for has <see cref="AdPolicySettings.Default"/>.</summary>
    Task<PlacementPolicies> FindAsync(string placement, CancellationToken cancellation);

    /// <summary>Policies of every placement that has some, by its code.</summary>
    Task<IReadOnlyList<PlacementPolicies>> ListAsync(CancellationToken cancellation);

    /// <summary>Puts a challenger into the shadow. It learns what the incumbent's choices brought. One that decides in the very same way as the incumbent is not tried.</summary>
    /// <exception cref="FluentValidation.ValidationException">A value does not do; the message names it and the fix.</exception>
    Task<RolloutChange> ProposeAsync(string placement, AdPolicySettings settings, string actor, CancellationToken cancellation);

    /// <summary>Lets the challenger one stage further; at the last it is in charge.</summary>
    /// <param name="placement">Placement.</param>
    /// <param name="from">Stage at which it is taken to be.</param>
    /// <param name="actor">Who.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    Task<RolloutChange> AdvanceAsync(string placement, AdStage from, string actor, CancellationToken cancellation);

    /// <summary>Takes the challenger back; the incumbent decides for everybody.</summary>
    /// <param name="placement">Placement.</param>
    /// <param name="reason">Why, for whoever looks at it later.</param>
    /// <param name="actor">Who, or the guardrail.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    Task<RolloutChange> FallBackAsync(string placement, string reason, string actor, CancellationToken cancellation);

    /// <summary>
    /// Puts the policy that was in charge before in charge again; the one that is now becomes the former one. It goes on with what it had learned, and learns what came meanwhile from the ledger with the next lesson.
    /// <see cref="RolloutChange.ChallengerThere"/> while another is tried; <see cref="RolloutChange.Overtaken"/> where another than <paramref name="to"/> was in charge before.
    /// </summary>
    /// <param name="placement">Placement.</param>
    /// <param name="to">Name of the former policy, as <see cref="FormerAdPolicy.Name"/>.</param>
    /// <param name="reason">Why, for whoever looks at it later.</param>
    /// <param name="actor">Who.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    Task<RolloutChange> GoBackAsync(string placement, string to, string reason, string actor, CancellationToken cancellation);

    /// <summary>Takes back this very challenger at this very stage, as it was judged; <see cref="RolloutChange.Overtaken"/> where the placement tries another by now, or lets it elsewhere.</summary>
    Task<RolloutChange> WithdrawAsync(AdPolicy challenger, string reason, string actor, CancellationToken cancellation);

    /// <summary>Whether advertising is switched off.</summary>
    Task<AdSwitch> SwitchAsync(CancellationToken cancellation);

    /// <summary>Switches all advertising off at once: every question is refused until <see cref="ReviveAsync"/>.</summary>
    Task KillAsync(string reason, string actor, CancellationToken cancellation);

    /// <summary>Switches it on again.</summary>
    Task ReviveAsync(string actor, CancellationToken cancellation);

    /// <summary>
    /// The policy as it stands, for asking what it would have chosen: its probabilities for a logged choice (context and candidates as the ledger has them), in the order of the candidates, for one place.
    /// </summary>
    /// <param name="settings">How it decides.</param>
    /// <param name="lessons">What it is to have learned, in their order; for a policy of chance or a fixed one of no matter.</param>
    IAdWhatIf Learned(AdPolicySettings settings, IReadOnlyList<AdLesson> lessons);
}

/// <summary>A logged choice and what came of it.</summary>
/// <param name="Row">The decision.</param>
/// <param name="Reward">What came of it within the window, by the goal.</param>
public readonly record struct AdLesson(Data.AdDecisionRow Row, double Reward);

/// <summary>A policy that is asked about the past and decides nothing.</summary>
public interface IAdWhatIf
{
    /// <summary>Probability of each candidate of a logged choice, in their order; they add up to 1. Null where it holds none of them.</summary>
    double[]? Probabilities(in Data.AdDecisionRow row);
}
