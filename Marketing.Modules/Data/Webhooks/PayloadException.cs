using Marketing.Data.Intake;
using Marketing.Data.Ledger;

namespace Marketing.Data.Webhooks;

/// <summary>A payload that says something we cannot place; it is kept apart with the reason.</summary>
internal sealed class PayloadException : Exception
{
    /// <param name="field">Where in the payload.</param>
    /// <param name="rule">What is wrong there.</param>
    /// <param name="values">Values for its places.</param>
    public PayloadException(string field, ItemRule rule, params string[] values)
        : this(field, rule.Say(values), rule.Why(values))
    {
    }

    /// <param name="rejected">What the intake says of an item of the payload.</param>
    public PayloadException(ItemOutcome.Rejected rejected)
        : this(rejected.Field, $"{rejected.Reason} {rejected.Fix}", rejected.Why)
    {
    }

    private PayloadException(string field, string reason, Reason? why)
        : base($"{field}: {reason}") => (Field, Reason, Why) = (field, reason, why);

    public string Field { get; }

    public string Reason { get; }

    /// <summary>The reason in code.</summary>
    public Reason? Why { get; }

    /// <summary>Whether it is about somebody who was erased.</summary>
    public bool IsOfErased => ItemRule.IsOfErased(Why);

    /// <summary>As the row of a delivery keeps it.</summary>
    public WrittenReason Written => new(Message, Why, Field);
}
