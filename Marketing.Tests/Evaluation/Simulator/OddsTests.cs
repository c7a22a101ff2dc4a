using Marketing.Evaluation.Simulator;
using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Evaluation.Simulator;

public sealed class OddsTests
{
    private readonly TrueShop _truth = new(World.Gifts, 1, 20, 20, 30);
    private readonly ShopState _state;
    private readonly Odds _odds;

    public OddsTests()
    {
        _state = new ShopState(_truth, 5);
        _odds = new Odds(_truth, _state);
    }

    [Fact]
    public void Choices_come_with_their_chances_and_the_margin_is_their_mean()
    {
        _odds.Begin(3, 10, 0);
        _odds.Show(7, 1);
        var (counts, uniforms) = (new int[31], 40_000);
        for (var i = 0; i < uniforms; i++)
        {
            counts[_odds.Choose((i + 0.5) / uniforms) + 1]++;
        }

        Assert.All(Enumerable.Range(0, 30), product => Assert.Equal(_odds.Chance(product), counts[product + 1] / (double)uniforms, 1e-4));
        Assert.Equal(Enumerable.Range(0, 30).Sum(product => _odds.Chance(product) * _truth.Margin(product, 0)), _odds.Margin(0), 1e-12);
        Assert.True(_odds.Chance(7) > 0 && counts[0] > 0);
    }

    [Fact]
    public void What_is_shown_is_likelier_what_is_out_of_stock_or_just_bought_is_not_and_a_coupon_helps()
    {
        double Chance(double attention = 0, double cut = 0)
        {
            _odds.Begin(3, 10, cut);
            _odds.Show(7, attention);
            return _odds.Chance(7);
        }

        var plain = Chance();
        Assert.True(Chance(1) > plain);
        Assert.True(Chance(0, 0.3) > plain);
        _state.NoteBought(3, 7, 10);
        var sated = Chance();
        Assert.True(sated < 0.2 * plain);
        _state.Stock[7] = 0;
        Assert.Equal(0, Chance(5));
    }

    [Fact]
    public void One_more_attention_changes_the_margin_as_showing_does()
    {
        _odds.Begin(4, 20, 0.1);
        var (weighed, sum) = _odds.Parts(0.1);
        var told = _odds.MarginWith(9, 0.8, weighed, sum, 0.1);
        _odds.Show(9, 0.8);
        Assert.Equal(_odds.Margin(0.1), told, 1e-12);
    }

    [Fact]
    public void Fatigue_halves_satiation_fades_and_what_was_shown_often_gets_less_attention()
    {
        _state.NoteContact(1, 0);
        Assert.Equal(_truth.World.Fatigue.Step, _state.Fatigue(1, 0));
        Assert.Equal(_truth.World.Fatigue.Step / 2, _state.Fatigue(1, (int)_truth.World.Fatigue.Days), 1e-12);
        _state.NoteBought(1, 2, 0);
        Assert.Equal(_truth.World.Sated.Loss / Math.E, _state.Sated(1, 2, (int)_truth.World.Sated.Days), 1e-12);
        Assert.Equal(0, _state.Sated(1, 3, 5));
        Assert.Equal(1, _state.Attention(1, 2, 0));
        _state.NoteSeen(1, 2, 0);
        _state.NoteSeen(1, 2, 0);
        Assert.Equal(Math.Pow(_truth.World.Wear, 2), _state.Attention(1, 2, 0), 1e-6);
        Assert.InRange(_state.Attention(1, 2, 60), 0.99, 1);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(4)]
    public void Gamma_numbers_have_mean_one_and_the_variance_of_their_shape(double shape)
    {
        var random = new SeededRandom(2);
        double[] drawn = [.. Enumerable.Range(0, 40_000).Select(_ => Draws.Gamma(random, shape))];
        var mean = drawn.Average();
        Assert.InRange(mean, 0.96, 1.04);
        Assert.InRange(drawn.Average(x => (x - mean) * (x - mean)) * shape, 0.92, 1.08);
    }

    [Fact]
    public void Uniform_numbers_of_neighbouring_customers_and_days_are_even_and_unlike()
    {
        var draws = new Draws(9);
        double[] drawn = [.. Enumerable.Range(0, 100).SelectMany(who => Enumerable.Range(0, 100).Select(day => draws.Uniform(Purpose.Visit, who, day)))];
        for (var tenth = 0; tenth < 10; tenth++)
        {
            Assert.InRange(drawn.Count(x => x >= tenth / 10.0 && x < (tenth + 1) / 10.0), 880, 1120);
        }

        var lagged = drawn.Zip(drawn.Skip(1), (a, b) => (a - 0.5) * (b - 0.5)).Average() * 12;
        Assert.InRange(lagged, -0.04, 0.04);
        Assert.Equal(drawn.Length, drawn.Distinct().Count());
    }
}
