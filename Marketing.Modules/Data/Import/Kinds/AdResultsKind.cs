namespace Marketing.Data.Import.Kinds;

internal static class AdResultsKind
{
    public static readonly ImportKind Kind = new(
        "ad-results",
        [
            new Field("ad", FieldType.Code, AdsKind.Code) { Needed = true },
            new Field("platform", FieldType.Text, "channel", "network", "平台", "渠道", "媒体") { WhenEmpty = "" },
            new Field("at", FieldType.Date, [.. CommonNames.At, "day", "reporting starts", "日", "统计日期"]) { Needed = true },
            new Field("impressions", FieldType.Whole, "impr", "imps", "views", "展示", "展现量", "曝光", "曝光量") { Least = 0 },
            new Field("clicks", FieldType.Whole, "link clicks", "点击", "点击量", "点击数") { Least = 0 },
            new Field("conversions", FieldType.Whole, "purchases", "results", "转化", "转化数") { Least = 0 },
            new Field("cost", FieldType.Money, "spend", "amount spent", "ad spend", "花费", "消耗", "费用") { Least = 0 },
            new Field("revenue", FieldType.Money, "conversion value", "purchase value", "sales", "收入", "转化价值", "成交金额") { Least = 0 },
            new Field("currency", FieldType.Currency, CommonNames.Currency),
        ],
        [new RowStatement("add-ad-result", "ad", "platform", "at", "impressions", "clicks", "conversions", "cost", "revenue", ImportKind.Import)])
    {
        OneOf = ["impressions", "clicks", "conversions", "cost", "revenue"],
        FileNames = ["ad result", "ad-result", "ad_result", "performance", "spend", "广告效果", "投放"],
    };
}
