namespace Marketing.Model;

/// <summary>
/// Sequences of contacts with customers, logged with their probabilities; rows of a customer stand together in the order of time. A row that is
/// the last of its customer and does not end only tells where the one before has led; where nothing was chosen then, it is an observation: <see cref="Nothing"/> with a propensity of 1.
/// </summary>
public sealed class ContactLog
{
    /// <summary>The action of leaving the customer alone, which every log can take.</summary>
    public const string Nothing = "nothing";

    private const int MostActions = 64;
    private const double Largest = 1e9;

    private ContactLog(IReadOnlyList<string> features, IReadOnlyList<string> actions, IReadOnlyList<ContactTrajectory> trajectories)
    {
        var rows = trajectories.Sum(one => one.Steps.Count);
        (Features, Actions, Trajectories) = ([.. features], [.. actions], trajectories);
        (Starts, States, Chosen) = (new int[trajectories.Count + 1], new float[rows * features.Count], new int[rows]);
        (Propensities, Rewards, Clocks, Ends) = (new double[rows], new double[rows], new double[rows], new bool[rows]);
        var row = 0;
        for (var i = 0; i < trajectories.Count; i++)
        {
            foreach (var step in trajectories[i].Steps)
            {
                step.State.Span.CopyTo(States.AsSpan(row * features.Count));
                (Chosen[row], Propensities[row], Rewards[row], Clocks[row], Ends[row]) = (step.Action, step.Propensity, step.Reward, step.Clock, step.Ends);
                row++;
            }

            Starts[i + 1] = row;
        }
    }

    /// <summary>Names of the numbers in a state.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>Names of the actions; <see cref="Nothing"/> is one of them.</summary>
    public IReadOnlyList<string> Actions { get; }

    /// <summary>The trajectories that it was made of.</summary>
    public IReadOnlyList<ContactTrajectory> Trajectories { get; }

    /// <summary>Rows of all trajectories.</summary>
    public int Rows => Chosen.Length;

    internal int[] Starts { get; }

    internal float[] States { get; }

    internal int[] Chosen { get; }

    internal double[] Propensities { get; }

    internal double[] Rewards { get; }

    internal double[] Clocks { get; }

    internal bool[] Ends { get; }

    /// <summary>Takes trajectories in.</summary>
    /// <param name="features">Names of the numbers in a state; none is allowed, where nothing is known of customers.</param>
    /// <param name="actions">Names of the actions, 2 to 64; <see cref="Nothing"/> is one of them, whether or not it was ever logged.</param>
    /// <param name="trajectories">Trajectories, at least one.</param>
    public static ContactLogOutcome Take(IReadOnlyList<string> features, IReadOnlyList<string> actions, IReadOnlyList<ContactTrajectory> trajectories) =>
        (Names(features, actions) ?? (trajectories.Count == 0 ? new ContactFault(ContactFaultCode.NoStep, null, 0, "There is no trajectory.") : null)
            ?? trajectories.Select(one => Wrong(one, features.Count, actions.Count)).FirstOrDefault(fault => fault is not null)) is { } wrong
            ? new ContactLogOutcome.Refused(wrong)
            : new ContactLogOutcome.Taken(new ContactLog(features, actions, trajectories));

    /// <summary>The log of some trajectories alone.</summary>
    /// <param name="trajectories">Their places; at least one.</param>
    public ContactLog Only(IReadOnlyList<int> trajectories) => trajectories.Count == 0
        ? throw new ArgumentException("A log has one trajectory at least.", nameof(trajectories))
        : new ContactLog(Features, Actions, [.. trajectories.Select(at => Trajectories[at])]);

    /// <summary>State of a row.</summary>
    internal ReadOnlySpan<float> State(int row) => States.AsSpan(row * Features.Count, Features.Count);

    /// <summary>Whether it is known what came of a row, and where it led.</summary>
    internal bool IsKnown(int row) => Ends[row] || !IsLast(row);

    /// <summary>Whether a row tells what the logs choose, which the observation that closes a sequence does not.</summary>
    internal bool IsChoice(int row) => IsKnown(row) || Propensities[row] < 1 || Actions[Chosen[row]] != Nothing;

    /// <summary>Whether a row is the last of its customer.</summary>
    internal bool IsLast(int row) => row + 1 == Rows || Array.BinarySearch(Starts, row + 1) >= 0;

    /// <summary>What a reward of the next row is worth in this one.</summary>
    internal double Discount(int row, double gamma) => Math.Pow(gamma, Clocks[row + 1] - Clocks[row]);

    private static ContactFault? Names(IReadOnlyList<string> features, IReadOnlyList<string> actions)
    {
        ContactFault Fault(string why) => new(ContactFaultCode.Names, null, 0, why);
        return actions.Count is < 2 or > MostActions ? Fault($"There are {actions.Count} actions; there must be 2 to {MostActions}.")
            : features.Concat(actions).Any(string.IsNullOrWhiteSpace) ? Fault("A feature or an action has no name.")
            : features.Distinct().Count() < features.Count || actions.Distinct().Count() < actions.Count ? Fault("A feature or an action stands twice.")
            : !actions.Contains(Nothing) ? Fault($"None of the actions is '{Nothing}'.")
            : null;
    }

    private static ContactFault? Wrong(ContactTrajectory one, int features, int actions)
    {
        for (var i = 0; i < one.Steps.Count; i++)
        {
            var step = one.Steps[i];
            if (Wrong(step, features, actions) is { } wrong)
            {
                return new ContactFault(wrong.Code, one.Customer, i + 1, wrong.Why);
            }

            if (i > 0 && !(step.Clock > one.Steps[i - 1].Clock))
            {
                return new ContactFault(ContactFaultCode.Clock, one.Customer, i + 1, "The clock does not go on from the step before.");
            }

            if (step.Ends && i + 1 < one.Steps.Count)
            {
                return new ContactFault(ContactFaultCode.AfterEnd, one.Customer, i + 2, "The step before ends; nothing can follow.");
            }
        }

        return one.Steps.Count == 0 ? new ContactFault(ContactFaultCode.NoStep, one.Customer, 0, "The trajectory has no step.")
            : one.Steps is [{ Ends: false }] ? new ContactFault(ContactFaultCode.OneStep, one.Customer, 1, "The trajectory has one step that does not end: nothing is known of what came of it.")
            : null;
    }

    private static (string Code, string Why)? Wrong(in ContactStep step, int features, int actions) =>
        step.Action < 0 || step.Action >= actions ? (ContactFaultCode.UnknownAction, $"The action {step.Action} is none of the {actions} named.")
        : step.Propensity is not (> 0 and <= 1) ? (ContactFaultCode.Propensity, "The propensity is not above 0 and at most 1.")
        : !(Math.Abs(step.Reward) <= Largest) ? (ContactFaultCode.Reward, "The reward is not a number up to 1e9 either way.")
        : !double.IsFinite(step.Clock) ? (ContactFaultCode.Clock, "The clock is not a number.")
        : step.State.Length != features ? (ContactFaultCode.State, $"The state has {step.State.Length} numbers; there are {features} features.")
        : !InRange(step.State.Span) ? (ContactFaultCode.State, "A number of the state is not finite, or beyond 1e9.")
        : null;

    private static bool InRange(ReadOnlySpan<float> state)
    {
        foreach (var value in state)
        {
            if (!(Math.Abs(value) <= Largest))
            {
                return false;
            }
        }

        return true;
    }
}
