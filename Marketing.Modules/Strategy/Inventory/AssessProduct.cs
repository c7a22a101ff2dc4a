using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Strategy.Inventory;

/// <summary>Stock of one product against what is expected of it.</summary>
internal sealed class AssessProduct
{
    private const int Month = StockSummary.LossDays;
    private const int YearDays = 365;
    private const double Likely = 0.5;
    private readonly ProductColumns _products;
    private readonly DemandBook _book;
    private readonly InventoryOptions _options;
    private readonly DateOnly _day;
    private readonly double? _margin;
    private readonly int _passed;

    /// <param name="products">Products.</param>
    /// <param name="book">Forecasts.</param>
    /// <param name="options">Settings.</param>
    /// <param name="day">Today.</param>
    /// <param name="margin">Margin assumed where no cost is known; null for the mean of the products with one.</param>
    public AssessProduct(ProductColumns products, DemandBook book, InventoryOptions options, DateOnly day, double? margin)
    {
        (_products, _book, _options, _day) = (products, book, options, day);
        _passed = day.DayNumber - book.Turn.From.DayNumber;
        _margin = margin ?? MeanMargin(products);
    }

    /// <summary>The line of a product, without what depends on other products or earlier demand.</summary>
    /// <param name="p">Index.</param>
    /// <param name="soonGone">Whether stock is below the demand of the next few days.</param>
    public StockLine Of(int p, out bool soonGone)
    {
        var demand = _products.Active[p] ? _book.Of(new ProductId(_products.Id[p])) : null;
        var ahead = demand is null or { Basis: DemandBasis.Ended } ? Ahead.Nothing : Ahead.Of(demand, _passed);
        var lifts = new Lifts(demand, _passed);
        var line = WithLevels(Base(p, ahead), ahead, lifts);
        soonGone = line.Stock is { } stock && demand is not null && stock < ahead.Sum(_options.LeaveOutDays);
        return line.Stock is null
            ? line with { State = demand is null or { Basis: DemandBasis.Ended } ? StockState.NotSold : StockState.Unknown }
            : demand is null ? line : WithStock(line, ahead, lifts, p);
    }

    private StockLine Base(int p, Ahead ahead)
    {
        var isKnown = double.IsFinite(_products.LeadDays[p]) && _products.LeadDays[p] >= 0;
        long? assumed = _margin is { } margin && _products.Price[p] > 0 ? (long)Math.Round(_products.Price[p] * (1 - margin)) : null;
        return new StockLine
        {
            Product = new ProductId(_products.Id[p]),
            Code = _products.Code[p],
            Name = _products.Name[p],
            Category = _products.Category[p],
            State = StockState.NotSold,
            Stock = _products.Stock[p] == StockBoard.NoLevel ? null : _products.Stock[p],
            IsSimulated = _products.Simulated[p],
            DemandPerDay = ahead.Sum(Month) / Month,
            LeadDays = isKnown ? _products.LeadDays[p] : _options.LeadDays,
            IsLeadAssumed = !isKnown,
            UnitCost = _products.Cost[p] >= 0 ? _products.Cost[p] : assumed,
            IsCostAssumed = _products.Cost[p] < 0 && assumed is not null,
            OverstockDays = _options.OverstockDays,
        };
    }

    private StockLine WithLevels(StockLine line, Ahead ahead, Lifts lifts)
    {
        var (spread, lead, until) = (_book.Turn.Spread, ahead.Sum(line.LeadDays), line.LeadDays + _options.ReviewDays);
        var more = More(line, lead);
        var reorder = StockFormulas.Covering(spread, _options.ServiceLevel, lead, line.LeadDays, more + lifts.More(line.LeadDays));

        // Calibrated levels of a longer span may lie lower; what lasts for longer is never less.
        var upTo = Math.Max(reorder, StockFormulas.Covering(spread, _options.ServiceLevel, ahead.Sum(until), until, more + lifts.More(until)));
        return line with
        {
            LeadDemand = lead,
            SafetyStock = StockFormulas.SafetyStock(reorder, lead),
            ReorderPoint = reorder,
            OrderUpTo = upTo,
            EconomicQuantity = StockFormulas.EconomicOrderQuantity(line.DemandPerDay * YearDays, _options.OrderCost, line.UnitCost, _options.HoldingRate),
        };
    }

    private StockLine WithStock(StockLine line, Ahead ahead, Lifts lifts, int p)
    {
        var (spread, stock, lead, month) = (_book.Turn.Spread, line.Stock!.Value, ahead.Sum(line.LeadDays), ahead.Sum(Month));
        var probability = stock <= 0 ? 1 : lead <= 0 ? 0 : 1 - spread.AtMost(stock - 1, lead, line.LeadDays, More(line, lead) + lifts.More(line.LeadDays));
        var (cover, lost) = (ahead.DaysOf(stock), spread.Shortage(Math.Max(0, stock), month, Month, lifts.More(Month)));

        // A quantile costs most of all here, and only what lies above the order-up-to level can be too much.
        var over = stock <= line.OrderUpTo ? 0 : (int)Math.Max(0, stock - Math.Max(line.OrderUpTo, StockFormulas.Covering(spread, _options.ServiceLevel, ahead.Sum(_options.OverstockDays), _options.OverstockDays, lifts.More(_options.OverstockDays))));
        var state = month <= 0 && stock <= 0 ? StockState.NotSold
            : stock <= 0 ? StockState.OutOfStock
            : probability > Likely ? StockState.RunningOut
            : over > 0 ? StockState.Overstock
            : month > 0 && stock <= line.ReorderPoint ? StockState.OrderNow
            : StockState.Healthy;
        return line with
        {
            State = state,
            CoverDays = cover,
            StockOut = cover is { } days ? _day.AddDays((int)days) : null,
            StockOutProbability = probability,
            Quantity = state == StockState.NotSold ? 0 : StockFormulas.Quantity(stock, line.ReorderPoint, line.OrderUpTo, line.EconomicQuantity),
            OverstockUnits = over,
            LostUnits = lost,
            LostRevenue = (long)Math.Round(lost * _products.Price[p]),
        };
    }

    private double More(StockLine line, double lead) => StockFormulas.OfLead(line.LeadDays > 0 ? lead / line.LeadDays : 0, _options.LeadDeviationDays);

    // What planned promotions add to the variance, since it is not sure how demand answers them.
    private readonly record struct Lifts(ProductDemand? Demand, int Passed)
    {
        public double More(double days) => Demand is { Lift.Times.Count: > 0 } one ? Math.Pow(one.Lift.Doubt(one.Mean, Math.Max(0, Passed), days), 2) : 0;
    }

    private static double? MeanMargin(ProductColumns products)
    {
        var (sum, known) = (0.0, 0);
        for (var p = 0; p < products.Count; p++)
        {
            if (products.Price[p] > 0 && products.Cost[p] >= 0)
            {
                sum += Math.Clamp((products.Price[p] - products.Cost[p]) / (double)products.Price[p], 0, 1);
                known++;
            }
        }

        return known == 0 ? null : sum / known;
    }
}
