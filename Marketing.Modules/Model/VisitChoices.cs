using Marketing.Model.Choices;

namespace Marketing.Model;

/// <summary>
/// Learns from visits what each customer likes, and fills lists with what adds most expected margin. A multinomial logit with attention (McFadden 1974) whose tastes are random effects (Train 2009), with seasons, satiation
/// after own purchases and wear after being shown, in the spirit of SHOPPER (Ruiz, Athey and Blei 2020). Not safe for several threads. The same calls give the same bits.
/// </summary>
public sealed class VisitChoices
{
    // A customer is learned anew between two fits when one visit in so many is new.
    private const int Worthwhile = 10;

    private readonly ChoiceBeliefs _beliefs;
    private readonly CustomerBeliefs _customers;
    private readonly VisitLog _log;
    private readonly StockLog _stock;
    private readonly FitChoices _fit;
    private readonly ChooseSlate _slate;
    private readonly Dictionary<int, int> _fresh = [];

    /// <param name="category">Category of each product, numbered from 0 on without gaps.</param>
    /// <param name="price">Price of each product, above 0.</param>
    /// <param name="places">Places of a list, 1 or more.</param>
    /// <param name="options">How to learn.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no products, not a price for each, no places, or an option is out of its range.</exception>
    public VisitChoices(ReadOnlySpan<int> category, ReadOnlySpan<double> price, int places, VisitChoiceTerms options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNotEqual(price.Length, category.Length, nameof(price));
        ArgumentOutOfRangeException.ThrowIfZero(category.Length, nameof(category));
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Dimensions, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Dimensions, 64, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Math.Min(Math.Min(options.SeenDays, options.SatedDays), Math.Min(options.TasteDays, options.SeasonDays)), 0, nameof(options));
        foreach (var one in category)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(one, nameof(category));
        }

        _beliefs = new ChoiceBeliefs(category.ToArray(), price.ToArray(), places, options);
        _customers = new CustomerBeliefs(_beliefs.Dimensions);
        (_log, _stock) = (new VisitLog(options.SeenDays), new StockLog(category.Length));
        _fit = new FitChoices(_beliefs, _customers, _log, _stock, options);
        _slate = new ChooseSlate(_beliefs, _log);
    }

    /// <summary>Visits noted.</summary>
    public int Visits => _log.Count;

    /// <summary>Logarithm of the likelihood of all visits at the latest pass over them.</summary>
    public double LogLikelihood => _fit.LogLikelihood;

    internal ChoiceBeliefs Beliefs => _beliefs;

    /// <summary>A visit begins; what follows belongs to it.</summary>
    /// <param name="customer">Number of the customer, 0 or more.</param>
    /// <param name="day">Day, not before that of an earlier visit of the same customer.</param>
    public void Begin(int customer, int day)
    {
        _log.Begin(customer, day);
        _fresh[customer] = _fresh.GetValueOrDefault(customer) + 1;
    }

    /// <summary>A product was shown in a place, from 0 on.</summary>
    public void Show(int product, int place) => _log.AddShown(product, place);

    /// <summary>A product stood in the message that brought the visitor.</summary>
    public void Mention(int product) => _log.AddShown(product, -1);

    /// <summary>Something shown was clicked on.</summary>
    public void Click(int product) => _log.AddClick(product);

    /// <summary>A product was looked at; the last one counts.</summary>
    public void Look(int product) => _log.AddLook(product);

    /// <summary>A product was bought.</summary>
    public void Buy(int product) => _log.AddBought(product);

    /// <summary>Notes what was in stock on a day: what nobody could buy was not refused.</summary>
    public void NoteStock(int day, ReadOnlySpan<int> stock) => _stock.Note(day, stock);

    /// <summary>Nothing is learned any more from somebody, such as a program.</summary>
    public void LeaveOut(int customer) => _log.LeaveOut(customer);

    /// <summary>Learns from all visits so far.</summary>
    /// <param name="passes">Times to go over them: some dozens at first, a few after some more days.</param>
    /// <param name="cancellation">Stops the work.</param>
    public void Fit(int passes, CancellationToken cancellation)
    {
        _fit.Run(passes, cancellation);
        _slate.Forget();
        _fresh.Clear();
    }

    /// <summary>Fills the list of a visit.</summary>
    /// <param name="customer">Who came.</param>
    /// <param name="day">Day.</param>
    /// <param name="stock">Units of each product.</param>
    /// <param name="margin">Expected margin of a sale of each product, in any unit.</param>
    /// <param name="slots">Receives a product for each place, or -1.</param>
    /// <returns>Expected margin of one choice of the visitor.</returns>
    public double Fill(int customer, int day, ReadOnlySpan<int> stock, ReadOnlySpan<double> margin, Span<int> slots)
    {
        Prepare(customer, day, stock);
        return _slate.Fill(margin, slots);
    }

    /// <summary>Chooses what a message shows: what is likeliest to be bought for the most margin.</summary>
    /// <param name="customer">To whom.</param>
    /// <param name="day">Day.</param>
    /// <param name="stock">Units of each product.</param>
    /// <param name="margin">Expected margin of a sale of each product.</param>
    /// <param name="products">Receives the products, or -1.</param>
    /// <param name="slots">Receives the list that the visit would be shown.</param>
    public VisitOffer Propose(int customer, int day, ReadOnlySpan<int> stock, ReadOnlySpan<double> margin, Span<int> products, Span<int> slots)
    {
        Prepare(customer, day, stock);
        var interest = _slate.Best(margin, products);
        var plain = _slate.Fill(margin, slots);
        foreach (var product in products)
        {
            if (product >= 0)
            {
                _slate.Mention(product);
            }
        }

        return new VisitOffer(interest, _slate.Fill(margin, slots), plain);
    }

    /// <summary>
    /// Chance that somebody who pays attention to one of some products on the morning of a day clicks on it, of the likeliest of them: by today's beliefs, after what was bought before that day, and with what was noted to be in stock on it.
    /// </summary>
    /// <param name="customer">Who.</param>
    /// <param name="day">Day, also one long past.</param>
    /// <param name="products">Products; without any the chance is 0.</param>
    public double Interest(int customer, int day, ReadOnlySpan<int> products)
    {
        Prepare(customer);
        _slate.Recall(customer, day, _fit.Scores, _stock);
        var interest = 0.0;
        foreach (var product in products)
        {
            interest = Math.Max(interest, _slate.Interest(product));
        }

        return interest;
    }

    private void Prepare(int customer, int day, ReadOnlySpan<int> stock)
    {
        Prepare(customer);
        _slate.Begin(customer, day, _fit.Scores, stock);
    }

    private void Prepare(int customer)
    {
        if (_fresh.TryGetValue(customer, out var fresh) && fresh * Worthwhile >= _log.VisitsOf(customer))
        {
            _fit.Refresh(customer);
            _fresh.Remove(customer);
        }

        _customers.Reach(customer + 1, _beliefs.Covariance);
        _fit.Scores.Prepare(_customers.Mean(customer), _customers.Covariance(customer));
    }
}
