using System.Reflection;
using System.Text.RegularExpressions;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Evaluation.Backtests;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Model.Sequence;
using Marketing.Model.Training;
using Marketing.Tests.Support;

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

    public static TheoryData<string> OfTrainings() => [.. Said()];

    [Theory]
    [MemberData(nameof(OfTrainings))]
    public void Everything_that_a_training_says_has_a_form_in_both_languages(string note)
    {
        Assert.NotEqual(note, Say(Words.Chinese, note));
        Assert.Matches("[一-龥]", Say(Words.Chinese, note));
        Assert.DoesNotMatch(Latin(), Terms().Replace(Say(Words.Chinese, note), ""));
        Assert.Equal(note, Undone(Say(Words.English, note)));
    }

    [Fact]
    public void What_trainings_say_is_collected_in_one_place()
    {
        Assert.True(Said().Count() > 40);
        Assert.Empty(Literals());
    }

    [Theory]
    [InlineData("The training met an error that it did not expect: QQ. The program's log has the details.")]
    [InlineData("The process of the training ended with status 7 and gave no reason. The model in charge stays. Start the training again, or wait for the next night: it goes on from its last checkpoint.")]
    [InlineData("The transformer needs about 900 MB to be trained, and may take 100 MB. Make it smaller (d, layers, length), or allow more memory.")]
    [InlineData("The width d of transformer, 10, is no multiple of its 3 heads. Leave QQ out of Model:Recommenders, or allow more under Model:Methods:QQ.")]
    [InlineData("The snapshot file QQ is missing. Start the training again; it writes the file anew.")]
    [InlineData("The snapshot file QQ cannot be written: QQ. Free some space, or give this user the right to write the data folder.")]
    [InlineData("The checkpoint QQ cannot be read to its end: QQ. Its checkpoint is removed, so that the next training begins anew.")]
    [InlineData("The trained model file QQ is damaged: QQ. Start the training again; the model in charge stays.")]
    [InlineData("als was not trained: The process of the training was killed from outside, as the system does when the machine is short of memory.")]
    [InlineData("popular 0.010 NDCG@10 on 3,021 customers. als was not measured: its training on hidden history gave no model.")]
    [InlineData("als was not measured: its training on hidden history gave no model. popular was not measured: its training on hidden history gave no model.")]
    [InlineData("No method could be measured, since no training on hidden history gave a model; als is in charge.")]
    public void What_happened_and_what_can_be_done_are_said_one_behind_the_other(string note) =>
        Assert.DoesNotMatch(Latin(), Terms().Replace(Say(Words.Chinese, note), ""));

    [Fact]
    public void Why_the_transformer_cannot_be_trained_is_said()
    {
        var method = new TransformerMethod();
        foreach (var terms in (Dictionary<string, string>[])[new() { ["d"] = "10", ["heads"] = "3" }, new() { ["weeks"] = "4" }, new() { ["questions"] = "true", ["weeks"] = "1", ["horizon_days"] = "30" }, new() { ["questions"] = "true", ["weeks"] = "20", ["positions"] = "learned" }, new() { ["content"] = "7" }, new() { ["content"] = "64", ["loss"] = "sampled" }])
        {
            var obstacle = $"{method.Conflict(ParameterValues.Of(method.Kind, method.Parameters, terms))?.Said}.";
            Assert.NotEqual(".", obstacle);
            Assert.NotEqual(obstacle, Say(Words.Chinese, obstacle));
        }
    }

    [Theory]
    [InlineData("Because I say so.")]
    [InlineData("")]
    [InlineData("popular")]
    public void What_a_person_wrote_stands_as_it_is(string note) => Assert.Equal(note, Say(Words.Chinese, note));

    // All that is collected, with something in each gap.
    private static IEnumerable<string> Said() => typeof(TrainingNotes).GetMembers(BindingFlags.Static | BindingFlags.Public).Select(member => member switch
    {
        FieldInfo field => (string)field.GetRawConstantValue()!,
        MethodInfo method => (string)method.Invoke(null, [.. method.GetParameters().Select(parameter => Sample(parameter))])!,
        _ => throw new InvalidOperationException($"{member.Name} is neither a sentence nor makes one."),
    });

    private static object Sample(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(DateTimeOffset) ? Cut
        : parameter.ParameterType == typeof(int) ? 7
        : parameter.ParameterType == typeof(long) ? 1234L << 20
        : parameter.Name == "kind" ? "qq"
        : parameter.Name is "reason" or "message" ? TrainingNotes.CheckpointDamaged
        : parameter.Name == "fix" ? TrainingNotes.ChampionStays
        : "QQ";

    // Whatever else is said there, in words of its own: a sentence that is not collected must have a form, too.
    private static IEnumerable<string> Literals() => ((string[])["Sequence", "Training", Path.Combine("Recommenders", "Blend")])
        .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, "Marketing.Modules", "Model", folder), "*.cs"))
        .SelectMany(file => Spoken().Matches(File.ReadAllText(file)))
        .Select(match => Hole().Replace(match.Groups["text"].Value, "QQ"))
        .Where(text => text.Replace("QQ", "", StringComparison.Ordinal).Length > 2);

    private static string Undone(string said) => said.Replace("1 Sep 2011", "2011-09-01", StringComparison.Ordinal);

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

    [GeneratedRegex(@"(?:[Nn]ote\??(?:\.Invoke)?|new StartingPoint|new OperatorException|new WorkerError|WorkerEnd\.Failed)\([^""();]*\$?""(?<text>(?:[^""\\]|\\.)*)""")]
    private static partial Regex Spoken();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();

    // Settings, commands and terms that are the same in every language.
    [GeneratedRegex("QQ|qq|Transformer|learning_rate|layers|length|content|weeks|horizon_days|questions|false|Model:[A-Za-z:]+|'marketing train KIND'|NDCG@10")]
    private static partial Regex Terms();

    [GeneratedRegex("[A-Za-z]{2}")]
    private static partial Regex Latin();
}
