using Marketing.Execution;
using Marketing.Execution.Campaigns;
using Marketing.Execution.Templates;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Execution.Templates;

public sealed class StartingDraftTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("en", AudienceCodes.WinBack, "Win back 2024-03-01", "We have missed you, Buyer <2>", "It has been a while", "unsubscribe")]
    [InlineData("en", AudienceCodes.Everybody, "Everybody 2024-03-01", "Buyer <2>, picked for you at Tea & Cups", "Picked for you", "unsubscribe")]
    [InlineData("zh-Hans", AudienceCodes.WinBack, "赢回客户 2024-03-01", "Buyer <2>，好久不见", "好久不见", "退订")]
    [InlineData("zh-Hans", AudienceCodes.Everybody, "全体客户 2024-03-01", "Tea & Cups 为您精选", "为您精选", "退订")]
    public async Task The_carried_template_is_a_whole_mail_in_both_languages(string language, string audience, string name, string subject, string heading, string unsubscribe)
    {
        _rig.AddRegulars(4);
        await _rig.OpenForBusinessAsync();
        await _rig.TrainChampionAsync();
        var draft = _rig.Get<ICampaigns>().Start(audience, language);
        Assert.Equal(name, draft.Name);
        Assert.True(new CampaignDraftValidator().Validate(draft).IsValid);
        var mail = (await _rig.Get<ICampaigns>().PreviewAsync(draft with { Products = 2 }, 4, default))[1];
        Assert.Equal(subject, mail.Subject);
        foreach (var part in (string[])[mail.Text, mail.Html])
        {
            Assert.Contains(heading, part);
            Assert.Contains(unsubscribe, part);
        }

        Assert.Contains("Buyer &lt;2&gt;", mail.Html);
        Assert.Contains("Buyer <2>", mail.Text);
        Assert.Contains("Cup & saucer", mail.Text);
        Assert.Contains("£", mail.Text);
        Assert.DoesNotContain("{{", mail.Html);
    }

    [Theory]
    [InlineData(AudienceCodes.WinBack)]
    [InlineData("segment:champions")]
    [InlineData("alike:champions")]
    public void Every_audience_has_a_draft_that_can_be_saved(string audience) =>
        Assert.All((string[])["en", "zh-Hans"], language => Assert.True(new CampaignDraftValidator().Validate(_rig.Get<ICampaigns>().Start(audience, language)).IsValid));

    [Theory]
    [InlineData("en", "Like champions 2024-03-01")]
    [InlineData("zh-Hans", "与 champions 相似 2024-03-01")]
    public void A_draft_for_a_look_alike_audience_says_whom_they_are_like(string language, string name) =>
        Assert.Equal(name, _rig.Get<ICampaigns>().Start("alike:champions", language).Name);

    [Theory]
    [InlineData("<p>Hello</p>", "reply with the word “unsubscribe”")]
    [InlineData("<html><body><p>Hello</p></body></html>", "reply with the word “unsubscribe”")]
    [InlineData("<p>您好</p>", "请回复“退订”")]
    [InlineData("<!-- unsubscribe --><p>Hello</p>", "reply with the word “unsubscribe”")]
    [InlineData("<style>.unsubscribe{}</style><p>Hello</p>", "reply with the word “unsubscribe”")]
    public void A_mail_that_does_not_say_how_to_get_no_more_is_made_to(string html, string sentence)
    {
        var whole = UnsubscribeNote.Ensure(html);
        Assert.Contains(sentence, PlainText.FromHtml(whole));
        Assert.Equal(whole, UnsubscribeNote.Ensure(whole));
        Assert.Equal(html.Contains("</body>", StringComparison.Ordinal), whole.EndsWith("</body></html>", StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_subject_is_cut_between_letters()
    {
        Assert.Equal(new string('x', 299), MailWriter.Cut(new string('x', 299) + "\U0001F600"));
        Assert.Equal(new string('x', 298) + "\U0001F600", MailWriter.Cut(new string('x', 298) + "\U0001F600\U0001F600"));
        Assert.Equal("short", MailWriter.Cut("short"));
    }
}
