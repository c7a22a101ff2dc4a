namespace Marketing.Evaluation.Simulator;

/// <summary>
/// Odds of what a visitor buys: a multinomial logit (McFadden 1974) over the catalogue and buying nothing, in which each product has an attention, that of browsing and that of the places in which it is
/// shown: <c>P(j) = a_j exp(U_j) / (exp(U_0) + Σ a_l exp(U_l))</c>.
/// </summary>
internal sealed class Odds(TrueShop truth, ShopState state)
{
    private const double MostPlaces = 6;
    private readonly double[] _utility = new double[truth.Products];
    private readonly double[] _lift = new double[truth.Products];
    private readonly double[] _browsing = new double[truth.Products];
    private readonly double[] _attention = new double[truth.Products];
    private readonly double _outside = Math.Exp(truth.World.Outside);

    /// <summary>Attention that a place gets, from the first on.</summary>
    public static double OfPlace(int place) => 1 / (1 + (0.25 * place));

    /// <summary>Attention to a product of a message whose link was followed.</summary>
    public const double OfMessage = 0.8;

    /// <summary>Utilities of a visit, satiation taken off.</summary>
    public ReadOnlySpan<double> Utility => _utility;

    /// <summary>Begins a visit.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="day">Day.</param>
    /// <param name="cut">Cut of all prices that the visitor has a coupon for.</param>
    public void Begin(int customer, int day, double cut)
    {
        var (most, sum) = (double.NegativeInfinity, 0.0);
        for (var product = 0; product < _utility.Length; product++)
        {
            _utility[product] = truth.Utility(customer, product, day) - state.Sated(customer, product, day) + truth.OfCut(customer, cut);
            most = Math.Max(most, truth.World.Search * _utility[product]);
        }

        for (var product = 0; product < _utility.Length; product++)
        {
            _lift[product] = state.Stock[product] > 0 ? Math.Exp(_utility[product]) : 0;
            sum += _browsing[product] = Math.Exp((truth.World.Search * _utility[product]) - most);
        }

        for (var product = 0; product < _utility.Length; product++)
        {
            _attention[product] = _browsing[product] = _browsing[product] / sum * truth.World.Browsing;
        }
    }

    /// <summary>Shows a product.</summary>
    public void Show(int product, double attention) => _attention[product] = Math.Min(MostPlaces, _attention[product] + attention);

    /// <summary>Takes a product out, that was bought a moment ago.</summary>
    public void Remove(int product) => _lift[product] = 0;

    /// <summary>Chance that a product is bought in one choice.</summary>
    public double Chance(int product) => _attention[product] * _lift[product] / (_outside + Sum());

    /// <summary>Expected margin of one choice.</summary>
    public double Margin(double cut)
    {
        var (weighed, sum) = Parts(cut);
        return weighed / sum;
    }

    /// <summary>Expected margin of one choice with one more attention to a product.</summary>
    public double MarginWith(int product, double attention, double weighed, double sum, double cut)
    {
        var odds = attention * _lift[product];
        return (weighed + (odds * truth.Margin(product, cut))) / (sum + odds);
    }

    /// <summary>Numerator and denominator of <see cref="Margin"/>.</summary>
    public (double Weighed, double Sum) Parts(double cut)
    {
        var (weighed, sum) = (0.0, _outside);
        for (var product = 0; product < _lift.Length; product++)
        {
            var odds = _attention[product] * _lift[product];
            (weighed, sum) = (weighed + (odds * truth.Margin(product, cut)), sum + odds);
        }

        return (weighed, sum);
    }

    /// <summary>What is chosen; -1 for nothing.</summary>
    /// <param name="uniform">Chance, in [0, 1).</param>
    public int Choose(double uniform)
    {
        var rest = uniform * (_outside + Sum());
        for (var product = 0; product < _lift.Length; product++)
        {
            rest -= _attention[product] * _lift[product];
            if (rest < 0)
            {
                return product;
            }
        }

        return -1;
    }

    private double Sum()
    {
        var sum = 0.0;
        for (var product = 0; product < _lift.Length; product++)
        {
            sum += _attention[product] * _lift[product];
        }

        return sum;
    }
}
