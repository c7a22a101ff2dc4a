namespace Marketing.Evaluation;

/// <summary>
/// Choices that were logged with their probabilities, in columns of one row a choice, and what another policy would have done in their place.
/// Columns are read where they stand; ten million rows with a reward model are 480 MB.
/// </summary>
public sealed class LoggedChoices
{
    /// <param name="actions">What was chosen, as codes from 0.</param>
    /// <param name="positions">Place that it was chosen for, as codes from 0; empty where there is one only.</param>
    /// <param name="rewards">What came of it.</param>
    /// <param name="propensities">Probability with which the logging policy chose it there, in (0, 1].</param>
    /// <param name="policyProbabilities">Probability with which the other policy would have chosen it there, in [0, 1].</param>
    /// <exception cref="ArgumentException">A column has another number of rows.</exception>
    public LoggedChoices(ReadOnlyMemory<int> actions, ReadOnlyMemory<int> positions, ReadOnlyMemory<double> rewards, ReadOnlyMemory<double> propensities, ReadOnlyMemory<double> policyProbabilities)
    {
        (Actions, Positions, Rewards, Propensities, PolicyProbabilities) = (actions, positions, rewards, propensities, policyProbabilities);
        Held(rewards.Length, nameof(rewards));
        Held(propensities.Length, nameof(propensities));
        Held(policyProbabilities.Length, nameof(policyProbabilities));
        if (!positions.IsEmpty)
        {
            Held(positions.Length, nameof(positions));
        }
    }

    private LoggedChoices(LoggedChoices of, ReadOnlyMemory<double> chosen, ReadOnlyMemory<double> expected)
        : this(of.Actions, of.Positions, of.Rewards, of.Propensities, of.PolicyProbabilities)
    {
        Held(chosen.Length, nameof(chosen));
        Held(expected.Length, nameof(expected));
        (ModelOfChosen, ModelOfPolicy, HasModel) = (chosen, expected, true);
    }

    /// <summary>Number of rows.</summary>
    public int Rows => Actions.Length;

    /// <summary>What was chosen, as codes from 0.</summary>
    public ReadOnlyMemory<int> Actions { get; }

    /// <summary>Place that it was chosen for, as codes from 0; empty where there is one only.</summary>
    public ReadOnlyMemory<int> Positions { get; }

    /// <summary>What came of it.</summary>
    public ReadOnlyMemory<double> Rewards { get; }

    /// <summary>Probability with which the logging policy chose it there.</summary>
    public ReadOnlyMemory<double> Propensities { get; }

    /// <summary>Probability with which the other policy would have chosen it there.</summary>
    public ReadOnlyMemory<double> PolicyProbabilities { get; }

    /// <summary>Whether there is a reward model.</summary>
    public bool HasModel { get; }

    /// <summary>Reward that the model expects of what was chosen; empty without one.</summary>
    public ReadOnlyMemory<double> ModelOfChosen { get; }

    /// <summary>Reward that the model expects where the other policy chooses; empty without one.</summary>
    public ReadOnlyMemory<double> ModelOfPolicy { get; }

    /// <summary>The same choices with what a reward model says of them.</summary>
    /// <param name="chosen">Reward expected of what was chosen.</param>
    /// <param name="expected">Reward expected where the other policy chooses: the sum over all actions of its probability times the reward expected.</param>
    /// <exception cref="ArgumentException">A column has another number of rows.</exception>
    public LoggedChoices WithModel(ReadOnlyMemory<double> chosen, ReadOnlyMemory<double> expected) => new(this, chosen, expected);

    private void Held(int length, string name)
    {
        if (length != Rows)
        {
            throw new ArgumentException($"The column has {length} rows; there are {Rows} actions.", name);
        }
    }
}
