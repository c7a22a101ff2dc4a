using System.Numerics.Tensors;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Choices;

/// <summary>What is believed of goods, of customers and of the shop's places: means, and of tastes the covariance too.</summary>
internal sealed class ChoiceBeliefs
{
    /// <summary>Terms of the season of a category: a cosine and a sine of the year.</summary>
    public const int Waves = 2;

    private readonly double _seasonDays;

    public ChoiceBeliefs(int[] category, double[] price, int places, VisitChoiceTerms options)
    {
        (Category, Products, Places, _seasonDays) = (category, category.Length, places, options.SeasonDays);
        Categories = category.Length == 0 ? 0 : category.Max() + 1;
        var tastes = Math.Min(Categories, options.Dimensions);
        (Tastes, Dimensions) = (tastes, tastes + 2);
        Appeal = new double[Products];
        Season = new double[Categories * Waves];
        Loading = [.. Enumerable.Range(0, Dimensions).Select(_ => new double[Products])];
        Fill(price);
        Shop = new ShopTerms(places, options.SatedDays);
        Precision = new double[Dimensions * Dimensions];
        Covariance = new double[Dimensions * Dimensions];
        for (var k = 0; k < Dimensions; k++)
        {
            Covariance[(k * Dimensions) + k] = k < tastes ? 1 : 0.05;
            Precision[(k * Dimensions) + k] = 1 / Covariance[(k * Dimensions) + k];
        }
    }

    public int Products { get; }

    public int Categories { get; }

    public int Places { get; }

    /// <summary>Dimensions whose loadings are learned.</summary>
    public int Tastes { get; }

    /// <summary>All dimensions of a customer: tastes, the sense of price, and buying at all.</summary>
    public int Dimensions { get; }

    public int[] Category { get; }

    /// <summary>Utility of a product for the mean customer over the year.</summary>
    public double[] Appeal { get; }

    /// <summary>Coefficients of the waves, category after category.</summary>
    public double[] Season { get; }

    /// <summary>Loadings, a row of products for each dimension.</summary>
    public double[][] Loading { get; }

    /// <summary>Prior means of the loadings of a product: those of its category.</summary>
    public double[][] Centre { get; private set; } = [];

    public ShopTerms Shop { get; }

    /// <summary>Prior precision of a customer.</summary>
    public double[] Precision { get; }

    public double[] Covariance { get; }

    public double AppealMean { get; set; }

    public double AppealVariance { get; set; } = 1;

    public double LoadingVariance { get; set; } = 0.05;

    public double SeasonVariance { get; set; } = 0.1;

    /// <summary>A wave on a day.</summary>
    public double Wave(int wave, int day)
    {
        var (sine, cosine) = Math.SinCos(2 * Math.PI * day / _seasonDays);
        return wave == 0 ? cosine : sine;
    }

    /// <summary>Utilities of all products for the mean customer on a day.</summary>
    public void Base(int day, Span<double> utility)
    {
        var (cosine, sine) = (Wave(0, day), Wave(1, day));
        for (var product = 0; product < Products; product++)
        {
            var c = Category[product] * Waves;
            utility[product] = Appeal[product] + (Season[c] * cosine) + (Season[c + 1] * sine);
        }
    }

    /// <summary>Utilities that a customer adds: <c>Σ z_k y_k</c>.</summary>
    public void Taste(ReadOnlySpan<double> z, Span<double> utility)
    {
        utility.Clear();
        for (var k = 0; k < Dimensions; k++)
        {
            TensorPrimitives.MultiplyAdd(Loading[k], z[k], utility, utility);
        }
    }

    private void Fill(double[] price)
    {
        var random = new SeededRandom(1);
        var mean = price.Length == 0 ? 0 : price.Average(one => Math.Log(Math.Max(one, 1e-9)));
        var direction = new double[Tastes];
        for (var c = 0; c < Categories; c++)
        {
            Array.Clear(direction);
            Direction(c, direction, random);
            for (var product = 0; product < Products; product++)
            {
                for (var k = 0; k < Tastes && Category[product] == c; k++)
                {
                    Loading[k][product] = direction[k];
                }
            }
        }

        for (var product = 0; product < Products; product++)
        {
            (Loading[Tastes][product], Loading[Tastes + 1][product]) = (Math.Log(Math.Max(price[product], 1e-9)) - mean, 1);
        }

        Centre = [.. Loading.Select(row => (double[])row.Clone())];
    }

    // A dimension of its own for each category, or random directions of length 1 where there are more categories than dimensions.
    private void Direction(int category, Span<double> direction, SeededRandom random)
    {
        if (Tastes == Categories)
        {
            direction[category] = 1;
            return;
        }

        for (var k = 0; k < direction.Length; k++)
        {
            direction[k] = random.NextDouble() < 0.5 ? -1 / Math.Sqrt(direction.Length) : 1 / Math.Sqrt(direction.Length);
        }
    }
}
