namespace Marketing.Evaluation.OffPolicy;

/// <summary>A policy that is the same for every row: the probability of each action at each position.</summary>
/// <param name="Actions">Number of actions.</param>
/// <param name="Positions">Number of positions.</param>
/// <param name="Probabilities">Actions times positions values, those of an action side by side; each position adds up to 1.</param>
internal sealed record PolicyTable(int Actions, int Positions, double[] Probabilities)
{
    public double this[int action, int position] => Probabilities[(action * Positions) + position];

    /// <summary>The action that a position always gets, or null where a position leaves something to chance.</summary>
    public int[]? Chosen()
    {
        var chosen = new int[Positions];
        for (var position = 0; position < Positions; position++)
        {
            var most = 0;
            for (var action = 1; action < Actions; action++)
            {
                most = this[action, position] > this[most, position] ? action : most;
            }

            if (this[most, position] < 1)
            {
                return null;
            }

            chosen[position] = most;
        }

        return chosen;
    }

    /// <summary>Probability of what was chosen, a row.</summary>
    public double[] OfChosen(ReadOnlySpan<int> actions, ReadOnlySpan<int> positions)
    {
        var of = new double[actions.Length];
        for (var row = 0; row < of.Length; row++)
        {
            of[row] = this[actions[row], positions.IsEmpty ? 0 : positions[row]];
        }

        return of;
    }

    /// <summary>Share of the policy's choices, over the positions of the rows, that the logs never show at their position.</summary>
    public double UnloggedMass(ReadOnlySpan<int> actions, ReadOnlySpan<int> positions)
    {
        var (seen, rows, mass) = (new bool[Probabilities.Length], new long[Positions], 0.0);
        for (var row = 0; row < actions.Length; row++)
        {
            var position = positions.IsEmpty ? 0 : positions[row];
            seen[(actions[row] * Positions) + position] = true;
            rows[position]++;
        }

        for (var at = 0; at < seen.Length; at++)
        {
            mass += seen[at] ? 0 : Probabilities[at] * rows[at % Positions];
        }

        return mass / actions.Length;
    }

    /// <summary>Reward expected where the policy chooses, a position, from that of each action.</summary>
    public double[] Expected(ReadOnlySpan<double> rewards)
    {
        var expected = new double[Positions];
        for (var at = 0; at < Probabilities.Length; at++)
        {
            expected[at % Positions] += Probabilities[at] * rewards[at / Positions];
        }

        return expected;
    }
}
