namespace Marketing.Model.Policies;

/// <summary>What a policy knows of its arms: one published state, never changed.</summary>
/// <param name="index">The arms.</param>
/// <param name="clock">Instant up to which the state is aged; see <see cref="Forgetting"/>.</param>
internal abstract class ArmMemory(ArmIndex index, double clock)
{
    public ArmIndex Index => index;

    public double Clock => clock;

    /// <summary>Whether scores depend on the context.</summary>
    public abstract bool UsesContext { get; }

    /// <summary>Scores arms for a context, in the terms of the method's ranking.</summary>
    /// <param name="context">As many numbers as the policy has features.</param>
    /// <param name="arms">Places in the index.</param>
    /// <param name="value">First term of each arm: a score, a mean, or a Beta's first parameter.</param>
    /// <param name="spread">Second: nothing, a deviation, or a Beta's second parameter.</param>
    /// <param name="expected">Reward that is expected of each.</param>
    public abstract void Score(ReadOnlySpan<float> context, ReadOnlySpan<int> arms, Span<double> value, Span<double> spread, Span<double> expected);

    /// <summary>What an arm's value is distributed like, where the method draws it from a distribution of its own.</summary>
    public virtual DistributionTable Table(int arm) => throw new InvalidOperationException("This memory has no tables.");

    /// <summary>Does once what choices would else do first.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>The same with other arms: what is known of those that stay, nothing of new ones.</summary>
    public abstract ArmMemory With(ArmIndex arms);

    /// <summary>Begins to learn.</summary>
    public abstract IMemoryWork Begin();

    /// <summary>What this and another memory of the same terms know together.</summary>
    public abstract ArmMemory Merge(ArmMemory other);

    /// <summary>What is told of an arm.</summary>
    public abstract PolicyArm Told(int arm);

    public abstract void Write(BinaryWriter writer);

    /// <summary>Reads what <see cref="Write"/> wrote, with the terms of this memory.</summary>
    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public abstract ArmMemory Read(BinaryReader reader, ArmIndex arms, double at);
}

/// <summary>A memory that learns, for one thread.</summary>
internal interface IMemoryWork
{
    /// <summary>Learns a reward that was looked at.</summary>
    void Add(int arm, in PolicyReward reward);

    /// <summary>The next state, aged up to an instant.</summary>
    ArmMemory Publish(DateTimeOffset now);
}
