namespace Marketing.Data.Import.Kinds;

internal static class ProductsKind
{
    public static readonly ImportKind Kind = new(
        "products",
        [
            new Field("product", FieldType.ProductCode, [.. CommonNames.Product, "id", "handle", "code"]) { Needed = true },
            new Field("name", FieldType.Text, "product name", "title", "item name", "商品名称", "产品名称", "名称", "标题", "商品名"),
            new Field("category", FieldType.Text, "category path", "product category", "categories", "product type", "type", "google product category", "分类", "类目", "商品分类", "品类", "类别"),
            new Field("brand", FieldType.Text, "vendor", "manufacturer", "品牌", "厂商"),
            new Field("price", FieldType.Money, "unit price", "list price", "regular price", "variant price", "价格", "售价", "单价", "标价") { Least = 0 },
            new Field("cost", FieldType.Money, "unit cost", "cost price", "cost per item", "purchase price", "成本", "成本价", "进价") { Least = 0 },
            new Field("image", FieldType.Url, "image url", "image link", "image src", "picture", "images", "图片", "主图", "图片链接"),
            new Field("url", FieldType.Url, "link", "product url", "permalink", "链接", "网址", "商品链接"),
            new Field("description", FieldType.Text, "text", "body", "body html", "long description", "描述", "商品描述", "详情"),
            new Field("active", FieldType.YesNo, "published", "status", "is active", "enabled", "上架", "是否上架", "状态"),
            new Field("currency", FieldType.Currency, CommonNames.Currency),
        ],
        [new RowStatement("stage-product", ImportKind.Import, "product", "name", "category", "brand", "price", "cost", "image", "url", "description", "active")])
    {
        Merge = Staged.Products,
        OnlyWhenTold = true,
        Hints = ["product", "handle", "title", "name", "price", .. CommonNames.Product, "product name", "item name", "商品名称", "产品名称", "名称", "标题", "商品名", "价格", "售价", "单价", "标价"],
        FileNames = ["product", "catalog", "catalogue", "item", "商品", "产品"],
    };
}
