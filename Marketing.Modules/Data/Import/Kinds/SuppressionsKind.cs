namespace Marketing.Data.Import.Kinds;

/// <summary>Who must no longer get mails: unsubscribed, bounced, complained or suppressed at the previous tool.</summary>
internal static class SuppressionsKind
{
    private static readonly string[] EndedAt =
    [
        "unsubscribed", "unsubscribed at", "unsubscribed on", "unsubscribe date", "unsubscribe time", "unsub time", "unsub date", "opt out time", "opt out date", "opted out at",
        "bounced", "bounced at", "bounce date", "bounce time", "suppressed", "suppressed at", "suppression date", "suppression time", "suppression timestamp", "cleaned at", "clean time",
        "complained at", "complaint date", "退订时间", "退订日期", "退信时间", "退信日期", "投诉时间", "禁发时间", "禁发日期",
    ];

    private static readonly string[] Why = ["reason", "suppression reason", "unsubscribe reason", "unsub reason", "bounce reason", "bounce type", "退订原因", "退信原因", "禁发原因"];

    public static readonly ImportKind Kind = new(
        "suppressions",
        [
            new Field("email", FieldType.Email, CommonNames.Email) { Needed = true },
            new Field("reason", FieldType.Words, [.. Why, "type", "status", "event", "category", "原因", "类型", "状态"])
            {
                WhenEmpty = "suppressed",
                Words = Field.Meaning(
                    ("unsubscribed", ["unsubscribe", "unsub", "opt out", "optout", "opted out", "cleaned by user", "退订", "取消订阅"]),
                    ("bounced", ["bounce", "hard bounce", "hard", "invalid", "cleaned", "undeliverable", "退信", "硬退"]),
                    ("complained", ["complaint", "spam", "spam report", "abuse", "投诉", "垃圾邮件"]),
                    ("suppressed", ["suppression", "blocked", "blacklist", "blacklisted", "manual", "禁发", "黑名单"])),
            },
            new Field("at", FieldType.Date, [.. EndedAt, .. CommonNames.At]) { NowWhenEmpty = true },
            new Field("channel", FieldType.Words, "渠道") { Words = ConsentsKind.Channels, WhenEmpty = ConsentChannels.Mail },
        ],
        [new RowStatement("add-suppression", new Parameter(Source.Address, "email"), "channel", "reason", "at", ImportKind.Import)])
    {
        Merge = Staged.Suppressions,
        OnlyWhenTold = true,
        Tells = [.. Why, .. EndedAt],
        TellingWords = "reason",
        FileNames = ["suppress", "unsub", "bounce", "cleaned_email", "cleaned-email", "cleaned email", "blacklist", "blocklist", "optout", "opt-out", "opt_out", "complaint", "退订", "退信", "黑名单", "abmeldung", "desabonn", "désabonn", "desinscri", "désinscri"],
    };
}
