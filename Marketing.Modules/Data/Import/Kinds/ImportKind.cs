namespace Marketing.Data.Import.Kinds;

/// <summary>Where the writer takes the value of one parameter from.</summary>
internal enum Source
{
    /// <summary>The field of the same row.</summary>
    Field,

    /// <summary>An e-mail address: what stands for it where the person was erased, else the address itself.</summary>
    Address,

    /// <summary>The id of the customer that the row names.</summary>
    Customer,

    /// <summary>The key under which a staged customer is found.</summary>
    CustomerKey,

    /// <summary>The id of the product that the row names.</summary>
    Product,

    /// <summary>The id of the visitor that the row names.</summary>
    Visitor,

    /// <summary>The import.</summary>
    Import,

    /// <summary>The system's time at the start of the import.</summary>
    Now,

    /// <summary>A hash of the field's value by which it is known again, or nothing.</summary>
    Hash,

    /// <summary>The number that stands for the field's word; 9 for a word of the shop's own.</summary>
    Coded,

    /// <summary>The field's word where it is one of the shop's own.</summary>
    Own,

    /// <summary>The fields named, with blanks between them, as a JSON object, or nothing where all are empty.</summary>
    Json,
}

/// <summary>One parameter of a statement.</summary>
/// <param name="From">Where from.</param>
/// <param name="Name">Field, where one is meant.</param>
internal readonly record struct Parameter(Source From, string Name = "")
{
    public static implicit operator Parameter(string field) => new(Source.Field, field);
}

/// <summary>One statement that is run for every accepted row.</summary>
/// <param name="Name">Name in the store's SQL file.</param>
/// <param name="Parameters">Values in the order in which the statement names them.</param>
internal sealed record RowStatement(string Name, params Parameter[] Parameters)
{
    /// <summary>Run for the row where this one changed nothing, or null.</summary>
    public RowStatement? Otherwise { get; init; }
}

/// <summary>A kind of file: its fields, and what a row of it becomes. Everything that differs between kinds stands here.</summary>
/// <param name="Name">Machine name.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Statements">Run for every accepted row, in order.</param>
internal sealed record ImportKind(string Name, IReadOnlyList<Field> Fields, IReadOnlyList<RowStatement> Statements)
{
    public static readonly Parameter Customer = new(Source.Customer);
    public static readonly Parameter CustomerKey = new(Source.CustomerKey);
    public static readonly Parameter Product = new(Source.Product);
    public static readonly Parameter Visitor = new(Source.Visitor);
    public static readonly Parameter Import = new(Source.Import);
    public static readonly Parameter Now = new(Source.Now);

    /// <summary>Names of fields of which a row needs at least one; empty for no such rule.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>Which entity the staged rows are merged into at the end, or null for facts.</summary>
    public Staged? Merge { get; init; }

    /// <summary>Letters in a file's name that speak for this kind.</summary>
    public IReadOnlyList<string> FileNames { get; init; } = [];

    /// <summary>Headers that say, where nearly every row has a value under them, that a file is of this kind.</summary>
    public IReadOnlyList<string> Tells { get; init; } = [];

    /// <summary>Name of a field whose words say the same where nearly every row has one, or null.</summary>
    public string? TellingWords { get; init; }

    /// <summary>Whether a file is taken for this kind only when its name or its columns say so.</summary>
    public bool OnlyWhenTold { get; init; }

    /// <summary>Headers that make a file possibly of this kind, where it must be told, but do not decide.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>Whether it is read by the reader of order files.</summary>
    public bool IsOrders { get; init; }

    public ImportKindInfo Public => new(Name, [.. Fields.Select(one => one.Public)]);

    /// <summary>Position of a field, or -1.</summary>
    public int Position(string field)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            if (Fields[i].Name == field)
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>What the rows of a file are brought into beside their own tables, and taken out of again.</summary>
internal enum Staged
{
    Customers,
    Products,
    Suppressions,
    Lines,
    Events,
}
