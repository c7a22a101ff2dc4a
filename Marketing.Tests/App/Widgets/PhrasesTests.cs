using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Model;
using Marketing.Strategy;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Widgets;

public sealed class PhrasesTests
{
    public static TheoryData<string> Languages => [Words.English, Words.Chinese];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_segment_audience_and_reason_that_strategy_knows_has_words(string language)
    {
        var words = Words.In(language);
        Assert.All(SegmentCatalogue.All, segment =>
        {
            Assert.True(words.Has($"Segment.{segment.Code}"), segment.Code);
            Assert.NotEqual("", Phrases.AboutSegment(words, segment.Code));
        });
        Assert.All(AudienceCodes.All, audience => Assert.NotEqual(audience, Phrases.Audience(words, audience)));
        Assert.All(ReasonCodes.All, reason => Assert.True(words.Has($"Reason.{reason}"), reason));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_state_that_a_table_shows_has_words(string language)
    {
        var words = Words.In(language);
        Assert.All(Enum.GetValues<CampaignState>(), state => Assert.DoesNotContain('‹', Phrases.Campaign(words, state)));
        Assert.All(Enum.GetValues<MessageState>(), state => Assert.DoesNotContain('‹', Phrases.Message(words, state)));
        Assert.All(Enum.GetValues<DecisionKind>(), kind =>
        {
            Assert.DoesNotContain('‹', Phrases.Decided(words, kind));
            Assert.True(words.Has($"Campaigns.WhyTitle.{kind}"));
            Assert.True(words.Has($"Campaigns.WhyNot.{kind}"));
        });
        Assert.All(Enum.GetValues<ModelState>(), state => Assert.True(words.Has($"Models.State.{state}")));
    }

    [Fact]
    public void The_rule_of_look_alikes_says_in_plain_words_whom_it_takes() =>
        Assert.Equal(
            "customers outside the segment whose histories resemble those of its customers most, as many as it has, only those who do resemble them (cosine above 0)",
            Phrases.Rule(Words.In(Words.English), "most alike outside the segment, as many as it has, cosine > 0"));

    [Fact]
    public void A_name_that_no_file_knows_is_shown_as_it_is()
    {
        var words = Words.In(Words.English);
        Assert.Equal("tomorrow", Phrases.Named(words, "Campaigns.Audience.", "tomorrow"));
        Assert.Equal("magic", Phrases.Method(words, "magic"));
        Assert.Equal("", Phrases.AboutSegment(words, "nobody"));
    }

    [Fact]
    public void Candidates_are_told_as_a_list_or_as_a_count()
    {
        var words = Words.In(Words.English);
        Assert.Equal("a message, nothing", Phrases.Candidates(words, "mail,nothing"));
        Assert.Equal("all 4,628 products of the catalogue", Phrases.Candidates(words, "catalogue:4628:9f2c"));
        Assert.Equal("other", Phrases.Candidates(words, "other"));
    }

    [Theory]
    [InlineData(Words.English, "Like champions", "They are not in the segment “Champions”, but their history resembles those of its customers: likeness 0.93 of 1 at most (cosine), by version 3 of the transformer.")]
    [InlineData(Words.Chinese, "与“重要价值客户”相似", "不属于客群“重要价值客户”，但其历史与该客群的客户相似：相似度 0.93（余弦，最高为 1），由 Transformer 第 3 版判断。")]
    public async Task A_look_alike_audience_and_its_reason_name_the_segment(string language, string audience, string reason)
    {
        await using var page = new PageContext(language);
        Assert.Equal(audience, Phrases.Audience(page.Words, "alike:champions"));
        Assert.Equal(reason, await ReasonWords.SayAsync(page.Words, page.Services.GetRequiredService<Display>(), page.Services.GetRequiredService<ProductNames>(), "Reason", new Reason(ReasonCodes.LikeSegment, ["champions", "0.93", "3"])));
    }

    [Fact]
    public void The_few_words_of_a_rule_are_translated()
    {
        const string Rule = "orders ≥ 2, days since the last > max(90, 2 × own mean gap)";
        Assert.Equal(Rule, Phrases.Rule(Words.In(Words.English), Rule));
        Assert.Equal("客群之外、历史与该客群客户最相似的客户，人数与该客群相同, 且确有相似之处（余弦大于 0）", Phrases.Rule(Words.In(Words.Chinese), "most alike outside the segment, as many as it has, cosine > 0"));
        Assert.Equal("订单数 ≥ 2, 距上次订单天数 > max(90, 2 × 自身平均间隔)", Phrases.Rule(Words.In(Words.Chinese), Rule));
    }
}
