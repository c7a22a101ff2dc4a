using System.Text;
using Marketing.Data.Import.Kinds;

namespace Marketing.Data.Import;

/// <summary>Where a file keeps what an order line is made of; -1 for an optional column that it lacks.</summary>
internal sealed record OrderFileColumns(int Number, int Code, int Description, int Quantity, int Date, int Price, int Customer, int Country, IReadOnlyList<string> Headers)
{
    private const int MostColumns = 200;

    // Of two columns that could be one detail the first is taken: a file is not refused for what it could do without.
    private const int FirstDetail = 8;

    private static readonly Wanted[] All =
    [
        new("InvoiceNo", true, ["invoice", "invoicenumber", "order", "orderno", "orderid", "ordernumber", "订单号", "订单编号", "订单", "发票号", "发票编号"]),
        new("StockCode", true, ["sku", "product", "productcode", "productid", "productno", "item", "itemcode", "itemid", "商品编号", "商品编码", "商品代码", "产品编号", "产品编码", "货号"]),
        new("Description", false, ["productname", "itemname", "name", "title", "商品名称", "产品名称", "商品描述", "描述", "名称"]),
        new("Quantity", true, ["qty", "units", "count", "数量", "件数"]),
        new("InvoiceDate", true, ["orderdate", "date", "datetime", "time", "timestamp", "createdat", "订单日期", "订单时间", "下单时间", "下单日期", "发票日期", "日期", "时间"]),
        new("UnitPrice", true, ["price", "itemprice", "单价", "价格"]),
        new("CustomerID", true, ["customer", "customerno", "customernumber", "customerkey", "clientid", "userid", "客户编号", "客户号", "客户id", "客户", "顾客编号", "会员号", "会员编号", "用户id"]),
        new("Country", false, ["shippingcountry", "billingcountry", "国家", "国家地区", "国家/地区"]),
        new("Status", false, ["orderstatus", "financialstatus", "state", "订单状态", "状态", "交易状态"]),
        new("Currency", false, ["currencycode", "ordercurrency", "币种", "货币"]),
        new("Discount", false, ["discountamount", "orderdiscount", "discounttotal", "优惠金额", "折扣", "优惠"]),
        new("Coupon", false, ["couponcode", "discountcode", "promotioncode", "vouchercode", "优惠券", "优惠码"]),
        new("Payment", false, ["paymentmethod", "paymenttype", "支付方式", "付款方式"]),
        new("Shipping", false, ["shippingamount", "shippingcost", "shippingtotal", "postage", "运费", "邮费"]),
    ];

    private sealed record Wanted(string Name, bool Required, string[] Others);

    /// <summary>The columns as fields of a kind of file.</summary>
    public static IEnumerable<Field> Fields => All.Select(wanted => new Field(wanted.Name, Type(wanted.Name), wanted.Others) { Needed = wanted.Required });

    /// <summary>Positions of the columns without which a row says nothing.</summary>
    public IEnumerable<int> Needed => [Number, Code, Quantity, Date, Price, Customer];

    /// <summary>Where the details of orders are.</summary>
    public DetailColumns Details { get; init; } = new(-1, -1, -1, -1, -1, -1);

    /// <summary>Whether prices are written with a comma before the decimals.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>Finds the columns in the header, which is the current record.</summary>
    /// <param name="header">At the header.</param>
    /// <param name="chosen">Header by column as a person chose it, or null to find them by their names.</param>
    public static OrderFileColumns Of(CsvRecords header, IReadOnlyDictionary<string, string>? chosen = null)
    {
        if (header.FieldCount > MostColumns)
        {
            throw FileFault.WideHeader.At(header.Row, null, $"{header.FieldCount}");
        }

        var headers = new string[header.FieldCount];
        for (var i = 0; i < headers.Length; i++)
        {
            headers[i] = Cell.Shown(Encoding.UTF8.GetString(header[i]).Trim());
        }

        if (chosen?.Keys.FirstOrDefault(name => !All.Any(wanted => wanted.Name == name)) is { } unknown)
        {
            throw FileFault.UnknownField.Whole("orders", string.Join(", ", All.Select(wanted => wanted.Name)), unknown);
        }

        var found = Array.ConvertAll(All, wanted => chosen is null ? Find(wanted, headers, header.Row) : ColumnMatch.Positions(headers, chosen, [wanted.Name], header.Row)[0]);
        if (Fields.Where((field, i) => field.Needed && found[i] < 0).ToList() is { Count: > 0 } missing)
        {
            throw ColumnMatch.Missing(missing, headers, header.Row);
        }

        return new OrderFileColumns(found[0], found[1], found[2], found[3], found[4], found[5], found[6], found[7], headers)
        {
            Details = new DetailColumns(found[8], found[9], found[10], found[11], found[12], found[13]),
        };
    }

    /// <summary>
    /// What may stand beside amounts: signs of the shop's currency. Another sign says that they are of another one, which a column has to name;
    /// where there is such a column, it alone tells.
    /// </summary>
    public byte[][] Signs(string currency) => Details.Currency >= 0 ? []
        : [.. new[] { Kernel.Money.Sign(currency), currency, currency is "JPY" or "CNY" ? "￥" : currency }.Distinct().Select(Encoding.UTF8.GetBytes)];

    private static FieldType Type(string name) => name switch
    {
        "Quantity" => FieldType.Whole,
        "InvoiceDate" => FieldType.Date,
        "UnitPrice" or "Discount" or "Shipping" => FieldType.Money,
        "StockCode" => FieldType.ProductCode,
        "InvoiceNo" or "CustomerID" => FieldType.Code,
        _ => FieldType.Text,
    };

    private static int Find(Wanted wanted, string[] headers, long row)
    {
        // The proper name wins over the others, so that "Order" beside "InvoiceNo" is not a second number.
        var exact = Positions(headers, [Plain(wanted.Name)]);
        var positions = exact.Count > 0 ? exact : Positions(headers, wanted.Others);
        if (positions.Count > 1 && Array.IndexOf(All, wanted) < FirstDetail)
        {
            throw FileFault.UnclearColumn.At(row, headers[positions[1]], wanted.Name, headers[positions[0]], headers[positions[1]]);
        }

        return positions.Count == 0 ? -1 : positions[0];
    }

    private static List<int> Positions(string[] headers, string[] names) =>
        [.. Enumerable.Range(0, headers.Length).Where(i => names.Contains(Plain(headers[i])))];

    private static string Plain(string name) => string.Concat(name.Where(c => c is not (' ' or '_' or '-' or '.'))).ToLowerInvariant();
}
