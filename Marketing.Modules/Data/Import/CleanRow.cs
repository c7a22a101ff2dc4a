namespace Marketing.Data.Import;

/// <summary>What was done to a row while its cells were read.</summary>
[Flags]
internal enum RowTraits : byte
{
    None = 0,
    CodeNormalised = 1,
    CustomerNormalised = 2,
    PriceRounded = 4,
}

/// <summary>One row once its cells are read; indices of the books, -1 for none. Units are as the file has them, below zero for what came back.</summary>
internal readonly record struct CleanRow(int Order, int Code, int Name, int Customer, long At, int Quantity, long Price, RowTraits Traits);
