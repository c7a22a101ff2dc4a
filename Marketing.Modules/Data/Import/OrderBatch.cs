namespace Marketing.Data.Import;

/// <summary>A customer that the shop did not know.</summary>
internal readonly record struct NewCustomer(long Id, byte[] Key, byte[] Country);

/// <summary>A product that the shop did not know.</summary>
internal readonly record struct NewProduct(long Id, byte[] Code, byte[] Name);

/// <summary>An order; a customer of 0 is an anonymous sale.</summary>
internal readonly record struct NewOrder(long Id, byte[] Number, long Customer, long At, OrderDetails? Details);

/// <summary>One line of an order.</summary>
internal readonly record struct NewLine(long Order, int Position, long Product, int Quantity, long Price);

/// <summary>One returned line; units are above 0.</summary>
internal readonly record struct NewReturn(byte[] Number, long Customer, long Product, long At, int Quantity, long Price);

/// <summary>A row that an earlier import had rejected; a line of an order of the shop where that is given.</summary>
internal readonly record struct NewCorrection(long OfImport, long OfRow, byte[] Number, long? Order, long Product, int Quantity, long Price);

/// <summary>A row that was rejected or changed, with what was made of the value and with words that say more than the rule's.</summary>
internal readonly record struct NewIssue(long Row, int Position, string? Column, string Value, CleaningRule Rule, string Text, string? Made = null, string? Reason = null);

/// <summary>Clean rows on their way from the thread that reads to the thread that writes. Parents stand before their children.</summary>
internal sealed class OrderBatch
{
    public const int Rows = 16_384;

    public List<NewCustomer> Customers { get; } = [];

    public List<NewProduct> Products { get; } = [];

    public List<NewOrder> Orders { get; } = [];

    public List<NewLine> Lines { get; } = new(Rows);

    public List<NewReturn> Returns { get; } = [];

    public List<NewCorrection> Corrections { get; } = [];

    public List<NewIssue> Issues { get; } = [];

    /// <summary>Data rows read when the batch was full.</summary>
    public long RowsRead { get; set; }

    /// <summary>Share of the file read when the batch was full.</summary>
    public double Share { get; set; }

    public void Clear()
    {
        Customers.Clear();
        Products.Clear();
        Orders.Clear();
        Lines.Clear();
        Returns.Clear();
        Corrections.Clear();
        Issues.Clear();
    }
}
