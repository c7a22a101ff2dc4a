namespace Marketing.Model.Contacts;

/// <summary>What was learned of contacts: what actions are worth, and which of them the logs say enough of. Never changes.</summary>
internal abstract class ContactModel
{
    /// <summary>Q of every action in a state.</summary>
    /// <param name="state">As many numbers as there are features.</param>
    /// <param name="q">Takes one number an action; NaN where nothing is known of it.</param>
    public abstract void Values(ReadOnlySpan<float> state, Span<double> q);

    /// <summary>What the logs do in such a state, and which actions may not be chosen for want of rows.</summary>
    /// <param name="state">As many numbers as there are features.</param>
    /// <param name="shares">Takes the estimated probability of each action; they add up to 1, or are all 0 where nothing is known.</param>
    /// <param name="exclusions">Takes one of <see cref="ContactExclusion"/> or null for each action.</param>
    public abstract void Support(ReadOnlySpan<float> state, Span<double> shares, Span<string?> exclusions);

    public abstract void Write(BinaryWriter writer);
}

/// <summary>When an action may be chosen.</summary>
/// <param name="Tau">Least share of the logs' choices in such a state, relative to the share of the action that they choose most often there: the threshold of discrete batch-constrained Q-learning (Fujimoto, Conti, Ghavamzadeh and Pineau 2019, eq. 12).</param>
/// <param name="LeastRows">Rows that an action must have.</param>
internal sealed record SupportTerms(double Tau, int LeastRows)
{
    /// <summary>Excludes what is chosen too seldom, beside what is excluded already.</summary>
    public void Exclude(ReadOnlySpan<double> shares, Span<string?> exclusions)
    {
        var most = 0.0;
        foreach (var share in shares)
        {
            most = Math.Max(most, share);
        }

        for (var a = 0; a < shares.Length; a++)
        {
            exclusions[a] ??= shares[a] < Tau * most ? ContactExclusion.UnlikelyHere : null;
        }
    }
}
