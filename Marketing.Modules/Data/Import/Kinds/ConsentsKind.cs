namespace Marketing.Data.Import.Kinds;

internal static class ConsentsKind
{
    public static readonly IReadOnlyDictionary<string, string> Channels = Field.Meaning(
        (ConsentChannels.Mail, ["email", "e-mail", "newsletter", "邮件", "电子邮件"]),
        (ConsentChannels.Sms, ["text", "text message", "短信"]),
        (ConsentChannels.Web, ["site", "website", "网站"]));

    public static readonly ImportKind Kind = new(
        "consents",
        [
            new Field("customer", FieldType.Code, CommonNames.Customer),
            new Field("email", FieldType.Email, CommonNames.Email),
            new Field("purpose", FieldType.Words, "consent purpose", "consent type", "目的", "同意目的", "用途")
            {
                Needed = true,
                Words = Field.Meaning(
                    (ConsentPurposes.Marketing, ["advertising", "newsletter", "offers", "营销", "营销邮件"]),
                    (ConsentPurposes.Personalisation, ["personalization", "个性化"]),
                    (ConsentPurposes.Profiling, ["profile", "画像"]),
                    (ConsentPurposes.Analytics, ["statistics", "measurement", "统计", "分析"])),
            },
            new Field("channel", FieldType.Words, "consent channel", "渠道") { Words = Channels, WhenEmpty = ConsentChannels.Mail },
            new Field("granted", FieldType.YesNo, "consent", "opt in", "opted in", "accepts marketing", "agreed", "是否同意", "同意") { Needed = true },
            new Field("at", FieldType.Date, [.. CommonNames.At, "consent date", "consented at", "同意时间"]) { Needed = true },
            new Field("source", FieldType.Text, "consent source", "origin", "来源", "同意来源") { WhenEmpty = "file" },
            new Field("wording", FieldType.Text, "wording version", "text version", "版本", "条款版本") { WhenEmpty = "unknown" },
            new Field("basis", FieldType.Words, "lawful basis", "legal basis", "合法依据", "法律依据")
            {
                WhenEmpty = "consent",
                Words = Field.Meaning(("consent", ["同意"]), ("contract", ["合同"]), ("legitimate-interest", ["legitimate interests", "正当利益"]), ("legal-obligation", ["法定义务"])),
            },
        ],
        [new RowStatement("add-file-consent", ImportKind.Customer, "purpose", "channel", "granted", "at", "source", "wording", ImportKind.Import, "basis")])
    {
        OneOf = ["customer", "email"],
        FileNames = ["consent", "opt-in", "optin", "同意"],
    };
}
