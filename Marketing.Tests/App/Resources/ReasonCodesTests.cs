using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Bunit;
using Dapper;
using Marketing.App.Components.Pages.Privacy;
using Marketing.App.Components.Widgets;
using Marketing.App.Privacy;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Data.Import;
using Marketing.Data.Import.Files;
using Marketing.Data.Intake;
using Marketing.Data.Privacy;
using Marketing.Data.Webhooks;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Resources;

/// <summary>Reasons that the modules give in code have words in both languages, and so has the page that a person gets.</summary>
public sealed partial class ReasonCodesTests
{
    [Theory]
    [InlineData(Words.English)]
    [InlineData(Words.Chinese)]
    public void Every_reason_of_the_live_intake_has_words_with_places_for_its_values(string language)
    {
        var words = Words.In(language);
        var rules = Fields<ItemRule>(typeof(ItemRule), typeof(PayloadRule), typeof(DeliveryRule));
        Assert.True(rules.Count > 50, $"Only {rules.Count} rules were found.");
        Assert.Equal(rules.Count, rules.Select(rule => rule.Code).Distinct().Count());
        Assert.Equal([], rules.SelectMany(rule => Wrong(words, $"Item.{rule.Code}", rule.Reason).Concat(rule.Fix.Length == 0 ? [] : Wrong(words, $"Item.{rule.Code}.Fix", rule.Fix))));
    }

    [Theory]
    [InlineData(Words.English)]
    [InlineData(Words.Chinese)]
    public void Every_rule_of_imports_has_a_name_and_whatever_rejects_or_changes_a_row_has_a_fix(string language)
    {
        var words = Words.In(language);
        var rules = Fields<CleaningRule>(typeof(CleaningRule), typeof(RowRule));
        Assert.True(rules.Count > 40, $"Only {rules.Count} rules were found.");
        Assert.Equal([], rules.SelectMany(rule => rule.Effect == CleaningRule.Note ? [$"Rule.{rule.Name}"] : (string[])[$"Rule.{rule.Name}", $"Rule.{rule.Name}.Fix"]).Where(key => !words.Has(key)));
    }

    [Fact]
    public void No_words_are_kept_for_a_reason_that_nothing_gives()
    {
        var rules = Fields<ItemRule>(typeof(ItemRule), typeof(PayloadRule), typeof(DeliveryRule)).SelectMany(rule => rule.Fix.Length == 0 ? [rule.Code] : (string[])[rule.Code, $"{rule.Code}.Fix"]).ToHashSet();
        Assert.Equal([], XDocument.Load(Path.Combine(Repository.Root, "Marketing.App", "Resources", "Item.resx")).Root!.Elements("data").Select(data => data.Attribute("name")!.Value).Where(name => !rules.Contains(name)));
    }

    [Fact]
    public void Every_refusal_of_a_file_has_the_words_of_the_module_in_English_and_the_same_places_in_Chinese()
    {
        var faults = Fields<FileFault>(typeof(FileFault));
        Assert.True(faults.Count > 50, $"Only {faults.Count} refusals were found.");
        Assert.Equal(faults.Count, faults.Select(fault => fault.Code).Distinct().Count());
        var sentences = faults.SelectMany(fault => ((string, string)[])[($"FileFault.{fault.Code}", fault.Reason), ($"FileFault.{fault.Code}.Fix", fault.Fix)]).Where(sentence => sentence.Item2.Length > 0).ToDictionary();
        var (english, chinese) = (Words.In(Words.English), Words.In(Words.Chinese));

        // What the command line says of its options, a page says of its steps.
        Assert.Equal([], sentences.Where(sentence => !sentence.Value.Contains("--", StringComparison.Ordinal) && english[sentence.Key] != sentence.Value).Select(sentence => sentence.Key));
        Assert.Equal([], sentences.Keys.Where(key => english[key].Contains("--", StringComparison.Ordinal) || chinese[key].Contains("--", StringComparison.Ordinal)));
        Assert.Equal([], sentences.Where(sentence => !Ideograph().IsMatch(chinese[sentence.Key]) || !Places(sentence.Value).SetEquals(Places(chinese[sentence.Key]))).Select(sentence => sentence.Key));
        Assert.Equal([], XDocument.Load(Path.Combine(Repository.Root, "Marketing.App", "Resources", "FileFault.resx")).Root!.Elements("data").Select(data => $"FileFault.{data.Attribute("name")!.Value}").Where(key => !sentences.ContainsKey(key)));
    }

    [Fact]
    public void A_code_without_words_and_one_with_too_few_values_keep_the_text_that_was_written()
    {
        var words = Words.In(Words.Chinese);
        Assert.Equal("As written.", ItemWords.Reason(words, new Reason("of-another-version", []), "As written."));
        Assert.Equal("As written.", ItemWords.Reason(words, new Reason(ItemRule.NoRate.Code, ["USD"]), "As written."));
        Assert.Equal("As written.", ItemWords.Reason(words, null, "As written."));
        Assert.Equal("数据项为 null。 请发送一个对象。", ItemWords.ReasonAndFix(words, ItemRule.NullItem.Reject("")));
    }

    [Fact]
    public async Task What_retention_could_not_do_is_told_in_Chinese_and_an_old_run_keeps_its_text()
    {
        await using var page = new PageContext(Words.Chinese);
        RetentionRemoved[] removed =
        [
            new("events", default, 0, "x") { Why = new Reason("stopped", []) }, new("uploads", default, 0, "x") { Why = new Reason("files", ["2", "a.csv"]) }, new("orders", default, 0, "x") { Why = new Reason("failed", ["disk"]) },
            new("messages", default, 3, "x") { Why = new Reason("still-in-log", []) }, new("visitors", default, 0, "Written before."), new("quarantine", default, 5, null),
        ];
        var shown = page.Render<RetentionRuns>(parameters => parameters.Add(one => one.Runs, [new RetentionRun(DateTimeOffset.UnixEpoch, "Ada", removed)]));
        var lines = shown.FindAll("td div").Select(line => line.TextContent).ToList();
        Assert.All((string[])["未完成即被中止", "2 个文件无法删除，第一个是 a.csv", "失败：disk", "日志尚未清空", "Written before.", "5"], (said, at) => Assert.Contains(said, lines[at], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Words.English)]
    [InlineData(Words.Chinese)]
    public void Every_table_and_column_of_the_page_for_a_person_has_words(string language)
    {
        using var folder = new TestFolder();
        var say = PersonPageWords.For(null, language);
        var exports = SqlFile.All().SelectMany(file => file.Names.Where(name => name.StartsWith("export-", StringComparison.Ordinal)).Select(name => (Table: name["export-".Length..], Sql: file[name]))).ToList();
        Assert.Equal(12, exports.Count);
        Assert.Equal([], exports.Select(export => $"Table.{export.Table}").Concat(exports.SelectMany(export => Columns(folder.Database, export.Sql)).Distinct().Select(column => $"Column.{column}")).Where(key => say(key) is null));
    }

    [Fact]
    public void A_person_reads_the_page_in_the_own_language_else_in_that_of_whoever_asked_for_it()
    {
        var tables = new[] { new PersonalTable("consents", [new Dictionary<string, object?> { ["purpose"] = "marketing", ["granted"] = 1L, ["source"] = "<b>till</b>" }]) };
        var chinese = PersonFile.Page(tables, PersonPageWords.For("zh-CN", Words.English), DateTimeOffset.UnixEpoch);
        Assert.All((string[])["lang=\"zh-Hans\"", "同意记录 (1)", "<th scope=\"col\">用途</th>", "<td>营销优惠</td><td>同意</td><td>&lt;b&gt;till&lt;/b&gt;</td>"], text => Assert.Contains(text, chinese, StringComparison.Ordinal));
        Assert.Contains("What you agreed to (1)", PersonFile.Page(tables, PersonPageWords.For("en-GB", Words.Chinese), DateTimeOffset.UnixEpoch), StringComparison.Ordinal);
        Assert.Contains("同意记录 (1)", PersonFile.Page(tables, PersonPageWords.For(null, Words.Chinese), DateTimeOffset.UnixEpoch), StringComparison.Ordinal);
    }

    private static List<T> Fields<T>(params Type[] types) =>
        [.. types.SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Where(field => field.FieldType == typeof(T)).Select(field => (T)field.GetValue(null)!)];

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(place => place.Value)];

    private static IEnumerable<string> Wrong(Words words, string key, string text)
    {
        if (!words.Has(key))
        {
            yield return $"{key} has no words";
        }
        else if (Place().Matches(words[key]).Any(place => !text.Contains(place.Value, StringComparison.Ordinal)))
        {
            yield return $"{key} has a place for a value that is never given";
        }
    }

    private static List<string> Columns(Database database, string sql) => database.Read(connection =>
    {
        using var reader = connection.ExecuteReader(sql, new { Customer = 0, customer = 0 });
        return Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
    });

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Ideograph();
}
