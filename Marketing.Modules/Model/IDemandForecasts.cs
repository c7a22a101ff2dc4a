using Marketing.Features;
using Marketing.Kernel;

namespace Marketing.Model;

/// <summary>Why a product is foretold as it is.</summary>
public enum DemandBasis
{
    /// <summary>Of the methods asked from earlier days, this one was least off for this product, with what all products say as a prior.</summary>
    Backtest,

    /// <summary>The history is too short to compare: the usual method.</summary>
    Usual,

    /// <summary>New: its own first days, and those of earlier new products of its category, or of the shop.</summary>
    Analogy,

    /// <summary>Sold no more: nothing is expected.</summary>
    Ended,
}

/// <summary>How far a method was off for one product.</summary>
/// <param name="Method">Method.</param>
/// <param name="Rmsse">Root of the mean squared error over that of the change from day to day before (Hyndman and Koehler 2006, squared as in the M5 competition).</param>
public readonly record struct MethodError(string Method, double Rmsse);

/// <summary>What is expected to be asked for of a product.</summary>
/// <param name="Product">Product.</param>
/// <param name="Method">Method: <c>theta</c>, <c>tsb</c>, <c>global</c> ..., <c>analogy</c>, or <c>none</c> for a product sold no more.</param>
/// <param name="Basis">Why so.</param>
/// <param name="Mean">Expected units of each day from the turn's first day on.</param>
/// <param name="Errors">How far each method was off in the backtests, the least first; empty where none were made.</param>
public sealed record ProductDemand(ProductId Product, string Method, DemandBasis Basis, IReadOnlyList<float> Mean, IReadOnlyList<MethodError> Errors)
{
    private const int Week = 7;

    /// <summary>What planned promotions add; it is in the mean already.</summary>
    public DemandLift Lift { get; init; } = DemandLift.None;

    /// <summary>What the first four weeks are of the eight before them by the season of the years before, of as many days; it is in the mean already. Null where no year is known, and where the method takes none.</summary>
    public double? Year { get; init; }

    /// <summary>
    /// Expected units of a day beyond those foretold: as the last week goes on, without its promotions. A day on which nothing is foretold, for one on which the shop is shut, stands for none beyond it
    /// where the same day of a week before it, up to the fourth, says more.
    /// </summary>
    public double Beyond => Enumerable.Range(0, Math.Min(Week, Mean.Count)).Select(LastOpen).DefaultIfEmpty(0).Average();

    /// <summary>Expected units of a day without its promotions.</summary>
    /// <param name="day">Day, from 0.</param>
    public double Plain(int day) => Lift.Times.Count > 0 ? Mean[day] / (double)Lift.Times[day] : Mean[day];

    private double LastOpen(int daysBeforeLast)
    {
        for (var (day, weeks) = (Mean.Count - 1 - daysBeforeLast, 0); day >= 0 && weeks < 4; day -= Week, weeks++)
        {
            if (Mean[day] > 0)
            {
                return Plain(day);
            }
        }

        return 0;
    }

    /// <summary>Variance that planned promotions add to the demand of the first days, since it is not sure how demand answers them.</summary>
    /// <param name="days">Days, 0 or more.</param>
    public double More(double days) => Math.Pow(Lift.Doubt(Mean, 0, days), 2);

    /// <summary>Expected units of the first days; beyond the days foretold, as the last week goes on.</summary>
    /// <param name="days">Days, 0 or more; a part of a day counts as that part.</param>
    public double Sum(double days)
    {
        var (sum, whole) = (0.0, (int)Math.Min(days, Mean.Count));
        for (var day = 0; day < whole; day++)
        {
            sum += Mean[day];
        }

        return days <= Mean.Count ? sum + (whole < Mean.Count ? (days - whole) * Mean[whole] : 0) : sum + ((days - Mean.Count) * Beyond);
    }
}

/// <summary>How good forecasts were, made from earlier days by the methods that stood chosen then.</summary>
/// <param name="Group"><c>all</c>, or a class by how demand comes (Syntetos, Boylan and Croston 2005): <c>smooth</c>, <c>erratic</c>, <c>intermittent</c>, <c>lumpy</c>.</param>
/// <param name="Method">Method, or <c>chosen</c> for that of each product.</param>
/// <param name="Span">Days of the sums compared: 1, 7 or 28.</param>
/// <param name="Products">Products, each counted once for every earlier day that it was foretold from.</param>
/// <param name="Wape">Sum of absolute errors over what came.</param>
/// <param name="Rmsse">Mean over products; null where none has a scale; of sums over several days there is none.</param>
/// <param name="Mase">Mean over products, as the last.</param>
/// <param name="Bias">What was foretold over what came, less 1.</param>
/// <param name="Coverage80">Share of what came between the levels .1 and .9 foretold, a count spread evenly over its probability, so that a true distribution has 0.8; null of single methods.</param>
/// <param name="Coverage95">The same between .025 and .975.</param>
public sealed record DemandAccuracy(string Group, string Method, int Span, int Products, double? Wape, double? Rmsse, double? Mase, double? Bias, double? Coverage80, double? Coverage95);

/// <summary>A turn in which demand was foretold.</summary>
/// <param name="Run">Run.</param>
/// <param name="From">First day foretold.</param>
/// <param name="HorizonDays">Days foretold.</param>
/// <param name="Origins">Earlier days from which methods were compared; 0 where the history is too short.</param>
/// <param name="Spread">How demand spreads about what is foretold of a product.</param>
/// <param name="OfSums">The same of a category.</param>
/// <param name="OfShop">The same of the whole shop.</param>
/// <param name="Accuracy">How good forecasts were.</param>
/// <param name="CpuSeconds">Processor time.</param>
public sealed record DemandTurn(RunId Run, DateOnly From, int HorizonDays, int Origins, DemandSpread Spread, DemandSpread OfSums, DemandSpread OfShop, IReadOnlyList<DemandAccuracy> Accuracy, double CpuSeconds);

/// <summary>What is expected of every product, in memory. Never changes.</summary>
/// <param name="turn">The turn.</param>
/// <param name="products">Its products.</param>
public sealed class DemandBook(DemandTurn turn, IReadOnlyList<ProductDemand> products)
{
    private readonly Dictionary<ProductId, ProductDemand> _byId = products.ToDictionary(one => one.Product);

    /// <summary>The turn.</summary>
    public DemandTurn Turn => turn;

    /// <summary>Every product that has ever been sold or was in stock.</summary>
    public IReadOnlyList<ProductDemand> Products => products;

    /// <summary>What is expected of a product; null of one that has never been sold.</summary>
    public ProductDemand? Of(ProductId product) => _byId.GetValueOrDefault(product);
}

/// <summary>What will be asked for, foretold once a turn.</summary>
public interface IDemandForecasts
{
    /// <summary>Compares the methods on earlier days, chooses one a product, foretells everything and keeps it in place of the last turn's.</summary>
    /// <param name="frame">Demand so far.</param>
    /// <param name="run">Run of the turn; one that goes on begins this step anew.</param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the work; the last turn's forecasts stay.</param>
    /// <returns>The turn, or null where there are not two whole weeks of history.</returns>
    Task<DemandTurn?> ForecastAsync(DemandFrame frame, RunId run, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>The last turn's forecasts; null before the first.</summary>
    Task<DemandBook?> CurrentAsync(CancellationToken cancellation);
}
