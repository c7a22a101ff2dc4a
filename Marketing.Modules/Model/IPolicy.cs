namespace Marketing.Model;

/// <summary>
/// Decides which arms to show where, and learns from what came of it. Safe for any number of threads: deciding takes no lock and
/// looks at one state that nobody changes; learning, joining and retiring publish the next one.
/// </summary>
public interface IPolicy
{
    /// <summary>Method by the field's name: <c>thompson</c>, <c>lin-ucb</c> ...</summary>
    string Kind { get; }

    /// <summary>All its parameters, by the field's names.</summary>
    IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Numbers in a context.</summary>
    int Features { get; }

    /// <summary>Rewards that this method can learn from.</summary>
    RewardRange Rewards { get; }

    /// <summary>How many states were published; a decision names the one it was taken on.</summary>
    long Version { get; }

    /// <summary>Arms that it holds, by id, with what it learned of each.</summary>
    IReadOnlyList<PolicyArm> Arms { get; }

    /// <summary>Takes in arms. One that is held already stays as it is.</summary>
    /// <param name="arms">Ids that stay the same for as long as the arm lives.</param>
    void Join(IReadOnlyList<long> arms);

    /// <summary>Forgets arms; one that joins again begins anew.</summary>
    /// <param name="arms">Ids; those that are not held are of no effect.</param>
    void Retire(IReadOnlyList<long> arms);

    /// <summary>
    /// Chooses arms for the places of one request, a different one for each place, the best place first. The same state, request and seed give the same choice.
    /// </summary>
    /// <param name="request">Who asks, and what may be shown.</param>
    /// <param name="budget">Bounds what exploring may cost, or null. Shared by the requests that it bounds.</param>
    PolicyChoice Choose(in PolicyRequest request, ExplorationBudget? budget = null);

    /// <summary>
    /// Probabilities with which <see cref="Choose"/> would place each arm, without a budget: for evaluating this policy on logged requests. Its seed is of no meaning.
    /// </summary>
    /// <param name="request">As for a choice.</param>
    /// <param name="probabilities">
    /// Takes a row a place, in each row an arm in the order of the request: places times arms numbers. Rows add up to 1 to within 1e-6; rows
    /// beyond the number of arms held, and arms that the policy does not hold, have 0.
    /// </param>
    /// <returns>Why there are none; null when there are.</returns>
    /// <exception cref="ArgumentException">The span is not places times arms long.</exception>
    PolicyRefusal? Probabilities(in PolicyRequest request, Span<double> probabilities);

    /// <summary>Learns rewards, in their order; in one batch or in many comes to the same state. A refused one leaves no trace.</summary>
    /// <param name="rewards">They may come late and in any order.</param>
    /// <param name="now">Time up to which the state ages where the method forgets by time; earlier than before changes nothing.</param>
    PolicyLesson Learn(IReadOnlyList<PolicyReward> rewards, DateTimeOffset now);

    /// <summary>The whole state. States that know the same are the same bytes.</summary>
    byte[] Save();
}

/// <summary>Which rewards a method can learn from.</summary>
public enum RewardRange
{
    /// <summary>0 or 1: a click, an order.</summary>
    Binary,

    /// <summary>From 0 to 1.</summary>
    Unit,

    /// <summary>Any number of ordinary size, to 1e9 either way: margin in money.</summary>
    Any,
}

/// <summary>An arm that a policy holds.</summary>
/// <param name="Arm">Id.</param>
/// <param name="Rewards">Rewards it learned from.</param>
/// <param name="Weight">What is left of them after forgetting; as many as there are without it.</param>
/// <param name="Mean">Mean reward, weighted so; null before the first.</param>
public readonly record struct PolicyArm(long Arm, long Rewards, double Weight, double? Mean);
