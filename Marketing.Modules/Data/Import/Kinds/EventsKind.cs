namespace Marketing.Data.Import.Kinds;

internal static class EventsKind
{
    public static readonly ImportKind Kind = new(
        "events",
        [
            new Field("id", FieldType.Code, "event id", "message id", "事件编号", "事件id"),
            new Field("kind", FieldType.Words, "event", "event type", "event name", "action", "behavior", "behaviour", "behavior type", "事件", "事件类型", "行为", "行为类型")
            {
                Needed = true,
                OtherWords = true,
                Words = Field.Meaning(
                    ("1", ["view", "pv", "product view", "view item", "viewed product", "浏览", "点击"]),
                    ("2", ["cart", "add to cart", "addtocart", "added to cart", "加购", "加入购物车"]),
                    ("3", ["page", "page view", "pageview", "访问", "页面"]),
                    ("4", ["search", "searched", "搜索"]),
                    ("5", ["checkout", "begin checkout", "started checkout", "结算"]),
                    ("6", ["purchase", "transaction", "buy", "order", "购买", "下单"]),
                    ("7", ["identify", "login", "sign in", "登录"]),
                    ("8", ["remove-from-cart", "remove from cart", "移出购物车"])),
            },
            new Field("at", FieldType.Date, CommonNames.At) { Needed = true },
            new Field("customer", FieldType.Code, [.. CommonNames.Customer.Where(name => name != "id")]),
            new Field("email", FieldType.Email, CommonNames.Email),
            new Field("visitor", FieldType.Code, "visitor id", "anonymous id", "client", "cookie", "device id", "visitorid", "访客", "访客编号", "设备号"),
            new Field("session", FieldType.Code, "session id", "visit id", "user session", "会话", "会话编号"),
            new Field("product", FieldType.ProductCode, CommonNames.Product),
            new Field("quantity", FieldType.Number, "qty", "units", "数量"),
            new Field("amount", FieldType.Money, "value", "revenue", "price", "金额", "价格"),
            new Field("currency", FieldType.Currency, CommonNames.Currency),
            new Field("url", FieldType.Text, "page url", "address", "location", "网址", "页面地址"),
            new Field("search", FieldType.Text, "search words", "search term", "query", "keyword", "搜索词", "关键词"),
            new Field("bot", FieldType.YesNo, "is bot", "robot", "机器人") { WhenEmpty = "no" },
        ],
        [new RowStatement("add-file-event", ImportKind.Customer, ImportKind.Product, new Parameter(Source.Coded, "kind"), "at", ImportKind.Import, ImportKind.Visitor, "session", new Parameter(Source.Own, "kind"), "quantity", "amount", new Parameter(Source.Json, "url search"), "bot", ImportKind.Now, new Parameter(Source.Hash, "id")) { Otherwise = new RowStatement("take-file-event-over", ImportKind.Import, new Parameter(Source.Hash, "id")) }])
    {
        Merge = Staged.Events,
        OneOf = ["customer", "email", "visitor"],
        FileNames = ["event", "click", "behavior", "behaviour", "browsing", "事件", "行为"],
    };
}
