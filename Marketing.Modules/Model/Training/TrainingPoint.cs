using System.Globalization;

namespace Marketing.Model.Training;

/// <summary>One point of a training's curve.</summary>
/// <param name="Epoch">Passes over the data that are done, or at work, from 1.</param>
/// <param name="Step">Updates of the parameters so far.</param>
/// <param name="Loss">Mean loss of what it is mainly for since the point before, in nats a prediction.</param>
/// <param name="Validation">Metric on what is held out, higher is better; null between two validations.</param>
/// <param name="TokensPerSecond">Tokens learned from in a second since the point before; padding never counts.</param>
/// <param name="SecondsLeft">Time to the end if it does not stop early, or null when it cannot be told.</param>
/// <param name="Share">Done share in [0, 1] if it does not stop early.</param>
internal sealed record TrainingPoint(int Epoch, long Step, double Loss, double? Validation, double TokensPerSecond, double? SecondsLeft, double Share)
{
    /// <summary>The point as a short fact.</summary>
    public string Shown => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {Epoch}, loss {Loss:0.000}{(Validation is { } metric ? $", validation ndcg@10 {metric:0.00000}" : "")}, {TokensPerSecond:N0} tokens/s");
}
