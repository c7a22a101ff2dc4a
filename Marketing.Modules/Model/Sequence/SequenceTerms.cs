namespace Marketing.Model.Sequence;

/// <summary>How a sequence network is trained.</summary>
/// <param name="Epochs">Most passes over the histories.</param>
/// <param name="Batch">Histories of a step.</param>
/// <param name="Rate">Highest learning rate.</param>
/// <param name="Decay">Weight decay.</param>
/// <param name="Dropout">Dropout, in [0, 1).</param>
/// <param name="Patience">Validations without a better one after which it stops.</param>
/// <param name="Seed">Seed of everything random.</param>
internal sealed record SequenceTerms(int Epochs, int Batch, float Rate, float Decay, float Dropout, int Patience, ulong Seed)
{
    /// <summary>Share of the steps in which the rate rises.</summary>
    public const double Rising = 0.02;

    /// <summary>Longest gradient of a step; a longer one is shortened to it (Pascanu, Mikolov and Bengio 2013, alg. 1).</summary>
    public const float Clip = 5;

    /// <summary>What the losses of the time to the next order and of the spend weigh beside that of the products, so that they do not take the network over.</summary>
    public const float OfHeads = 0.2f;

    /// <summary>Deviation of the parameters at the start.</summary>
    public const float Deviation = 0.02f;

    /// <summary>Products drawn for a step that stand for the whole catalogue; 0 for the catalogue itself.</summary>
    public int Drawn { get; init; }

    /// <summary>Epochs between two validations.</summary>
    public int ValidateEvery { get; init; } = 1;

    /// <summary>What the training goes on from, told apart from other starts; null for chance.</summary>
    public string? From { get; init; }

    /// <summary>The terms of a training that goes on from an earlier model: a quarter of the passes, at a third of the rate.</summary>
    /// <param name="from">What it goes on from.</param>
    public SequenceTerms Continued(string from) => this with { Epochs = (Epochs + 3) / 4, Rate = Rate / 3, From = from };
}
