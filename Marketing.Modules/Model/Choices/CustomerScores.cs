using System.Numerics.Tensors;

namespace Marketing.Model.Choices;

/// <summary>
/// The likelihood of the visits of one customer and its derivatives by the utilities. Each visit is a multinomial logit with attention (McFadden 1974): <c>P(j) = a_j exp(U_j) / (1 + Σ a_l exp(U_l))</c>, where
/// <c>a</c> is that of browsing, <c>b exp(s U_j) / Σ exp(s U_l)</c>, and of places, less for what was shown before. A purchase is a draw of it, a look one with a level of its own, each further purchase one among goods; a
/// click is a Bernoulli draw, <c>a_j σ(U_j - c)</c>. Utilities are normal; expectations are taken by their means and variances. Nothing is allocated in a visit.
/// </summary>
internal sealed partial class CustomerScores
{
    private const double Least = 1e-12;
    private readonly ChoiceBeliefs _beliefs;
    private readonly VisitLog _log;
    private readonly double[] _lift;
    private readonly double[] _search;
    private readonly double[] _slope;
    private readonly double[] _weight;
    private readonly double[] _utility;
    private readonly double[] _liftOf;
    private readonly double[] _searchOf;
    private readonly double[] _half;
    private readonly double[] _taste;
    private readonly double[][] _spread;
    private double[] _attention = [];
    private double[] _further = [];
    private double _browse;
    private double _share;
    private readonly OwnGoods _own;

    public CustomerScores(ChoiceBeliefs beliefs, VisitLog log)
    {
        (_beliefs, _log, _own) = (beliefs, log, new OwnGoods(beliefs.Shop));
        double[] New() => new double[beliefs.Products];
        (_lift, _search, _slope, _weight, _utility, _liftOf, _searchOf, _half, _taste) = (New(), New(), New(), New(), New(), New(), New(), New(), New());
        (Slope, Weight) = (New(), New());
        _spread = [.. Enumerable.Range(0, beliefs.Dimensions).Select(_ => New())];
        ShopSlope = new double[beliefs.Shop.Count];
    }

    /// <summary>Slope of the likelihood of all visits by the utility of each product.</summary>
    public double[] Slope { get; }

    /// <summary>Its curvature (Fisher's information), above 0.</summary>
    public double[] Weight { get; }

    /// <summary>Covariance of the customer times the loadings.</summary>
    public double[][] Spread => _spread;

    /// <summary>Slope by the shop's terms, of one visit.</summary>
    public double[] ShopSlope { get; }

    /// <summary>Logarithm of the likelihood of all visits.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>Half the variances of the utilities.</summary>
    public ReadOnlySpan<double> Half => _half;

    public ReadOnlySpan<double> TasteOf => _taste;

    /// <summary>Takes the shop's terms, which have moved.</summary>
    /// <param name="days">Days that the visits of a customer may lie apart.</param>
    public void Renew(int days)
    {
        _own.Renew(days);
        _browse = Math.Exp(_beliefs.Shop.Value[_beliefs.Shop.Browse]);
    }

    /// <summary>Takes what is believed of a customer.</summary>
    public void Prepare(ReadOnlySpan<double> mean, ReadOnlySpan<double> covariance)
    {
        _beliefs.Taste(mean, _taste);
        Array.Clear(_half);
        var dimensions = _beliefs.Dimensions;
        for (var k = 0; k < dimensions; k++)
        {
            _beliefs.Taste(covariance.Slice(k * dimensions, dimensions), _spread[k]);
            TensorPrimitives.MultiplyAdd(_spread[k], _beliefs.Loading[k], _half, _half);
        }

        TensorPrimitives.Multiply(_half, 0.5, _half);
        TensorPrimitives.Add(_taste, _half, _liftOf);
        TensorPrimitives.Exp(_liftOf, _liftOf);
        TensorPrimitives.Multiply(_taste, _beliefs.Shop.Value[_beliefs.Shop.Search], _searchOf);
        TensorPrimitives.Exp(_searchOf, _searchOf);
    }

    /// <summary>Goes through the visits of a customer that was prepared.</summary>
    /// <param name="customer">Customer.</param>
    /// <param name="days">Tables of the days, whose sums are added to.</param>
    /// <param name="fade">Logarithm that a visit loses a day, from <paramref name="until"/> back.</param>
    /// <param name="until">Day from which ages count.</param>
    /// <param name="each">Called after each visit with the slope by the shop's terms; null where they are not asked for.</param>
    public void Run(int customer, DayTables days, double fade, int until, Action<double[]>? each)
    {
        Array.Clear(Slope);
        Array.Clear(Weight);
        _own.Clear();
        LogLikelihood = 0;
        for (var visit = _log.First(customer); visit != VisitLog.None; visit = _log[visit].Next)
        {
            ref readonly var row = ref _log[visit];
            Visit(row, days, each is not null);
            var share = Math.Exp(fade * (row.Day - until));
            VisitLoops.Accumulate(_slope, share, days.Slope(row.Day), Slope);
            VisitLoops.Accumulate(_weight, share, days.Weight(row.Day), Weight);
            each?.Invoke(ShopSlope);
            foreach (var product in _log.Bought(row))
            {
                _own.Add(product, row.Day);
            }
        }
    }

    private void Visit(in VisitLog.Visit visit, DayTables days, bool withShop)
    {
        var shop = _beliefs.Shop;
        var shown = _log.Shown(visit);
        var search = shop.Value[shop.Search];
        var all = VisitLoops.Multiply(days.Lift(visit.Day), _liftOf, _lift, days.Search(visit.Day), _searchOf, _search);
        all += _own.TakeOff(visit.Day, _lift, _search);

        // Odds of browsing, then those of places.
        _share = 1 / all;
        var browsed = VisitLoops.Odds(_search, _lift, _browse * _share, _slope);
        var sum = browsed + Attend(shown);
        Draws(visit, shown, browsed, sum, search, days, withShop);
        Clicks(visit, shown, days, withShop);
        if (withShop)
        {
            _own.AddSlopes(visit.Day, _slope, ShopSlope);
        }
    }

    // Attention of what was shown, and the odds it adds.
    private double Attend(ReadOnlySpan<VisitLog.ShownProduct> shown)
    {
        _attention = _attention.Length < shown.Length ? new double[2 * shown.Length] : _attention;
        var (odds, shop) = (0.0, _beliefs.Shop);
        for (var i = 0; i < shown.Length; i++)
        {
            _attention[i] = Math.Exp(shop.LogAttention(shown[i].Place) - (shop.Value[shop.Wear] * shown[i].Seen));
            odds += _attention[i] * _lift[shown[i].Product];
        }

        return odds;
    }

    // On entry the slope holds the odds of browsing.
    private void Draws(in VisitLog.Visit visit, ReadOnlySpan<VisitLog.ShownProduct> shown, double browsed, double sum, double search, DayTables days, bool withShop)
    {
        var shop = _beliefs.Shop;
        var bought = _log.Bought(visit);
        var level = Math.Exp(shop.Value[shop.Look]);
        var (denominators, shares) = ((1 / (1 + sum)) + (1 / (level + sum)), 0.0);
        LogLikelihood -= Math.Log(1 + sum) + Math.Log(level + sum) - (visit.Looked < 0 ? shop.Value[shop.Look] : 0);

        var (further, gone) = Further(bought, shown, sum);
        denominators += further;
        foreach (var product in bought)
        {
            shares += Share(product, shown);
        }

        shares += visit.Looked >= 0 ? Share(visit.Looked, shown) : 0;
        if (withShop)
        {
            Shop(visit, shown, (browsed, sum, gone), denominators, level, days);
        }

        // d/dU of -Σ log(level + odds) by browsing, whose attention moves with all utilities.
        VisitLoops.Derive(_slope, _search, denominators * (1 + search) * (1 + search), -denominators * (1 + search), search * ((denominators * browsed) - gone - shares) * _share, _weight);
        for (var i = 0; i < shown.Length; i++)
        {
            var mass = denominators * _attention[i] * _lift[shown[i].Product];
            _slope[shown[i].Product] -= mass;
            _weight[shown[i].Product] += mass;
        }

        foreach (var product in bought)
        {
            Chosen(product, shown, search);
        }

        if (visit.Looked >= 0)
        {
            Chosen(visit.Looked, shown, search);
        }

        for (var j = 0; j < bought.Length - 1; j++)
        {
            _slope[bought[j]] += _further[j] * (1 + (search * Share(bought[j], shown)));
            _weight[bought[j]] = Math.Max(0, _weight[bought[j]] - _further[j]);
        }
    }

    // Further purchases are choices among what was not bought a moment ago.
    private (double Denominators, double Gone) Further(ReadOnlySpan<int> bought, ReadOnlySpan<VisitLog.ShownProduct> shown, double sum)
    {
        var (rest, denominators, gone) = (sum, 0.0, 0.0);
        _further = _further.Length < bought.Length ? new double[2 * bought.Length] : _further;
        for (var i = 1; i < bought.Length; i++)
        {
            rest = Math.Max(rest - Odds(bought[i - 1], shown), Least * sum);
            denominators += 1 / rest;
            LogLikelihood -= Math.Log(rest);
            for (var j = 0; j < i; j++)
            {
                _further[j] = (j == i - 1 ? 0 : _further[j]) + (Odds(bought[j], shown) / rest);
                gone += Browsed(bought[j]) * _lift[bought[j]] / rest;
            }
        }

        return (denominators, gone);
    }

    private void Chosen(int product, ReadOnlySpan<VisitLog.ShownProduct> shown, double search)
    {
        _slope[product] += 1 + (search * Share(product, shown));
        LogLikelihood += Math.Log(Math.Max(Odds(product, shown), 1e-300));
    }

    private double Browsed(int product) => _search[product] * _share * _browse;

    private double Odds(int product, ReadOnlySpan<VisitLog.ShownProduct> shown) => (Browsed(product) + Place(product, shown)) * _lift[product];

    // Share of browsing in the attention to a product.
    private double Share(int product, ReadOnlySpan<VisitLog.ShownProduct> shown) => Browsed(product) / (Browsed(product) + Place(product, shown));

    private double Place(int product, ReadOnlySpan<VisitLog.ShownProduct> shown)
    {
        var attention = 0.0;
        for (var i = 0; i < shown.Length; i++)
        {
            attention += shown[i].Product == product ? _attention[i] : 0;
        }

        return attention;
    }

    private void Clicks(in VisitLog.Visit visit, ReadOnlySpan<VisitLog.ShownProduct> shown, DayTables days, bool withShop)
    {
        var shop = _beliefs.Shop;
        for (var i = 0; i < shown.Length; i++)
        {
            if (shown[i].Place < 0)
            {
                continue;
            }

            var product = shown[i].Product;
            var mean = days.Base(visit.Day)[product] + _taste[product] - _own.Lost(product, visit.Day) - shop.Value[shop.Click];
            var plain = Sigmoid(mean);
            var likes = Sigmoid(mean + (_half[product] * (1 - (2 * plain))));
            var attention = Math.Min(_attention[i], 1);
            var chance = attention * likes;
            var against = chance * (1 - likes) / (1 - chance);
            var slope = shown[i].IsClicked ? 1 - likes : -against;
            _slope[product] += slope;
            _weight[product] += against * (1 - likes);
            LogLikelihood += Math.Log(shown[i].IsClicked ? chance : 1 - chance);
            if (withShop)
            {
                ShopSlope[shop.Click] -= slope;
                Attention(shown[i], _attention[i] > 1 ? 0 : shown[i].IsClicked ? 1 : -chance / (1 - chance));
            }
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
