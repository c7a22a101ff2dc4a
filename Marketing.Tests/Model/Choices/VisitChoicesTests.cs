using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Choices;

namespace Marketing.Tests.Model.Choices;

public sealed class VisitChoicesTests
{
    private const int Products = 30;
    private const int Customers = 400;
    private static readonly int[] Category = [.. Enumerable.Range(0, Products).Select(product => product % 3)];
    private static readonly double[] Price = [.. Enumerable.Repeat(10.0, Products)];
    private static readonly int[] Stock = [.. Enumerable.Repeat(9, Products)];
    private static readonly double[] Appeal = [.. Enumerable.Range(0, Products).Select(product => -3.5 + (0.15 * (product / 3)))];

    [Fact]
    public void A_planted_shop_is_found_again()
    {
        var choices = Learned(out _);
        var beliefs = choices.Beliefs;
        Assert.InRange(beliefs.Shop.LogAttention(1), Math.Log(0.5) - 0.25, Math.Log(0.5) + 0.25);
        Assert.InRange(beliefs.Shop.Value[beliefs.Shop.Loss], 2, 5);
        Assert.InRange(beliefs.Shop.Value[beliefs.Shop.Click], -1.4, -0.6);
        var (found, planted) = (beliefs.Appeal.Average(), Appeal.Average());
        var (joint, ofFound, ofPlanted) = (0.0, 0.0, 0.0);
        for (var product = 0; product < Products; product++)
        {
            var (a, b) = (beliefs.Appeal[product] - found, Appeal[product] - planted);
            (joint, ofFound, ofPlanted) = (joint + (a * b), ofFound + (a * a), ofPlanted + (b * b));
        }

        Assert.True(joint / Math.Sqrt(ofFound * ofPlanted) > 0.9);
    }

    [Fact]
    public void Everybody_is_shown_what_they_like_what_is_dear_to_the_shop_and_in_stock()
    {
        var choices = Learned(out var likes);
        double[] margin = [.. Enumerable.Repeat(1.0, Products)];
        var slots = new int[2];
        var liked = 0;
        for (var customer = 0; customer < Customers; customer++)
        {
            Assert.True(choices.Fill(customer, 60, Stock, margin, slots) > 0);
            Assert.NotEqual(slots[0], slots[1]);
            liked += slots.Count(product => Category[product] == likes[customer]);
        }

        Assert.InRange(liked / (2.0 * Customers), 0.9, 1);

        // Nothing of the own kind is left, or it costs money: what else there is, or nothing.
        int[] without = [.. Stock.Select((units, product) => Category[product] == likes[0] ? 0 : units)];
        choices.Fill(0, 60, without, margin, slots);
        Assert.All(slots, product => Assert.NotEqual(likes[0], Category[product]));
        choices.Fill(0, 60, Stock, [.. margin.Select(_ => -1.0)], slots);
        Assert.Equal([-1, -1], slots);
    }

    [Fact]
    public void The_place_goes_to_what_adds_most_margin_and_a_mention_adds_to_it()
    {
        var choices = Learned(out _);
        double[] margin = [.. Enumerable.Range(0, Products).Select(product => 1.0 + (product * 7 % 5))];
        var (slots, products, none) = (new int[1], new int[3], Array.Empty<int>());
        var nothing = choices.Fill(5, 60, Stock, margin, none);
        var best = choices.Fill(5, 60, Stock, margin, slots);
        Assert.True(best > nothing);
        for (var product = 0; product < Products; product++)
        {
            // Only this one can be shown: the others bring their margin by browsing alone.
            var alone = choices.Propose(5, 60, Stock, margin, products, slots);
            Assert.True(alone.Margin > alone.Plain && alone.Plain == best);
            Assert.InRange(choices.Interest(5, 60, [products[0]]), 0.01, alone.Interest);
        }

        Assert.Equal(3, products.Distinct().Count());
    }

    [Fact]
    public void Interest_on_a_past_day_knows_what_was_bought_before_and_nothing_later()
    {
        var choices = Learned(out _);
        choices.Begin(7, 70);
        choices.Buy(0);
        choices.Begin(7, 70);
        choices.Begin(7, 75);
        choices.Buy(3);
        choices.NoteStock(68, [.. Stock.Select((units, product) => product == 6 ? 0 : units)]);
        choices.Fit(1, default);
        double Interest(int day, params int[] products) => choices.Interest(7, day, products);

        // A purchase counts from the morning after it on; without one some days change little.
        Assert.True(Interest(71, 0) < 0.5 * Interest(70, 0));
        Assert.True(Interest(76, 3) < 0.5 * Interest(75, 3));
        Assert.InRange(Interest(75, 3) / Interest(70, 3), 0.9, 1.2);
        Assert.Equal(0, Interest(68, 6));
        Assert.True(Interest(69, 6) > 0);
        Assert.Equal(Math.Max(Interest(70, 0), Interest(70, 3)), Interest(70, 0, 3));
        Assert.Equal(0, Interest(70));
    }

    [Fact]
    public void The_same_calls_give_the_same_bits()
    {
        double[] margin = [.. Enumerable.Repeat(1.0, Products)];
        var (one, other, slots) = (Learned(out _), Learned(out _), new int[2]);
        Assert.Equal(one.LogLikelihood, other.LogLikelihood);
        for (var customer = 0; customer < 20; customer++)
        {
            Assert.Equal(one.Fill(customer, 61, Stock, margin, slots), other.Fill(customer, 61, Stock, margin, slots));
        }
    }

    [Fact]
    public void Who_is_left_out_and_who_never_came_change_nothing()
    {
        var (choices, with) = (Learned(out _), Learned(out _, program: true));
        Assert.Equal(choices.LogLikelihood, with.LogLikelihood);
        Assert.Equal(choices.Fill(9_999, 60, Stock, Price, new int[2]), with.Fill(9_998, 60, Stock, Price, new int[2]));
    }

    [Fact]
    public void A_shop_without_visits_is_learned_from_without_harm_and_wrong_questions_are_refused()
    {
        var choices = new VisitChoices(Category, Price, 2, new VisitChoiceTerms());
        choices.Fit(3, default);
        Assert.Equal(0, choices.Visits);
        Assert.True(double.IsFinite(choices.Fill(0, 0, Stock, Price, new int[2])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VisitChoices([0, 1], [1.0], 2, new VisitChoiceTerms()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VisitChoices([], [], 2, new VisitChoiceTerms()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VisitChoices([0], [1.0], 0, new VisitChoiceTerms()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VisitChoices([-1], [1.0], 1, new VisitChoiceTerms()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VisitChoices([0], [1.0], 1, new VisitChoiceTerms { Dimensions = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VisitChoices([0], [1.0], 1, new VisitChoiceTerms { TasteDays = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VisitChoices([0], [1.0], 1, new VisitChoiceTerms { SatedDays = 0 }));
        Assert.Throws<OperationCanceledException>(() => Learned(out _).Fit(1, new CancellationToken(true)));
    }

    [Fact]
    public void More_categories_than_dimensions_share_them()
    {
        int[] category = [.. Enumerable.Range(0, 40)];
        var choices = new VisitChoices(category, [.. category.Select(_ => 5.0)], 2, new VisitChoiceTerms { Dimensions = 6 });
        Assert.Equal((6, 8), (choices.Beliefs.Tastes, choices.Beliefs.Dimensions));
        Assert.All(category, product => Assert.Equal(1, Enumerable.Range(0, 6).Sum(k => Math.Pow(choices.Beliefs.Loading[k][product], 2)), 1e-12));
    }

    [Fact]
    public void A_small_inverse_times_the_matrix_is_one_and_what_is_not_positive_is_refused()
    {
        var random = new SeededRandom(3);
        const int n = 7;
        double[] factor = [.. Enumerable.Range(0, n * n).Select(_ => random.NextDouble() - 0.5)];
        var matrix = new double[n * n];
        for (var i = 0; i < n * n; i++)
        {
            matrix[i] = Enumerable.Range(0, n).Sum(k => factor[(i / n * n) + k] * factor[(i % n * n) + k]) + (i / n == i % n ? 0.1 : 0);
        }

        double[] inverse = [.. matrix];
        Assert.True(SmallMatrix.Invert(inverse, n));
        for (var i = 0; i < n * n; i++)
        {
            Assert.Equal(i / n == i % n ? 1 : 0, Enumerable.Range(0, n).Sum(k => matrix[(i / n * n) + k] * inverse[(k * n) + (i % n)]), 1e-10);
        }

        Assert.False(SmallMatrix.Invert(new double[] { 1, 2, 2, 1 }, 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(13)]
    public void Loops_over_all_products_do_what_the_slow_ones_do(int n)
    {
        var random = new SeededRandom((ulong)n);
        double[] Any() => [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
        var (a, b, c, d, x, y) = (Any(), Any(), Any(), Any(), new double[n], new double[n]);
        Assert.Equal(c.Zip(d, (p, q) => p * q).Sum(), VisitLoops.Multiply(a, b, x, c, d, y), 1e-12);
        Assert.Equal(a.Zip(b, (p, q) => p * q), x);
        Assert.Equal(c.Zip(d, (p, q) => p * q), y);
        Assert.Equal(a.Zip(b, (p, q) => 3 * p * q).Sum(), VisitLoops.Odds(a, b, 3, x), 1e-12);
        var odds = (double[])x.Clone();
        VisitLoops.Derive(x, b, 2, -0.5, 0.25, y);
        Assert.Equal(odds.Select(one => 2 * one), y);
        Assert.All(Enumerable.Range(0, n), i => Assert.Equal((-0.5 * odds[i]) + (0.25 * b[i]), x[i], 1e-12));
        var (day, customer) = ((double[])c.Clone(), (double[])d.Clone());
        VisitLoops.Accumulate(a, 0.5, day, customer);
        Assert.Equal(c.Zip(a, (p, q) => p + q), day);
        Assert.All(Enumerable.Range(0, n), i => Assert.Equal(d[i] + (0.5 * a[i]), customer[i], 1e-12));
    }

    // Customers like one kind of three by 3; the second place has half the attention of the first; what was bought is not wanted again for long; clicks come from a utility of -1 on.
    private static VisitChoices Learned(out int[] likes, bool program = false)
    {
        var random = new SeededRandom(11);
        var choices = new VisitChoices(Category, Price, 2, new VisitChoiceTerms());
        int[] kinds = [.. Enumerable.Range(0, Customers).Select(_ => random.NextInt(3))];
        var owned = new HashSet<(int, int)>();
        for (var day = 0; day < 60; day++)
        {
            for (var customer = 0; customer < Customers; customer++)
            {
                if (random.NextDouble() < 0.4)
                {
                    Visit(choices, random, customer, day, product => Appeal[product] + (Category[product] == kinds[customer] ? 3 : 0) - (owned.Contains((customer, product)) ? 4 : 0), owned);
                }
            }
        }

        if (program)
        {
            choices.Begin(Customers, 59);
            choices.Show(0, 0);
            choices.Click(0);
            choices.LeaveOut(Customers);
        }

        choices.Fit(24, default);
        likes = kinds;
        return choices;
    }

    private static void Visit(VisitChoices choices, SeededRandom random, int customer, int day, Func<int, double> utility, HashSet<(int, int)> owned)
    {
        var first = random.NextInt(Products);
        int[] shown = [first, (first + 1 + random.NextInt(Products - 1)) % Products];
        choices.Begin(customer, day);
        for (var place = 0; place < shown.Length; place++)
        {
            choices.Show(shown[place], place);
            if (random.NextDouble() < (place == 0 ? 1 : 0.5) / (1 + Math.Exp(-1 - utility(shown[place]))))
            {
                choices.Click(shown[place]);
            }
        }

        double Odds(int product) => ((1.0 / Products) + (product == shown[0] ? 1 : product == shown[1] ? 0.5 : 0)) * Math.Exp(utility(product));
        int Choose()
        {
            var rest = random.NextDouble() * (1 + Enumerable.Range(0, Products).Sum(Odds));
            for (var product = 0; product < Products; product++)
            {
                rest -= Odds(product);
                if (rest < 0)
                {
                    return product;
                }
            }

            return -1;
        }

        if (Choose() is >= 0 and var looked)
        {
            choices.Look(looked);
        }

        if (Choose() is >= 0 and var bought)
        {
            choices.Buy(bought);
            owned.Add((customer, bought));
        }
    }
}
