namespace Marketing.Data.Import.Kinds;

/// <summary>Who must no longer get mails: unsubscribed, bounced, complained or suppressed at the previous tool.</summary>
internal static class SuppressionsKind
{
    public static readonly ImportKind Kind = new(
        "suppressions",
        [
            new Field("email", FieldType.Email, CommonNames.Email) { Needed = true },
            new Field("reason", FieldType.Words, "type", "status", "event", "suppression reason", "category", "原因", "类型", "状态", "退订原因")
            {
                WhenEmpty = "suppressed",
                Words = Field.Meaning(
                    ("unsubscribed", ["unsubscribe", "unsub", "opt out", "optout", "opted out", "cleaned by user", "退订", "取消订阅"]),
                    ("bounced", ["bounce", "hard bounce", "hard", "invalid", "cleaned", "undeliverable", "退信", "硬退"]),
                    ("complained", ["complaint", "spam", "spam report", "abuse", "投诉", "垃圾邮件"]),
                    ("suppressed", ["suppression", "blocked", "blacklist", "blacklisted", "manual", "禁发", "黑名单"])),
            },
            new Field("at", FieldType.Date, [.. CommonNames.At, "unsubscribed at", "unsubscribe date", "unsub time", "opt out time", "bounced at", "suppressed at", "退订时间", "退订日期"]) { NowWhenEmpty = true },
            new Field("channel", FieldType.Words, "渠道") { Words = ConsentsKind.Channels, WhenEmpty = ConsentChannels.Mail },
        ],
        [new RowStatement("add-suppression", new Parameter(Source.Address, "email"), "channel", "reason", "at", ImportKind.Import)])
    {
        Merge = Staged.Suppressions,
        FileNames = ["suppress", "unsub", "bounce", "cleaned", "blacklist", "optout", "opt-out", "退订", "黑名单"],
    };
}
