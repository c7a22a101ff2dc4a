using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Factors;
using Marketing.Model.Registry;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders.Factors;

[Collection("processors")]
public sealed class BprTests : RecommenderConformance
{
    private protected override IRecommenderMethod Method => new BprMethod();

    protected override bool Personal => true;

    protected override double Rounding => 1e-4;

    // Scores say what comes before what; those of products that somebody has are not above 0 in every shop.
    protected override bool Positive => false;

    [Fact]
    public void What_was_learned_puts_own_products_before_others()
    {
        var (bought, terms) = (TwoTastes(), new BprTerms(16, 0.05f, 0.01f, 60, 3));
        var items = Bpr.Fit(bought, terms, null, default);
        var (same, other) = (0.0, 0.0);
        for (var i = 0; i < 40; i++)
        {
            for (var j = 0; j < 40; j++)
            {
                var product = Enumerable.Range(0, 16).Sum(f => items[(i * terms.Stride) + f] * items[(j * terms.Stride) + f]);
                (same, other) = i == j ? (same, other) : i % 2 == j % 2 ? (same + product, other) : (same, other + product);
            }
        }

        Assert.True(same > 0 && other < 0, $"{same} {other}");
    }

    [Fact]
    public void One_step_is_that_of_the_paper()
    {
        var terms = new BprTerms(3, 0.1f, 0.2f, 1, 1);
        float[] w = [1, -1, 2, 0, 0, 0, 0, 0], i = [0.5f, 1, 0, 0, 0, 0, 0, 0], j = [-1, 0.25f, 1, 0, 0, 0, 0, 0];
        var (w0, i0, j0) = (w.ToArray(), i.ToArray(), j.ToArray());
        Bpr.Step(ref w[0], ref i[0], ref j[0], terms);
        var z = 1 / (1 + Math.Exp(Enumerable.Range(0, 3).Sum(f => w0[f] * (i0[f] - j0[f]))));
        for (var f = 0; f < 3; f++)
        {
            Assert.Equal(w0[f] + (0.1 * ((z * (i0[f] - j0[f])) - (0.2 * w0[f]))), w[f], 1e-6);
            Assert.Equal(i0[f] + (0.1 * ((z * w0[f]) - (0.2 * i0[f]))), i[f], 1e-6);
            Assert.Equal(j0[f] + (0.1 * ((-z * w0[f]) - (0.2 * j0[f]))), j[f], 1e-6);
        }
    }

    [Fact]
    public void Every_pair_stands_in_the_cell_of_its_blocks()
    {
        var bought = TwoTastes();
        var (cells, random, met) = (new BprCells(bought, 4), new SeededRandom(9), new HashSet<(int, int)>());
        cells.Draw(random, default);
        Assert.Equal(Enumerable.Range(0, bought.Columns), Enumerable.Range(0, 4).SelectMany(block => cells.Block(block).ToArray()).Order());
        var blockOf = new int[bought.Columns];
        for (var block = 0; block < 4; block++)
        {
            foreach (var product in cells.Block(block))
            {
                blockOf[product] = block;
            }
        }

        var customers = new Dictionary<int, int>();
        for (var cell = 0; cell < 16; cell++)
        {
            var (from, to) = cells.Cell(cell / 4, cell % 4);
            for (var at = from; at < to; at++)
            {
                Assert.True(met.Add((cells.Customer[at], cells.Product[at])) && bought.Contains(cells.Customer[at], cells.Product[at]));
                Assert.Equal(cell % 4, blockOf[cells.Product[at]]);
                Assert.Equal(cell / 4, customers.TryGetValue(cells.Customer[at], out var block) ? block : customers[cells.Customer[at]] = cell / 4);
            }
        }

        Assert.Equal(bought.Entries, met.Count);
    }

    [Fact]
    public void A_seed_gives_the_same_bits_on_one_processor_and_another_seed_gives_others()
    {
        var shop = RandomShop(31);
        var all = ModelFiles.Pack(Method.Fit(shop, "factors=8 iterations=20"));
        HeavyWork.Processors = 1;
        try
        {
            Assert.Equal(all, ModelFiles.Pack(Method.Fit(shop, "factors=8 iterations=20")));
        }
        finally
        {
            HeavyWork.Processors = Environment.ProcessorCount;
        }

        Assert.NotEqual(all, ModelFiles.Pack(Method.Fit(shop, "factors=8 iterations=20 seed=7")));
    }

    // Even customers have even products, odd ones odd products, each about half of them.
    private static SparseMatrix TwoTastes()
    {
        var random = new SeededRandom(5);
        var pairs = Enumerable.Range(0, 60).SelectMany(u => Enumerable.Range(0, 20).Where(_ => random.NextInt(2) == 0).Select(i => (u, i: (2 * i) + (u % 2)))).ToList();
        return SparseMatrix.FromPairs(60, 40, [.. pairs.Select(pair => pair.u)], [.. pairs.Select(pair => pair.i)]);
    }
}
