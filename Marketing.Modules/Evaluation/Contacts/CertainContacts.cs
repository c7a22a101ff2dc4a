using Marketing.Model;

namespace Marketing.Evaluation.Contacts;

/// <summary>What would be done without a policy: the same action for everybody. It is compared with and never acts.</summary>
/// <param name="like">A policy of the same features and actions.</param>
/// <param name="action">Place of the action.</param>
internal sealed class CertainContacts(IContactPolicy like, int action) : IContactPolicy
{
    public string Kind => ContactTerms.Everybody;

    public IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Features => like.Features;

    public IReadOnlyList<string> Actions => like.Actions;

    public ContactChoice Choose(ReadOnlySpan<float> state, ulong seed)
    {
        var options = new ContactOption[Actions.Count];
        return Judge(state, options) is { } reason ? new ContactChoice.Refused(reason) : new ContactChoice.Chosen(action, 1, options);
    }

    public string? Judge(ReadOnlySpan<float> state, Span<ContactOption> options)
    {
        if (like.Judge(state, options) is { } reason)
        {
            return reason;
        }

        for (var i = 0; i < options.Length; i++)
        {
            options[i] = options[i] with { Value = null, Probability = i == action ? 1 : 0, Exclusion = null };
        }

        return null;
    }

    public byte[] Save() => throw new NotSupportedException("What is done without a policy is not kept as one.");
}
