using Marketing.Data;
using Marketing.Evaluation.Backtests;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders.Blend;
using Marketing.Tests.Support;

namespace Marketing.Tests.Evaluation.Backtests;

/// <summary>
/// Whether looks and carts with learned weights help or harm, on invented shops whose truth is known: customers have tastes and buy by them;
/// they look by the same tastes, or at anything. What is asked for are products that are new to a customer.
/// </summary>
public sealed class LearnedWeightsOnTastesTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int Customers = 1000;
    private const int Products = 160;
    private const int Tastes = 8;
    private const int Days = 240;
    private static readonly DateTimeOffset End = new(2024, 6, 30, 0, 0, 0, TimeSpan.Zero);
    private static readonly HeldOut[] Tasteful = Ask(0.2);
    private static readonly HeldOut[] Chance = Ask(1);

    [Theory]
    [InlineData("popular", "")]
    [InlineData("item-knn", "")]
    [InlineData("personal", "")]
    [InlineData("follow", "")]
    [InlineData("content", "")]
    [InlineData("user-knn", "")]
    [InlineData("up-cf", "")]
    [InlineData("tifu-knn", "")]
    [InlineData("als", "factors=16")]
    [InlineData("bpr", "factors=16 iterations=30")]
    [InlineData("ease", "lambda=100")]
    public void Learned_weights_help_where_looks_follow_tastes_and_do_little_harm_where_they_are_chance(string kind, string parameters)
    {
        var (tasteWithout, tasteLearned) = Ndcg(kind, parameters, Tasteful);
        var (chanceWithout, chanceLearned) = Ndcg(kind, parameters, Chance);
        output.WriteLine(FormattableString.Invariant($"{kind}: looks by taste {tasteWithout:0.0000}, {tasteLearned:0.0000}; by chance {chanceWithout:0.0000}, {chanceLearned:0.0000}"));
        Assert.True(tasteLearned > tasteWithout);

        // Habits put what was looked at before what sells as often, whoever looked: the one method that pays for a look that says nothing.
        Assert.InRange(chanceLearned / chanceWithout, kind == "personal" ? 0.7 : 0.9, double.PositiveInfinity);
    }

    private static (double Without, double Learned) Ndcg(string kind, string parameters, HeldOut[] questions)
    {
        var method = ModelRig.Methods().Single(method => method.Kind == kind);
        double Mean(string weights) => questions.Average(question => Ranking.Of(RankEveryone.By(method.Fit(question.Past, $"{weights} {parameters}"), question, default), question).Ndcg.Average());
        return (Mean("cart_weight=0 view_weight=0"), Mean("cart_weight=learned view_weight=learned"));
    }

    private static HeldOut[] Ask(double idle) => [.. new[] { 1UL, 2UL }.Select(seed =>
    {
        var (shop, cut) = (Shop(seed, idle), End.AddDays(-60));
        return HeldOut.Of(EarlierShop.Of(shop, cut.ToUnixTimeMilliseconds()), shop, new Period(cut, End), onlyNew: true);
    })];

    // The share of looks that are at anything.
    private static ShopSnapshot Shop(ulong seed, double idle)
    {
        var (random, builder) = (new SeededRandom(seed), new SnapshotBuilder(End));
        var taste = new double[Customers][];
        for (var customer = 0; customer < Customers; customer++)
        {
            taste[customer] = [.. Enumerable.Range(0, Tastes).Select(_ => Math.Pow(random.NextDouble(), 6))];
            builder.Customer($"c{customer}");
        }

        // By chance, so that the order of ties tells nothing.
        var order = Enumerable.Range(0, Products).ToArray();
        for (var left = Products; left > 1; left--)
        {
            var at = random.NextInt(left);
            (order[left - 1], order[at]) = (order[at], order[left - 1]);
        }

        for (var product = 0; product < Products; product++)
        {
            builder.Product($"p{product}", $"kind{Array.IndexOf(order, product) % Tastes} n{product}");
        }

        int Wanted(int customer)
        {
            var at = random.NextDouble() * taste[customer].Sum();
            var kind = 0;
            while (kind < Tastes - 1 && at > taste[customer][kind])
            {
                at -= taste[customer][kind++];
            }

            // The first products of a kind sell most.
            var place = (int)(Products / Tastes * Math.Pow(random.NextDouble(), 2));
            return order[(place * Tastes) + kind];
        }

        for (var customer = 0; customer < Customers; customer++)
        {
            for (var visits = 2 + random.NextInt(8); visits > 0; visits--)
            {
                var at = End.AddDays(-Days * random.NextDouble());
                for (var looks = 1 + random.NextInt(5); looks > 0; looks--)
                {
                    var any = random.NextDouble() < idle;
                    var product = any ? random.NextInt(Products) : Wanted(customer);
                    builder.Event(at, $"c{customer}", $"p{product}", EventKind.View);
                    if (!any && random.NextDouble() < 0.25)
                    {
                        builder.Event(at.AddMinutes(1), $"c{customer}", $"p{product}", EventKind.Cart);
                        if (random.NextDouble() < 0.4)
                        {
                            builder.Order(at.AddMinutes(5), $"c{customer}", ($"p{product}", 1, 100));
                        }
                    }
                }

                if (random.NextDouble() < 0.4)
                {
                    builder.Order(at.AddMinutes(10), $"c{customer}", ($"p{Wanted(customer)}", 1, 100));
                }
            }
        }

        return builder.Build();
    }
}
