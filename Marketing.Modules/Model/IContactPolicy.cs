namespace Marketing.Model;

/// <summary>Decides how a customer is contacted next, or left alone, with a view to what follows. Never changes, so that any number of threads may ask.</summary>
public interface IContactPolicy
{
    /// <summary>Method by the field's name: <c>q-table</c>, <c>fitted-q</c> ...</summary>
    string Kind { get; }

    /// <summary>All its parameters, by the field's names.</summary>
    IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Names of the numbers in a state.</summary>
    IReadOnlyList<string> Features { get; }

    /// <summary>Names of the actions.</summary>
    IReadOnlyList<string> Actions { get; }

    /// <summary>Chooses. The same state and seed give the same choice.</summary>
    /// <param name="state">What is known of the customer: as many finite numbers as there are features.</param>
    /// <param name="seed">Seed of what is random in this choice: another for every choice.</param>
    ContactChoice Choose(ReadOnlySpan<float> state, ulong seed);

    /// <summary>What it thinks of every action in a state.</summary>
    /// <param name="state">As for a choice.</param>
    /// <param name="options">Takes one an action, in their order; probabilities add up to 1.</param>
    /// <returns>Why it cannot tell; null when it can.</returns>
    /// <exception cref="ArgumentException">The span is not as long as there are actions.</exception>
    string? Judge(ReadOnlySpan<float> state, Span<ContactOption> options);

    /// <summary>The whole policy.</summary>
    byte[] Save();
}

/// <summary>An action in a state.</summary>
/// <param name="Value">Q: rewards that are expected from here on, discounted, when it is taken now and the policy followed later; null where nothing is known of it.</param>
/// <param name="Probability">Probability with which it is chosen, in [0, 1].</param>
/// <param name="Behaviour">Probability with which the logs choose it in such a state, as estimated.</param>
/// <param name="Exclusion">Why it may not be chosen, one of <see cref="ContactExclusion"/>; null where it may.</param>
public readonly record struct ContactOption(double? Value, double Probability, double Behaviour, string? Exclusion);

/// <summary>Why an action may not be chosen, in code. Where none may, <see cref="ContactLog.Nothing"/> is chosen all the same.</summary>
public static class ContactExclusion
{
    /// <summary>The logs do not have it at all.</summary>
    public const string NeverLogged = "never_logged";

    /// <summary>Too few rows of the logs have it: in the cell of the state for a table, in the whole log for other methods.</summary>
    public const string TooFewRows = "too_few_rows";

    /// <summary>In such states the logs choose it too seldom, beside what they choose most often.</summary>
    public const string UnlikelyHere = "unlikely_here";

    /// <summary>The logs have no such state.</summary>
    public const string UnseenState = "unseen_state";
}

/// <summary>Why a policy cannot tell, in code.</summary>
public static class ContactRefusal
{
    /// <summary>The state has not as many numbers as the policy has features.</summary>
    public const string StateLength = "state_length";

    /// <summary>A number of the state is not finite, or beyond 1e9.</summary>
    public const string StateRange = "state_range";
}

/// <summary>What came of asking for a choice.</summary>
public abstract record ContactChoice
{
    private ContactChoice()
    {
    }

    /// <summary>An action.</summary>
    /// <param name="Action">Its place among the actions.</param>
    /// <param name="Probability">Probability with which it was chosen, in (0, 1].</param>
    /// <param name="Options">What is thought of each action.</param>
    public sealed record Chosen(int Action, double Probability, IReadOnlyList<ContactOption> Options) : ContactChoice;

    /// <summary>None.</summary>
    /// <param name="Reason">Why, one of <see cref="ContactRefusal"/>.</param>
    public sealed record Refused(string Reason) : ContactChoice;
}
