using Marketing.Kernel.Numerics;

namespace Marketing.Evaluation.Simulator;

/// <summary>How a customer answers to messages.</summary>
internal enum Answer
{
    Moved,
    Hardly,
    Repelled,
}

/// <summary>The truth about a simulated shop, which no policy but the oracle sees: products and customers as they were drawn.</summary>
internal sealed class TrueShop
{
    private const double Days = 365;
    private readonly double[] _taste;
    private readonly double[] _turned;
    private readonly double[] _place;
    private readonly double[] _phase;
    private readonly double[] _logPrice;
    private readonly double[] _season;
    private readonly double[] _now;
    private int _seasonDay = int.MinValue;
    private int _turnedOf = -1;
    private int _turnedOn;

    /// <param name="world">The world.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="customers">Customers over the whole time; those behind <paramref name="atStart"/> come later.</param>
    /// <param name="atStart">Customers at the beginning.</param>
    /// <param name="products">Products.</param>
    public TrueShop(World world, long seed, int customers, int atStart, int products)
    {
        (World, Draws, AtStart, Products) = (world, new Draws(seed), atStart, products);
        var centres = Centres();
        (Category, Price, Cost, Appeal, Returned, _place) = (new int[products], new double[products], new double[products], new double[products], new double[products], new double[products * world.Tastes]);
        _phase = [.. Enumerable.Range(0, world.Categories).Select(category => Draws.Uniform(Purpose.Product, -1 - category, 1) * 2 * Math.PI)];
        for (var product = 0; product < products; product++)
        {
            DrawProduct(product, centres);
        }

        (_now, _logPrice, _season) = (new double[world.Tastes], Array.ConvertAll(Price, price => Math.Log(price / world.Price)), new double[world.Categories]);
        (PriceSense, Rate, Answers, Kind, _taste, _turned) = (new double[customers], new double[customers], new Answer[customers], new CustomerKind[customers], new double[customers * world.Tastes], new double[customers * world.Tastes]);
        for (var customer = 0; customer < customers; customer++)
        {
            DrawCustomer(customer, centres);
        }
    }

    public World World { get; }

    public Draws Draws { get; }

    public int AtStart { get; }

    public int Products { get; }

    public int Customers => Rate.Length;

    public int[] Category { get; }

    public double[] Price { get; }

    /// <summary>What a product costs the shop.</summary>
    public double[] Cost { get; }

    public double[] Appeal { get; }

    /// <summary>Chance that a product sold comes back.</summary>
    public double[] Returned { get; }

    public double[] PriceSense { get; }

    /// <summary>Visits a day.</summary>
    public double[] Rate { get; }

    public Answer[] Answers { get; }

    public CustomerKind[] Kind { get; }

    /// <summary>Utility of a product for a customer on a day at the full price, before satiation.</summary>
    public double Utility(int customer, int product, int day)
    {
        if (customer != _turnedOf || day != _turnedOn)
        {
            Turn(customer, day);
        }

        var (like, place) = (0.0, product * _now.Length);
        for (var k = 0; k < _now.Length; k++)
        {
            like += _now[k] * _place[place + k];
        }

        return Appeal[product] + (World.Taste * like) + SeasonOf(Category[product], day) - (PriceSense[customer] * _logPrice[product]);
    }

    /// <summary>What a cut of the price adds to a utility.</summary>
    public double OfCut(int customer, double cut) => -PriceSense[customer] * Math.Log(1 - cut);

    /// <summary>Visits of a day, of those of the mean day.</summary>
    public double Season(int day) => World.Week[((day % 7) + 7) % 7] * (1 + (World.Year.Visits * Math.Cos(2 * Math.PI * (day - 20) / Days)));

    /// <summary>Expected margin of a sale at a cut, with what comes back.</summary>
    public double Margin(int product, double cut) => ((1 - Returned[product]) * ((Price[product] * (1 - cut)) - Cost[product])) - (Returned[product] * World.Returns.Cost);

    // The taste of a customer on a day; what is asked of them on a day is asked of all products.
    private void Turn(int customer, int day)
    {
        var turn = Math.Clamp(World.Drift * day / Days, 0, 1);
        for (var k = 0; k < _now.Length; k++)
        {
            _now[k] = ((1 - turn) * _taste[(customer * _now.Length) + k]) + (turn * _turned[(customer * _now.Length) + k]);
        }

        (_turnedOf, _turnedOn) = (customer, day);
    }

    // What the time of the year adds to a category; the days are asked for one after the other.
    private double SeasonOf(int category, int day)
    {
        if (day != _seasonDay)
        {
            for (var c = 0; c < _season.Length; c++)
            {
                _season[c] = World.Year.Appeal * Math.Cos((2 * Math.PI * day / Days) - _phase[c]);
            }

            _seasonDay = day;
        }

        return _season[category];
    }

    private double[][] Centres()
    {
        var random = Draws.Stream(Purpose.Product, -1);
        return [.. Enumerable.Range(0, World.Categories).Select(_ => Unit([.. Enumerable.Range(0, World.Tastes).Select(_ => Draws.Normal(random))]))];
    }

    private void DrawProduct(int product, double[][] centres)
    {
        var (random, w) = (Draws.Stream(Purpose.Product, product), World);
        Category[product] = random.NextInt(w.Categories);
        Price[product] = Math.Round(w.Price * Math.Exp(w.PriceSpread * Draws.Normal(random)), 2);
        Cost[product] = Math.Round(Price[product] * (1 - w.Margin.Least - ((w.Margin.Most - w.Margin.Least) * random.NextDouble())), 2);
        Appeal[product] = w.Appeal * Draws.Normal(random);
        Returned[product] = Math.Min(0.8, w.Returns.Share * Draws.Gamma(random, 2));
        var centre = centres[Category[product]];
        Unit([.. centre.Select(part => part + (0.25 * Draws.Normal(random)))]).CopyTo(_place, product * w.Tastes);
    }

    private void DrawCustomer(int customer, double[][] centres)
    {
        var (random, w) = (Draws.Stream(Purpose.Customer, customer), World);
        Mixture(random, centres).CopyTo(_taste, customer * w.Tastes);
        Mixture(random, centres).CopyTo(_turned, customer * w.Tastes);
        PriceSense[customer] = Math.Max(0.1, w.PriceSense.Mean + (w.PriceSense.Spread * Draws.Normal(random)));
        Rate[customer] = w.Visits * Draws.Gamma(random, w.VisitShape);
        var kind = random.NextDouble();
        Kind[customer] = kind < w.Crooked.Bots ? CustomerKind.Bot : kind < w.Crooked.Bots + w.Crooked.Fraud ? CustomerKind.Fraudster : CustomerKind.Person;
        if (Kind[customer] == CustomerKind.Fraudster)
        {
            // What is not paid for may be dear.
            (PriceSense[customer], Rate[customer]) = (-0.5, Math.Max(Rate[customer], 2 * w.Visits));
        }

        var answer = random.NextDouble();
        Answers[customer] = answer < w.Answers.Moved ? Answer.Moved : answer < w.Answers.Moved + w.Answers.Hardly ? Answer.Hardly : Answer.Repelled;
    }

    // Somebody likes one or two kinds of goods, and something of their own.
    private static double[] Mixture(SeededRandom random, double[][] centres)
    {
        var (a, b, share) = (centres[random.NextInt(centres.Length)], centres[random.NextInt(centres.Length)], 0.5 + (0.5 * random.NextDouble()));
        return Unit([.. a.Select((part, k) => (share * part) + ((1 - share) * b[k]) + (0.2 * Draws.Normal(random)))]);
    }

    private static double[] Unit(double[] vector)
    {
        var length = Math.Sqrt(vector.Sum(part => part * part));
        return length > 0 ? Array.ConvertAll(vector, part => part / length) : vector;
    }
}

/// <summary>Who somebody really is.</summary>
internal enum CustomerKind
{
    Person,
    Bot,
    Fraudster,
}
