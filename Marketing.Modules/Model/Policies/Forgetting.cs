using Marketing.Model.Recommenders;

namespace Marketing.Model.Policies;

/// <summary>
/// What an old reward still weighs: half after each half-life, counted in days or in rewards (discounting: Garivier and Moulines 2011,
/// sec. 2.1; Russac, Vernade and Cappé 2019). Sums carry the instant they stand at and age when they are used, so that arms nobody touched cost nothing.
/// </summary>
/// <param name="HalfLife">In days, or in rewards; infinite for never.</param>
/// <param name="InRewards">Whether it is counted in rewards.</param>
internal readonly record struct Forgetting(double HalfLife, bool InRewards)
{
    public const string Days = "half-life-days";
    public const string Rewards = "half-life-rewards";

    public static IReadOnlyList<MethodParameter> Parameters { get; } = [MethodParameter.RealOrNone(Days, null, 0.001, 36_500), MethodParameter.RealOrNone(Rewards, null, 1, 1e12)];

    /// <summary>Whether anything is forgotten.</summary>
    public bool Forgets => double.IsFinite(HalfLife);

    /// <summary>The clock before anything happened.</summary>
    public double Start => Forgets && !InRewards ? double.NegativeInfinity : 0;

    public static Forgetting Of(ParameterValues values) =>
        values.RealOrNone(Days) is { } days ? new Forgetting(days, false) : values.RealOrNone(Rewards) is { } rewards ? new Forgetting(rewards, true) : new Forgetting(double.PositiveInfinity, false);

    public static ValueConflict? Conflict(ParameterValues values) => values.RealOrNone(Days) is not null && values.RealOrNone(Rewards) is not null
        ? new ValueConflict($"{Days} and {Rewards} are both given", Rewards, MethodParameter.None)
        : null;

    /// <summary>The clock after an instant.</summary>
    public double Later(double clock, DateTimeOffset now) => Forgets && !InRewards ? Math.Max(clock, Instant(now)) : clock;

    /// <summary>Where a reward stands on the clock, which counts it if it counts rewards.</summary>
    public double Stamp(ref double clock, DateTimeOffset at) => !Forgets ? 0 : InRewards ? ++clock : Instant(at);

    /// <summary>What is left of a weight of one instant at another; all of it at an earlier one.</summary>
    public double Left(double from, double to) => Forgets && to > from ? double.Exp2((from - to) / HalfLife) : 1;

    /// <summary>The clock of two memories in one; of rewards, both have those of the other before them.</summary>
    public double Together(double first, double second) => InRewards ? first + second : Math.Max(first, second);

    /// <summary>An instant of a memory on the clock it has together with another.</summary>
    public double Moved(double at, double own, double together) => InRewards ? at + (together - own) : at;

    private static double Instant(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 86_400_000.0;
}
