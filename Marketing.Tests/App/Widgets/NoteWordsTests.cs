using System.Text.RegularExpressions;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Evaluation.Backtests;
using Marketing.Model;

namespace Marketing.Tests.App.Widgets;

/// <summary>Kept notes in the reader's language.</summary>
public sealed partial class NoteWordsTests
{
    private static readonly DateTimeOffset Cut = new(2011, 9, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_verdict_names_methods_and_days_as_people_do()
    {
        var kept = Judged(("popular", 0.10), ("item-knn", 0.25));
        Assert.Equal(
            "No model was in charge. Item-based filtering has the highest NDCG@10, 0.2500 (95 % interval 0.2400 to 0.2600), measured on 1,234 customers, 1 Sep 2011 to before 1 Dec 2011.",
            Say(Words.English, kept));
        Assert.Equal(
            "此前没有模型负责。基于物品的协同过滤的 NDCG@10 最高，为 0.2500（95% 区间 0.2400 至 0.2600），基于 1,234 位客户，2011年9月1日起至2011年12月1日前。",
            Say(Words.Chinese, kept));
    }

    [Theory]
    [InlineData("5,881 customers, 4,738 products, 36,969 orders, 779,495 lines")]
    [InlineData("1 fail, 12 pass, 2 warn")]
    [InlineData("skipped: the data failed future-dated, duplicate-orders; the method in charge goes on. See the page Quality, where it can be let pass once")]
    [InlineData("skipped: no order before 2011-09-01, so nothing could have been planned")]
    [InlineData("challengers: popular 1, item-knn 12")]
    [InlineData("challengers: popular 1, item-knn 12. als was not trained: The training needed more memory than the 1,024 MB that it may take.")]
    [InlineData("It begins from chance: the last full training was of 2024-03-01, and one is due every 7 days.")]
    [InlineData("It goes on from version 12.")]
    [InlineData("popular 0.010, item-knn 0.112 NDCG@10 on 3,021 customers")]
    [InlineData("2 methods on 3,021 customers")]
    [InlineData("No customer who was known on 2011-09-01 bought before 2011-12-01, so nothing could be compared; popular is in charge.")]
    [InlineData("item-knn beats popular by 0.1500 (95 % interval 0.1200 to 0.1800) in NDCG@10 (0.2500 against 0.1000), measured on 1,234 customers, 2011-09-01 to before 2011-12-01, products new to them.")]
    [InlineData("popular stays: the best challenger, item-knn, differs by -0.0100 (95 % interval -0.0300 to 0.0200) in NDCG@10 (0.0900 against 0.1000), which is not above 0 with certainty, measured on 1,234 customers, 2011-09-01 to before 2011-12-01.")]
    [InlineData("5 rows at the end of their period.")]
    [InlineData("5 delivered, 0 failed, 2 waiting (0)")]
    [InlineData("1,000 messages queued")]
    public void Nothing_English_is_left_of_a_known_note(string note)
    {
        Assert.NotEqual(note, Say(Words.Chinese, note));
        Assert.DoesNotMatch(Latin(), Say(Words.Chinese, note).Replace("NDCG@10", "", StringComparison.Ordinal));
    }

    [Fact]
    public void What_holds_a_version_is_said_with_the_verdict_behind_it() => Assert.Equal(
        "Mara 让热销榜第 3 版留任，直到允许夜间重新选择。历史太短，无法比较；当前方法留任并重新训练。",
        Say(Words.Chinese, "Mara holds popular version 3 in charge until nights may choose again. The history is too short to compare; the method in charge stays, trained anew."));

    [Theory]
    [InlineData("Because I say so.")]
    [InlineData("")]
    [InlineData("popular")]
    public void What_a_person_wrote_stands_as_it_is(string note) => Assert.Equal(note, Say(Words.Chinese, note));

    private static string Judged(params (string Kind, double Ndcg)[] methods) => JudgeMethods.Of(
        new BacktestReport(1, Cut, Cut, new DateTimeOffset(2011, 12, 1, 0, 0, 0, TimeSpan.Zero), false, 1234,
            [.. methods.Select(method => new MethodResult(method.Kind, [new Metric("ndcg@10", method.Ndcg, method.Ndcg - 0.01, method.Ndcg + 0.01)], null, new Dictionary<string, Metric>(), 1, 1))],
            []),
        null,
        instant => DateOnly.FromDateTime(instant.UtcDateTime)).Reason;

    private static string Say(string language, string note)
    {
        var words = Words.In(language);
        return NoteWords.Say(words, new Display(words, () => new ShopProfile("Shop", "GBP", "Europe/London", true, null, null, TimeSpan.Zero)), note);
    }

    [GeneratedRegex("[A-Za-z]{2}")]
    private static partial Regex Latin();
}
