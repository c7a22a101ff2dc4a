namespace Marketing.Model;

/// <summary>Every method that decides which of some arms (ads, offers, variants) to show and learns from what came of it. Nothing is stored.</summary>
public interface IPolicyMethods
{
    /// <summary>Methods on offer, baselines first.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Parameters of a method, by the field's names.</summary>
    /// <exception cref="ArgumentException">The kind is not on offer.</exception>
    IReadOnlyList<MethodParameter> Parameters(string kind);

    /// <summary>Looks whether parameters may be given to a method.</summary>
    /// <exception cref="ArgumentException">The kind is not on offer, has no such parameter, or a value is out of its range; the message names it.</exception>
    /// <exception cref="ConflictingValuesException">Two values do not go together.</exception>
    void Check(string kind, IReadOnlyDictionary<string, string> parameters);

    /// <summary>A policy that holds no arm yet.</summary>
    /// <param name="kind">Method.</param>
    /// <param name="features">Numbers in a context, 0 to 1,000; a method that looks at no context takes any number of them.</param>
    /// <param name="parameters">Values that differ from the defaults, by name.</param>
    /// <exception cref="ArgumentException">The kind or a parameter is not known, a value is out of its range, or the method needs a context and gets none.</exception>
    /// <exception cref="ConflictingValuesException">Two values do not go together.</exception>
    IPolicy Create(string kind, int features, IReadOnlyDictionary<string, string> parameters);

    /// <summary>Reads what <see cref="IPolicy.Save"/> wrote.</summary>
    /// <param name="saved">The bytes.</param>
    PolicyRestore Restore(ReadOnlyMemory<byte> saved);

    /// <summary>
    /// What two policies know together, each of rewards of its own; which of them is the first does not matter. With a half-life in
    /// rewards both count as equally old. <c>logistic-thompson</c> adds up what each learned from where it stood, which is near what one
    /// would have learned and not the same; all other methods know what one would have learned, to rounding.
    /// </summary>
    /// <param name="first">A policy of this service.</param>
    /// <param name="second">Another.</param>
    PolicyMerge Merge(IPolicy first, IPolicy second);
}

/// <summary>What came of reading a policy back.</summary>
public abstract record PolicyRestore
{
    private PolicyRestore()
    {
    }

    /// <summary>The policy as it was.</summary>
    /// <param name="Policy">It decides and learns as the one that was saved.</param>
    public sealed record Restored(IPolicy Policy) : PolicyRestore;

    /// <summary>The bytes are not those of a policy, or not all of them.</summary>
    /// <param name="Why">In a sentence.</param>
    public sealed record Damaged(string Why) : PolicyRestore;
}

/// <summary>What came of putting two policies together.</summary>
public abstract record PolicyMerge
{
    private PolicyMerge()
    {
    }

    /// <summary>Both in one; the two are unchanged.</summary>
    /// <param name="Policy">A new policy.</param>
    public sealed record Merged(IPolicy Policy) : PolicyMerge;

    /// <summary>They are not of one kind, with the same parameters and number of features.</summary>
    /// <param name="Why">In a sentence.</param>
    public sealed record Differ(string Why) : PolicyMerge;
}
