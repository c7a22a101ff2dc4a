using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;
using MimeKit;

namespace Marketing.Tests.Execution.Ads;

public sealed class MailAdsTests : IDisposable
{
    private const string Body = "<p>Dear {{ customer.name }}</p>{% for ad in ads %}<a href=\"{{ ad.link }}?ad={{ ad.decision }}\">{{ ad.headline }}</a>{% endfor %}";
    private readonly ShopRig _rig = new();

    public MailAdsTests() => _rig.AddRegulars(4);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_mail_that_names_advertisements_holds_those_that_were_chosen_for_its_person()
    {
        await RunAsync(PlacementSurface.Mail);
        await _rig.QueueAsync(Outboxes.Draft with { Body = Body });
        var ledger = await _rig.Get<ILedger>().AdsAfterAsync(null, DateTimeOffset.MaxValue, 100, default);
        Assert.Equal([1L, 2, 3, 4], ledger.Select(row => row.Customer!.Value.Value).Order());

        // The other advertisement leads to a path, which a mail cannot.
        Assert.All(ledger, row => Assert.Equal("ads:2", row.Terms.Candidates));
        foreach (var message in await _rig.MessagesAsync())
        {
            var decision = Assert.Single(ledger, row => row.Customer == message.Customer).Id.Value;
            Assert.Contains($"<a href=\"https://tea.test/cup?ad={decision}\">A cup of tea</a>", await HtmlAsync(message.Id), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_budget_that_is_spread_over_the_day_is_there_for_mails_that_are_written_all_at_once()
    {
        await RunAsync(PlacementSurface.Mail, AdShop.Draft with { Pricing = AdPricing.Thousand, Price = 1000, DailyBudget = 3, Paces = true, Placements = [Placements.Mail] });
        await _rig.QueueAsync(Outboxes.Draft with { Body = Body });
        Assert.Equal(3, (await _rig.Get<ILedger>().AdsAfterAsync(null, DateTimeOffset.MaxValue, 100, default)).Count);
    }

    [Fact]
    public async Task Nothing_is_chosen_where_no_mail_names_it_or_no_placement_is_in_mails_or_somebody_only_looks()
    {
        await RunAsync(PlacementSurface.Mail);
        Assert.Contains("Dear", Assert.Single(await _rig.Get<ICampaigns>().PreviewAsync(Outboxes.Draft with { Body = Body }, 1, default)).Html, StringComparison.Ordinal);
        await _rig.QueueAsync();
        await _rig.Get<IAdCampaigns>().SavePlacementAsync(new AdPlacement(Placements.Mail, "No mail", PlacementSurface.Shop, 1), "ann", default);
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(30));
        await _rig.QueueAsync(Outboxes.Draft with { Body = Body });
        Assert.Empty(await _rig.Get<ILedger>().AdsAfterAsync(null, DateTimeOffset.MaxValue, 100, default));
        Assert.DoesNotContain("A cup of tea", await HtmlAsync((await _rig.MessagesAsync())[0].Id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_advertisement_has_not_is_told_before_anybody_gets_a_mail()
    {
        var refused = await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => _rig.Get<ICampaigns>().CreateAsync(Outboxes.Draft with { Body = "{% for ad in ads %}{{ ad.price }}{% endfor %}" }, "ann", default));
        Assert.Contains("There is nothing called 'ad.price'", Assert.Single(refused.Errors).ErrorMessage, StringComparison.Ordinal);
    }

    private async Task RunAsync(PlacementSurface surface, AdCampaignDraft? draft = null)
    {
        var id = await _rig.RunAdsAsync(draft ?? AdShop.Draft with { Placements = [Placements.Mail] }, ads: 0);
        await _rig.Get<IAdCampaigns>().SavePlacementAsync(new AdPlacement(Placements.Mail, "Mails", surface, 1), "ann", default);
        await _rig.Get<IAdCampaigns>().AddAdAsync(id, AdShop.Ad with { Image = null }, isActive: true, "ann", default);
        await _rig.Get<IAdCampaigns>().AddAdAsync(id, AdShop.Ad with { Target = "/cup" }, isActive: true, "ann", default);
    }

    private async Task<string> HtmlAsync(MessageId message) => (await MimeMessage.LoadAsync(new MemoryStream((await _rig.Get<IOutbox>().SourceAsync(message, default))!))).HtmlBody!;
}
