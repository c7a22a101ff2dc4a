namespace Marketing.Data.Transfers;

/// <summary>What the program does with personal data: by which ways it may leave, and which kinds of data it is.</summary>
internal static class Activities
{
    internal sealed record Row(string Code, string[] Bases, string[] Places, string[] Kinds);

    public static IReadOnlyList<Row> All { get; } =
    [
        new("sales", ["contract"], [TransferPlaces.CustomerList, TransferPlaces.ImportRows, TransferPlaces.Api], ["orders", "deliveries", "quarantine", "rejected-rows", "staged-customers", "uploads", "backups"]),
        new("behaviour", ["consent"], [], ["events", "visitors", "visitor-lists"]),
        new("marketing", ["consent"], [TransferPlaces.Mail, TransferPlaces.AdAudience], ["messages", "engagement"]),
        new("profiling", ["consent", "legitimate-interest"], [TransferPlaces.CustomerList, TransferPlaces.Api], ["decision-reasons"]),
        new("rights", ["legal-obligation"], [TransferPlaces.PersonCopy], []),
        new("accounts", ["legitimate-interest"], [], ["audit"]),
    ];
}
