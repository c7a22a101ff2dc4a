using System.Numerics.Tensors;

namespace Marketing.Model.Choices;

/// <summary>Utilities of the mean customer on each day, their exponentials, and what all visits of a day say of them.</summary>
internal sealed class DayTables(int products)
{
    private const int Spare = 8;
    private double[] _base = [];
    private double[] _lift = [];
    private double[] _search = [];
    private double[] _slope = [];
    private double[] _weight = [];

    public int First { get; private set; }

    public int Days { get; private set; }

    /// <summary>Computes the tables anew.</summary>
    /// <param name="beliefs">Beliefs.</param>
    /// <param name="first">First day.</param>
    /// <param name="days">Days.</param>
    /// <param name="stock">Says whether a product was in stock on a day.</param>
    public void Fill(ChoiceBeliefs beliefs, int first, int days, StockLog stock)
    {
        (First, Days) = (first, days);
        if (days * products > _base.Length)
        {
            // Some days more than asked for: the next fits ask for a few more each.
            var size = (days + (days / Spare) + 1) * products;
            (_base, _lift, _search, _slope, _weight) = (new double[size], new double[size], new double[size], new double[size], new double[size]);
        }

        Array.Clear(_slope);
        Array.Clear(_weight);
        for (var day = first; day < first + days; day++)
        {
            beliefs.Base(day, Base(day));
            TensorPrimitives.Exp(Base(day), Lift(day));
            TensorPrimitives.Multiply(Base(day), beliefs.Shop.Value[beliefs.Shop.Search], Search(day));
            TensorPrimitives.Exp(Search(day), Search(day));
            stock.TakeOut(day, Lift(day));
        }
    }

    public Span<double> Base(int day) => Row(_base, day);

    /// <summary>Exponentials of the utilities; 0 for what was out of stock.</summary>
    public Span<double> Lift(int day) => Row(_lift, day);

    /// <summary>Exponentials of how browsing follows them.</summary>
    public Span<double> Search(int day) => Row(_search, day);

    /// <summary>Sum of the slopes of the likelihood.</summary>
    public Span<double> Slope(int day) => Row(_slope, day);

    public Span<double> Weight(int day) => Row(_weight, day);

    private Span<double> Row(double[] table, int day) => table.AsSpan((day - First) * products, products);
}
