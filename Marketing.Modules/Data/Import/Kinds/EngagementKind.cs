namespace Marketing.Data.Import.Kinds;

/// <summary>What became of mails that the previous tool sent.</summary>
internal static class EngagementKind
{
    public static readonly ImportKind Kind = new(
        "engagement",
        [
            new Field("customer", FieldType.Code, [.. CommonNames.Customer.Where(name => name != "id")]),
            new Field("email", FieldType.Email, CommonNames.Email),
            new Field("campaign", FieldType.Text, "campaign name", "campaign id", "subject", "mailing", "活动", "活动名称", "邮件主题") { Needed = true },
            new Field("kind", FieldType.Words, "event", "action", "type", "activity", "事件", "动作", "类型")
            {
                Needed = true,
                Words = Field.Meaning(
                    ("sent", ["send", "发送"]),
                    ("delivered", ["delivery", "送达"]),
                    ("open", ["opened", "打开"]),
                    ("click", ["clicked", "点击"]),
                    ("bounce", ["bounced", "hard bounce", "soft bounce", "退信"]),
                    ("complaint", ["spam", "complained", "投诉"]),
                    ("unsubscribe", ["unsubscribed", "退订"])),
            },
            new Field("at", FieldType.Date, CommonNames.At) { Needed = true },
            new Field("url", FieldType.Text, "link", "clicked url", "链接", "网址"),
        ],
        [new RowStatement("add-engagement", ImportKind.Customer, "kind", "campaign", "url", "at", ImportKind.Import)])
    {
        OneOf = ["customer", "email"],
        FileNames = ["engagement", "open", "activity", "mailing", "邮件"],
    };
}
