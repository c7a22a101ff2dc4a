using Bunit;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Widgets;

public sealed class DecisionTableTests
{
    private static readonly DateTimeOffset Now = new(2011, 12, 10, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_button_named_why_opens_the_reasons_in_words_and_closes_them_again()
    {
        using var page = new PageContext(shop: Shop);
        var table = page.Render<DecisionTable>(with => with.Add(p => p.Stories, [Story(DecisionKind.Send, "mail")]));
        Assert.Empty(table.FindAll(".decision-why"));

        var why = table.Find("button");
        Assert.Equal("Why", why.TextContent.Trim());
        Assert.StartsWith("Why", why.GetAttribute("aria-label"));
        why.Click();

        Assert.Equal("true", table.Find("button").GetAttribute("aria-expanded"));
        var text = table.Find(".decision-why").TextContent;
        Assert.Contains("Days since the last order: 120", text);
        Assert.Contains("Why not nothing", text);
        Assert.Contains("90.0 %", text);
        Assert.Contains("a message, nothing", text);
        Assert.Contains("LANTERN", text);
        Assert.Contains("because of", text);

        table.Find("button").Click();
        Assert.Empty(table.FindAll(".decision-why"));
    }

    [Fact]
    public void Only_one_decision_is_explained_at_a_time()
    {
        using var page = new PageContext(shop: Shop);
        var table = page.Render<DecisionTable>(with => with.Add(p => p.Stories, [Story(DecisionKind.Send, "mail"), Story(DecisionKind.Holdout, "nothing", 2)]));
        table.FindAll("button")[0].Click();
        table.FindAll("button")[1].Click();
        Assert.Contains("chance put them into the holdout", Assert.Single(table.FindAll(".decision-why")).TextContent);
    }

    [Theory]
    [InlineData(Words.English, DecisionKind.Suppress, "Left out")]
    [InlineData(Words.Chinese, DecisionKind.Suppress, "未发送")]
    [InlineData(Words.Chinese, DecisionKind.Holdout, "留出")]
    public void What_was_decided_is_told_in_the_readers_language(string language, DecisionKind kind, string told)
    {
        using var page = new PageContext(language, shop: Shop);
        var table = page.Render<DecisionTable>(with => with.Add(p => p.Stories, [Story(kind, "nothing")]));
        Assert.Contains(told, table.Find("tbody tr").TextContent);
    }

    [Fact]
    public void One_customers_decisions_start_with_the_time_and_others_with_the_customer()
    {
        using var page = new PageContext(shop: Shop);
        Assert.Equal("/customers/1", page.Render<DecisionTable>(with => with.Add(p => p.Stories, [Story(DecisionKind.Send, "mail")])).Find("tbody th a").GetAttribute("href"));
        Assert.Equal("10 Dec 2011 09:00", page.Render<DecisionTable>(with => with.Add(p => p.Stories, [Story(DecisionKind.Send, "mail")]).Add(p => p.ByCustomer, true)).Find("tbody td").TextContent);
    }

    [Theory]
    [InlineData(Words.English, "a visitor")]
    [InlineData(Words.Chinese, "访客")]
    public void A_list_for_nobody_in_particular_is_a_visitors_and_leads_to_no_customer(string language, string told)
    {
        using var page = new PageContext(language, shop: Shop);
        var story = Story(DecisionKind.Recommendation, "show");
        var visit = story with { Customer = null, Decision = story.Decision with { Draft = story.Decision.Draft with { Customer = null, Campaign = null } } };
        var head = page.Render<DecisionTable>(with => with.Add(p => p.Stories, [visit])).Find("tbody th");
        Assert.Equal(told, head.TextContent.Trim());
        Assert.Empty(head.QuerySelectorAll("a"));
    }

    private static ShopSnapshot Shop => new SnapshotBuilder(Now).Order(Now.AddDays(-120), "12346", ("LANTERN", 1, 500), ("CANDLE", 2, 100)).Build();

    private static DecisionStory Story(DecisionKind kind, string action, long id = 1)
    {
        var draft = new DecisionDraft(
            new CustomerId(1), kind, action, 0.9, "mail,nothing", [new ChosenProduct(new ProductId(1), 0.5, [new ProductId(2)])],
            [new Reason(ReasonCodes.Overdue, ["120", "30"])], "{}", "win-back", null, new CampaignId(3), "treatment", "web form v1", 0);
        return new DecisionStory(new Decision(new DecisionId(id), Now, null, draft), [], null, null, "12346", null);
    }
}
