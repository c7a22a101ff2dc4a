namespace Marketing.Model.Sequence;

/// <summary>Size of a sequence network.</summary>
/// <param name="Products">Products of the catalogue.</param>
/// <param name="Width">Numbers of a token's vector.</param>
/// <param name="Heads">Heads of attention; they divide the width.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="Inner">Numbers inside a block's second branch, a multiple of the width.</param>
/// <param name="Length">Latest tokens of a history that are looked at.</param>
internal sealed record SequenceShape(int Products, int Width, int Heads, int Layers, int Inner, int Length)
{
    /// <summary>Signs that a token carries beside product and position, each a table of as many vectors as there are values.</summary>
    public IReadOnlyList<int> Signs { get; init; } = [];

    /// <summary>Whether tokens know how far apart they are (<see cref="Neural.Rotary"/>), and not where they stand; else each place has a vector of its own.</summary>
    public bool Rotary { get; init; }

    /// <summary>Buckets of what products are, whose vectors are parts of those of the products; 0 for none.</summary>
    public int Content { get; init; }

    /// <summary>Measures of how products sold just before, which move the logits.</summary>
    public int Trends { get; init; }

    /// <summary>Weeks over which the time to the next order is told; 0 for no such head.</summary>
    public int Weeks { get; init; }

    /// <summary>Whether the spend in the horizon is told.</summary>
    public bool Spend { get; init; }
}
