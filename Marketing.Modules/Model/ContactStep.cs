namespace Marketing.Model;

/// <summary>One moment at which a customer was contacted, or left alone.</summary>
/// <param name="state">What was known of the customer then, as many numbers as the log has features; each finite, and to 1e9 either way.</param>
/// <param name="action">What was done, by its place among the actions of the log.</param>
/// <param name="propensity">Probability with which that was chosen there, in (0, 1].</param>
/// <param name="reward">Margin less cost until the next moment, in money; finite, and to 1e9 either way.</param>
/// <param name="clock">When, in the unit by which later rewards are discounted: days, or numbers of steps.</param>
/// <param name="ends">Whether nothing can follow: the customer has left. Only the last step of a customer may end.</param>
public readonly struct ContactStep(ReadOnlyMemory<float> state, int action, double propensity, double reward, double clock, bool ends)
{
    /// <summary>What was known of the customer.</summary>
    public ReadOnlyMemory<float> State { get; } = state;

    /// <summary>What was done.</summary>
    public int Action { get; } = action;

    /// <summary>Probability of it.</summary>
    public double Propensity { get; } = propensity;

    /// <summary>Margin less cost.</summary>
    public double Reward { get; } = reward;

    /// <summary>When.</summary>
    public double Clock { get; } = clock;

    /// <summary>Whether nothing can follow.</summary>
    public bool Ends { get; } = ends;
}

/// <summary>The contacts of one customer in their order. Where the last does not end, the log was cut off there: it tells where the one before has led, and what came of itself is not known.</summary>
/// <param name="Customer">Name, for messages and for drawing customers as a whole.</param>
/// <param name="Steps">Steps, one at least; two at least where the last does not end.</param>
public sealed record ContactTrajectory(string Customer, IReadOnlyList<ContactStep> Steps);

/// <summary>What came of taking trajectories in.</summary>
public abstract record ContactLogOutcome
{
    private ContactLogOutcome()
    {
    }

    /// <summary>They are sound.</summary>
    /// <param name="Log">The log.</param>
    public sealed record Taken(ContactLog Log) : ContactLogOutcome;

    /// <summary>They are not; none is taken.</summary>
    /// <param name="Fault">The first thing that is wrong.</param>
    public sealed record Refused(ContactFault Fault) : ContactLogOutcome;
}

/// <summary>What is wrong with a log.</summary>
/// <param name="Code">One of <see cref="ContactFaultCode"/>.</param>
/// <param name="Customer">Whose trajectory; null where it is the whole log.</param>
/// <param name="Step">Which step of it, from 1; 0 where it is the whole trajectory.</param>
/// <param name="Why">In a sentence.</param>
public sealed record ContactFault(string Code, string? Customer, int Step, string Why);

/// <summary>What can be wrong with a log, in code.</summary>
public static class ContactFaultCode
{
    /// <summary>There is no trajectory, or one without a step.</summary>
    public const string NoStep = "no_step";

    /// <summary>A propensity is not above 0 and at most 1.</summary>
    public const string Propensity = "propensity";

    /// <summary>A reward is not finite, or beyond 1e9.</summary>
    public const string Reward = "reward";

    /// <summary>An action is none of those named.</summary>
    public const string UnknownAction = "unknown_action";

    /// <summary>A state has another number of features, or one that is not finite or beyond 1e9.</summary>
    public const string State = "state";

    /// <summary>A clock is not finite, or not above that of the step before.</summary>
    public const string Clock = "clock";

    /// <summary>Something follows a step that ends.</summary>
    public const string AfterEnd = "after_end";

    /// <summary>A trajectory has one step, and that does not end: where it led to is not known.</summary>
    public const string OneStep = "one_step";

    /// <summary>Names of actions or features are empty or stand twice, there are none or over 64 actions, or none of them is <c>nothing</c>.</summary>
    public const string Names = "names";
}
