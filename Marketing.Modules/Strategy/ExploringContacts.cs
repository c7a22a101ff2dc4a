using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Strategy;

/// <summary>A policy of contacts as it acts: a share of its choices is made by chance, the same for every action, also for those that it would not choose. What is judged is this one, not the bare policy.</summary>
/// <param name="bare">The policy.</param>
/// <param name="share">Share that chance makes, in (0, 1].</param>
public sealed class ExploringContacts(IContactPolicy bare, double share) : IContactPolicy
{
    /// <inheritdoc/>
    public string Kind => bare.Kind;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Parameters => bare.Parameters;

    /// <inheritdoc/>
    public IReadOnlyList<string> Features => bare.Features;

    /// <inheritdoc/>
    public IReadOnlyList<string> Actions => bare.Actions;

    /// <inheritdoc/>
    public ContactChoice Choose(ReadOnlySpan<float> state, ulong seed)
    {
        var options = new ContactOption[Actions.Count];
        if (Judge(state, options) is { } reason)
        {
            return new ContactChoice.Refused(reason);
        }

        var (left, chosen) = (new SeededRandom(seed).NextDouble(), 0);
        while (chosen < options.Length - 1 && left >= options[chosen].Probability)
        {
            left -= options[chosen++].Probability;
        }

        return new ContactChoice.Chosen(chosen, options[chosen].Probability, options);
    }

    /// <inheritdoc/>
    public string? Judge(ReadOnlySpan<float> state, Span<ContactOption> options)
    {
        if (bare.Judge(state, options) is { } reason)
        {
            return reason;
        }

        foreach (ref var option in options)
        {
            option = option with { Probability = ((1 - share) * option.Probability) + (share / options.Length) };
        }

        return null;
    }

    /// <inheritdoc/>
    public byte[] Save() => bare.Save();
}
