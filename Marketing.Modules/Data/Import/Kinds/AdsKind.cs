namespace Marketing.Data.Import.Kinds;

internal static class AdsKind
{
    public static readonly string[] Code = ["ad id", "ad code", "creative", "creative id", "广告编号", "广告id", "创意编号"];

    public static readonly ImportKind Kind = new(
        "ads",
        [
            new Field("ad", FieldType.Code, Code) { Needed = true },
            new Field("name", FieldType.Text, "ad name", "creative name", "广告名称", "创意名称") { Needed = true },
            new Field("platform", FieldType.Text, "channel", "network", "source", "平台", "渠道", "媒体") { WhenEmpty = "" },
            new Field("campaign", FieldType.Text, "campaign name", "ad campaign", "活动", "广告计划", "推广计划") { WhenEmpty = "" },
            new Field("product", FieldType.ProductCode, CommonNames.Product),
            new Field("title", FieldType.Text, "headline", "标题"),
            new Field("body", FieldType.Text, "text", "description", "copy", "文案", "描述"),
            new Field("image", FieldType.Url, "image url", "picture", "图片"),
            new Field("url", FieldType.Url, "link", "landing page", "final url", "destination url", "落地页", "链接"),
        ],
        [new RowStatement("add-ad", "ad", "name", "platform", "campaign", ImportKind.Product, "title", "body", "image", "url", ImportKind.Import)])
    {
        FileNames = ["ads", "creative", "广告"],
    };
}
