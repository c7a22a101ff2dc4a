using Marketing.Model;

namespace Marketing.Strategy.Contacts;

/// <summary>Actions of a campaign by mail, as ledger and logs name them.</summary>
internal static class ContactActions
{
    public const string Mail = "mail";
    public const string Nothing = ContactLog.Nothing;

    /// <summary>Candidates of a decision.</summary>
    public const string Candidates = $"{Mail},{Nothing}";

    /// <summary>Their order in a log.</summary>
    public static IReadOnlyList<string> All { get; } = [Nothing, Mail];

    public const int MailAt = 1;
}
