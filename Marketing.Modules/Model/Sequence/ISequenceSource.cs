using Marketing.Kernel.Numerics;

namespace Marketing.Model.Sequence;

/// <summary>Histories to learn from and to be judged on.</summary>
internal interface ISequenceSource
{
    /// <summary>Histories to learn from.</summary>
    int Count { get; }

    /// <summary>Histories whose next products are held out, to stop by.</summary>
    IReadOnlyList<HeldHistory> Held { get; }

    /// <summary>Tells data from other data: a checkpoint goes on only with the same.</summary>
    string Fingerprint { get; }

    /// <summary>Most tokens that <see cref="Fill"/> adds for a history.</summary>
    int Tokens(int history);

    /// <summary>Adds a history with what is to be foretold.</summary>
    /// <param name="history">Which.</param>
    /// <param name="random">Chance of this history in this epoch.</param>
    /// <param name="shard">Receives the tokens.</param>
    void Fill(int history, SeededRandom random, TokenShard shard);

    /// <summary>Adds a held-out history; its last token is the one to foretell from.</summary>
    void FillHeld(int held, TokenShard shard);

    /// <summary>An empty shard for such histories.</summary>
    TokenShard NewShard();
}

/// <summary>What comes next in a history that is held out.</summary>
/// <param name="Truth">Products, ascending.</param>
/// <param name="Excluded">Products that are not ranked, ascending.</param>
internal sealed record HeldHistory(int[] Truth, int[] Excluded);
