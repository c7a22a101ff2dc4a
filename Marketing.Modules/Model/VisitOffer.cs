namespace Marketing.Model;

/// <summary>What a message may bring.</summary>
/// <param name="Interest">Chance that somebody who pays attention to the best of its products clicks on it.</param>
/// <param name="Margin">Expected margin of one choice in a visit that it brings.</param>
/// <param name="Plain">Expected margin of one choice in a visit without it.</param>
public readonly record struct VisitOffer(double Interest, double Margin, double Plain);
