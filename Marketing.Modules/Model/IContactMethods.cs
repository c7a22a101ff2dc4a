using Marketing.Kernel;

namespace Marketing.Model;

/// <summary>Every method that learns from logged sequences of contacts how a customer should be contacted next. Nothing is stored.</summary>
public interface IContactMethods
{
    /// <summary>Methods on offer: the logging policy as it was, the myopic one, then those that look ahead.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Parameters of a method, by the field's names.</summary>
    /// <exception cref="ArgumentException">The kind is not on offer.</exception>
    IReadOnlyList<MethodParameter> Parameters(string kind);

    /// <summary>Looks whether parameters may be given to a method.</summary>
    /// <exception cref="ArgumentException">The kind is not on offer, has no such parameter, or a value is out of its range; the message names it.</exception>
    void Check(string kind, IReadOnlyDictionary<string, string> parameters);

    /// <summary>Fits a method; the same log, parameters and seed give the same policy, to the bit and for any number of processors.</summary>
    /// <param name="kind">Method.</param>
    /// <param name="log">Sequences to learn from.</param>
    /// <param name="parameters">Values that differ from the defaults, by name.</param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">The kind or a parameter is not known, or a value is out of its range.</exception>
    /// <exception cref="UnfitMethodException">The log does not do for the method.</exception>
    IContactPolicy Fit(string kind, ContactLog log, IReadOnlyDictionary<string, string> parameters, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>
    /// Estimates by fitted Q evaluation (Le, Voloshin and Yue 2019, alg. 3) what a policy would earn from each action and state on:
    /// <c>Q(s, a) ← r + γ Σ π(a' | s') Q(s', a')</c>, by trees, until it stands.
    /// </summary>
    /// <param name="policy">The policy, with the features and actions of the log.</param>
    /// <param name="log">Sequences, best those of customers that the policy was not learned from.</param>
    /// <param name="gamma">What a reward is worth one unit of the clock later, in [0, 1].</param>
    /// <param name="seed">Seed of the trees.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">Features or actions are others, or gamma is out of its range.</exception>
    IContactValue Evaluate(IContactPolicy policy, ContactLog log, double gamma, int seed, CancellationToken cancellation);

    /// <summary>Reads what <see cref="IContactPolicy.Save"/> wrote.</summary>
    /// <param name="saved">The bytes.</param>
    ContactRestore Restore(ReadOnlyMemory<byte> saved);
}

/// <summary>What a policy would earn.</summary>
public interface IContactValue
{
    /// <summary>Rewards that are expected from a state on, discounted, by the first action.</summary>
    /// <param name="state">As many numbers as there are features.</param>
    /// <param name="values">Takes one number an action; 0 for what the log never shows, of which nothing is known.</param>
    void Values(ReadOnlySpan<float> state, Span<double> values);
}

/// <summary>What came of reading a policy back.</summary>
public abstract record ContactRestore
{
    private ContactRestore()
    {
    }

    /// <summary>The policy as it was.</summary>
    /// <param name="Policy">It decides as the one that was saved.</param>
    public sealed record Restored(IContactPolicy Policy) : ContactRestore;

    /// <summary>The bytes are not those of a policy of this kind, or not all of them.</summary>
    /// <param name="Why">In a sentence.</param>
    public sealed record Damaged(string Why) : ContactRestore;
}
