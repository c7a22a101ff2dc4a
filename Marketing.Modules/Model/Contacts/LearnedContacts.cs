using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Contacts;

/// <summary>A policy around what was learned.</summary>
internal sealed class LearnedContacts : IContactPolicy
{
    private const float Largest = 1e9f;

    private readonly ContactMethod _method;
    private readonly ParameterValues _values;
    private readonly ContactModel _model;
    private readonly Exploration? _exploration;
    private readonly double _spread;
    private readonly int _nothing;

    /// <param name="method">Method.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="features">Names of the numbers in a state.</param>
    /// <param name="actions">Names of the actions.</param>
    /// <param name="spread">Standard deviation of a reward.</param>
    /// <param name="model">What was learned.</param>
    public LearnedContacts(ContactMethod method, ParameterValues values, IReadOnlyList<string> features, IReadOnlyList<string> actions, double spread, ContactModel model)
    {
        (_method, _values, Features, Actions, _spread, _model) = (method, values, features, actions, spread, model);
        _exploration = method.Explores ? Exploration.Of(values) : null;
        _nothing = Enumerable.Range(0, actions.Count).First(a => actions[a] == ContactLog.Nothing);
    }

    public string Kind => _method.Kind;

    public IReadOnlyDictionary<string, string> Parameters => _values.Shown;

    public IReadOnlyList<string> Features { get; }

    public IReadOnlyList<string> Actions { get; }

    public byte[] Save() => ContactFile.Write(_method, Parameters, Features, Actions, _spread, _model);

    public ContactChoice Choose(ReadOnlySpan<float> state, ulong seed)
    {
        var options = new ContactOption[Actions.Count];
        if (Judge(state, options) is { } reason)
        {
            return new ContactChoice.Refused(reason);
        }

        // Rounding may leave a little of 1 behind the last action; it belongs to the last that may be chosen.
        var (left, chosen) = (new SeededRandom(seed).NextDouble(), -1);
        for (var a = 0; a < options.Length && left >= 0; a++)
        {
            if (options[a].Probability > 0)
            {
                (chosen, left) = (a, left - options[a].Probability);
            }
        }

        return new ContactChoice.Chosen(chosen, options[chosen].Probability, options);
    }

    public string? Judge(ReadOnlySpan<float> state, Span<ContactOption> options)
    {
        var count = Actions.Count;
        if (options.Length != count)
        {
            throw new ArgumentException($"There is room for {options.Length} options; there are {count} actions.", nameof(options));
        }

        if (Wrong(state) is { } wrong)
        {
            return wrong;
        }

        Span<double> numbers = stackalloc double[3 * count];
        Span<bool> allowed = stackalloc bool[count];
        Span<double> q = numbers[..count], shares = numbers[count..(2 * count)], probabilities = numbers[(2 * count)..];
        var exclusions = new string?[count];
        _model.Values(state, q);
        _model.Support(state, shares, exclusions);
        for (var a = 0; a < count; a++)
        {
            allowed[a] = exclusions[a] is null;
        }

        if (_exploration is null)
        {
            shares.CopyTo(probabilities);
        }
        else
        {
            _exploration.Fill(q, allowed, _nothing, _spread, probabilities);
        }

        for (var a = 0; a < count; a++)
        {
            options[a] = new ContactOption(double.IsNaN(q[a]) ? null : q[a], probabilities[a], shares[a], exclusions[a]);
        }

        return null;
    }

    private string? Wrong(ReadOnlySpan<float> state)
    {
        if (state.Length != Features.Count)
        {
            return ContactRefusal.StateLength;
        }

        foreach (var value in state)
        {
            if (!(Math.Abs(value) <= Largest))
            {
                return ContactRefusal.StateRange;
            }
        }

        return null;
    }
}
