using Marketing.App.Components.Pages.Campaigns;
using Marketing.Execution;

namespace Marketing.Tests.App.Pages.Campaigns;

public sealed class CampaignFormTests
{
    [Fact]
    public void A_draft_comes_back_from_the_fields_unchanged()
    {
        for (var percent = 0; percent <= CampaignForm.MostHoldout; percent++)
        {
            var draft = new CampaignDraft("Name", "win-back", "Subject", "Body", percent / 100.0, 4);
            Assert.Equal(draft, CampaignForm.Of(draft).Draft);
        }
    }
}
