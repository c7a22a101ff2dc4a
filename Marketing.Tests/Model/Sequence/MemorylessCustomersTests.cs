using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Sequence;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Sequence;

/// <summary>
/// Customers who order by chance alone (exponential waits) are away for a horizon with a known probability, whatever they did before: a training whose questions know what follows them, or that meets
/// short waits more often than long ones, comes to another.
/// </summary>
[Collection("processors")]
public sealed class MemorylessCustomersTests
{
    private const double MeanWait = 80;
    private const int Horizon = 56;
    private static readonly DateTimeOffset Now = new(2024, 6, 30, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(30)]
    [InlineData(6)]
    public void The_probability_of_staying_away_and_the_spend_are_the_true_ones(int length)
    {
        var random = new SeededRandom(5);
        var builder = new SnapshotBuilder(Now);
        for (var customer = 0; customer < 400; customer++)
        {
            for (var day = random.NextDouble() * 200; day < 700; day += -MeanWait * Math.Log(1 - random.NextDouble()))
            {
                builder.Order(Now.AddDays(day - 700), $"c{customer:000}", ($"p{random.NextInt(5)}", 1, 1000));
            }
        }

        var shop = builder.Build();
        var model = (IOutlookModel)new TransformerMethod().Fit(shop, $"d=16 heads=2 layers=1 length={length} dropout=0 batch=32 epochs=12 patience=100 signs=true questions=true weeks=12 horizon_days={Horizon} learning_rate=0.005");
        var told = new CustomerOutlook?[shop.Customers.Count];
        model.Foretell(shop, [.. Enumerable.Range(0, told.Length)], told);
        var outlooks = Array.ConvertAll(told, one => one!.Value);
        Assert.InRange(outlooks.Average(one => one.Churn), Math.Exp(-Horizon / MeanWait) - 0.05, Math.Exp(-Horizon / MeanWait) + 0.05);
        Assert.InRange(outlooks.Average(one => one.Spend), 0.75 * 1000 * Horizon / MeanWait, 1.25 * 1000 * Horizon / MeanWait);

        // Nor does it think that it knows more of some than of others.
        Assert.InRange(Math.Sqrt(outlooks.Average(one => Math.Pow(one.Churn - Math.Exp(-Horizon / MeanWait), 2))), 0, 0.12);
    }
}
