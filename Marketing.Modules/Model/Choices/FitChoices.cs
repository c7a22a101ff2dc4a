using System.Numerics.Tensors;

namespace Marketing.Model.Choices;

/// <summary>
/// Learns goods, customers and the shop's terms from the visits: in turn, Newton's steps for each customer given the goods and for the goods given the customers, with Fisher's information, and steps of Berndt, Hall, Hall and
/// Hausman 1974 for the shop's terms. Customers and goods are random effects, whose covariances are learned too (expectation and maximisation with normal approximations of the posteriors; Train 2009, chapter 14).
/// </summary>
internal sealed class FitChoices
{
    private const double PriorCustomers = 20;
    private const double Longest = 1;
    private const double PriorGoods = 10;
    private readonly ChoiceBeliefs _beliefs;
    private readonly CustomerBeliefs _customers;
    private readonly VisitLog _log;
    private readonly StockLog _stock;
    private readonly VisitChoiceTerms _options;
    private readonly DayTables _tables;
    private readonly GoodsSums _goods;
    private readonly double[] _outer;
    private readonly double[] _shopSlope;
    private readonly double[] _start;
    private readonly double[] _moments;
    private bool _hasBegun;

    public FitChoices(ChoiceBeliefs beliefs, CustomerBeliefs customers, VisitLog log, StockLog stock, VisitChoiceTerms options)
    {
        (_beliefs, _customers, _log, _stock, _options) = (beliefs, customers, log, stock, options);
        _tables = new DayTables(beliefs.Products);
        _goods = new GoodsSums(beliefs);
        Scores = new CustomerScores(beliefs, log);
        (_outer, _shopSlope) = (new double[beliefs.Shop.Count * beliefs.Shop.Count], new double[beliefs.Shop.Count]);
        (_start, _moments) = ([.. beliefs.Covariance], new double[beliefs.Covariance.Length]);
        Step = new CustomerStep(beliefs);
    }

    public CustomerScores Scores { get; }

    private CustomerStep Step { get; }

    /// <summary>Logarithm of the likelihood at the latest pass.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>Goes over all visits so many times.</summary>
    public void Run(int passes, CancellationToken cancellation)
    {
        if (_log.Count == 0)
        {
            return;
        }

        if (!_hasBegun)
        {
            Begin();
        }

        _customers.Reach(_log.Customers, _beliefs.Covariance);
        for (var pass = 0; pass < passes; pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            Pass(pass % 2 == 1);
        }

        Refill();
    }

    /// <summary>One Newton's step for a customer who came again.</summary>
    public void Refresh(int customer)
    {
        if (_log.LastDay >= _tables.First + _tables.Days)
        {
            Refill();
        }

        _customers.Reach(_log.Customers, _beliefs.Covariance);
        var mean = _customers.Mean(customer);
        var covariance = _customers.Covariance(customer);
        Scores.Prepare(mean, covariance);
        Scores.Run(customer, _tables, 1 / _options.TasteDays, _log.LastDay, null);
        Step.Take(Scores, mean, covariance, Longest);
    }

    private void Refill()
    {
        var days = _log.LastDay - _log.FirstDay + 1;
        _tables.Fill(_beliefs, _log.FirstDay, days, _stock);
        Scores.Renew(days);
    }

    // The level of all utilities from the share of visits with a purchase.
    private void Begin()
    {
        var (visits, bought) = (0, 0);
        for (var visit = 0; visit < _log.Count; visit++)
        {
            var counts = !_log.IsLeftOut(_log[visit].Customer);
            (visits, bought) = (visits + (counts ? 1 : 0), bought + (counts && _log[visit].BoughtCount > 0 ? 1 : 0));
        }

        _beliefs.AppealMean = Math.Log((bought + 1) / (visits + 2.0) / (1 + _beliefs.Places));
        Array.Fill(_beliefs.Appeal, _beliefs.AppealMean);
        _beliefs.Shop.Move(_beliefs.Shop.Click, _beliefs.AppealMean + 3);
        _hasBegun = true;
    }

    private void Pass(bool ofShop)
    {
        Refill();
        Array.Clear(_outer);
        Array.Clear(_shopSlope);
        Array.Clear(_moments);
        _goods.Clear();
        (LogLikelihood, var customers) = (0, 0);
        Action<double[]>? each = ofShop ? AddShop : null;
        for (var customer = 0; customer < _log.Customers; customer++)
        {
            if (_log.First(customer) == VisitLog.None || _log.IsLeftOut(customer))
            {
                continue;
            }

            var mean = _customers.Mean(customer);
            var covariance = _customers.Covariance(customer);
            Scores.Prepare(mean, covariance);
            Scores.Run(customer, _tables, 1 / _options.TasteDays, _log.LastDay, each);
            LogLikelihood += Scores.LogLikelihood;
            if (!ofShop)
            {
                _goods.Add(Scores, mean, covariance);
            }

            Step.Take(Scores, mean, covariance, Longest);
            AddMoments(mean, covariance);
            customers++;
        }

        if (ofShop)
        {
            MoveShop();
            _goods.MoveSeason(_tables);
        }
        else
        {
            _goods.MoveAppeal(_tables, PriorGoods);
            _goods.MoveLoadings(PriorGoods);
        }

        MovePrior(customers);
    }

    private void AddShop(double[] slope)
    {
        for (var i = 0; i < slope.Length; i++)
        {
            _shopSlope[i] += slope[i];
            TensorPrimitives.MultiplyAdd(slope.AsSpan(0, i + 1), slope[i], _outer.AsSpan(i * slope.Length, i + 1), _outer.AsSpan(i * slope.Length, i + 1));
        }
    }

    private void MoveShop()
    {
        var (shop, n) = (_beliefs.Shop, _beliefs.Shop.Count);
        for (var i = 0; i < n; i++)
        {
            _outer[(i * n) + i] += 1 / (shop.Spread[i] * shop.Spread[i]);
            _shopSlope[i] -= (shop.Value[i] - shop.Prior[i]) / (shop.Spread[i] * shop.Spread[i]);
        }

        if (!SmallMatrix.Invert(_outer, n))
        {
            return;
        }

        for (var i = 0; i < n; i++)
        {
            shop.Value[i] += Math.Clamp(TensorPrimitives.Dot<double>(_outer.AsSpan(i * n, n), _shopSlope), -0.5, 0.5);
        }

        shop.Keep();
    }

    private void AddMoments(ReadOnlySpan<double> mean, ReadOnlySpan<double> covariance)
    {
        var n = mean.Length;
        TensorPrimitives.Add(_moments, covariance, _moments);
        for (var k = 0; k < n; k++)
        {
            TensorPrimitives.MultiplyAdd(mean, mean[k], _moments.AsSpan(k * n, n), _moments.AsSpan(k * n, n));
        }
    }

    private void MovePrior(int customers)
    {
        for (var i = 0; i < _moments.Length; i++)
        {
            _beliefs.Covariance[i] = (_moments[i] + (PriorCustomers * _start[i])) / (customers + PriorCustomers);
        }

        _beliefs.Covariance.CopyTo(_beliefs.Precision, 0);
        if (!SmallMatrix.Invert(_beliefs.Precision, _beliefs.Dimensions))
        {
            throw new InvalidOperationException("A sum of squares was not positive definite.");
        }
    }
}
