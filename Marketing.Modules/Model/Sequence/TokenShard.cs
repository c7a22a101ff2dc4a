using Marketing.Model.Neural;

namespace Marketing.Model.Sequence;

/// <summary>Tokens of some histories, one history behind the other without padding, and what is to be foretold from them.</summary>
internal sealed class TokenShard
{
    /// <summary>Product of a token that stands for none: a question.</summary>
    public const int NoProduct = -1;

    /// <summary>Where each history begins, and the end of the last.</summary>
    public List<int> Start { get; } = [0];

    /// <summary>Product of each token, or <see cref="NoProduct"/>.</summary>
    public List<int> Product { get; } = [];

    /// <summary>Place of each token, counted so that the latest of the longest history has the last.</summary>
    public List<int> Position { get; } = [];

    /// <summary>Whether later tokens of the history may attend to a token; questions are no keys.</summary>
    public List<bool> IsKey { get; } = [];

    /// <summary>Values of each token's signs, one list a sign.</summary>
    public IReadOnlyList<List<int>> Signs { get; init; } = [];

    /// <summary>Tokens with products to be foretold, ascending.</summary>
    public List<int> Asked { get; } = [];

    /// <summary>What those products are, one row a token of <see cref="Asked"/>.</summary>
    public TargetRows Targets { get; } = new();

    /// <summary>What the customer has had by then, and how products sold; one row a token of <see cref="Asked"/>, for histories to be scored one row a history.</summary>
    public LogitMoves Moves { get; init; } = new();

    /// <summary>Tokens with a time and a spend to be foretold, ascending.</summary>
    public List<Outlook> Outlooks { get; } = [];

    /// <summary>Tokens.</summary>
    public int Count => Product.Count;

    /// <summary>Takes everything out.</summary>
    public void Clear()
    {
        Start.RemoveRange(1, Start.Count - 1);
        foreach (var list in (IEnumerable<List<int>>)[Product, Position, Asked, .. Signs])
        {
            list.Clear();
        }

        IsKey.Clear();
        Targets.Clear();
        Moves.Clear();
        Outlooks.Clear();
    }
}

/// <summary>What came after a question.</summary>
/// <param name="Token">Token of the question.</param>
/// <param name="Week">Week of the next order, or the first week of which nothing is known.</param>
/// <param name="Seen">Whether that order was seen.</param>
/// <param name="Spend">Spend in the horizon, or not a number when its end is not known.</param>
/// <param name="Weight">What its losses count: 1 on average.</param>
internal readonly record struct Outlook(int Token, int Week, bool Seen, float Spend, float Weight = 1);
