using Marketing.Execution.Templates;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.Execution.Campaigns;

/// <summary>
/// Chooses the advertisements of mails while these are queued, by the placement <c>mail</c>; none where there is no such placement in mails, or the message names none. What was chosen counts as shown, whether
/// the mail is opened or not, and is chosen anew where a queueing that broke off is gone on with.
/// </summary>
internal sealed class MailAds(IAdServing serving, IAdCampaigns campaigns)
{
    /// <summary>Advertisements by customer.</summary>
    public async Task<IReadOnlyDictionary<CustomerId, IReadOnlyList<MailAd>>> ChooseAsync(MailWriter writer, IReadOnlyList<CustomerId> customers, CancellationToken cancellation)
    {
        var chosen = new Dictionary<CustomerId, IReadOnlyList<MailAd>>();
        if (!IsWanted(writer) || (await campaigns.PlacementsAsync(cancellation).ConfigureAwait(false)).All(placement => placement is not { Code: Placements.Mail, Surface: PlacementSurface.Mail }))
        {
            return chosen;
        }

        // Those who ask at once share a commit.
        var answers = await Task.WhenAll(customers.Select(customer => serving.ServeAsync(new AdQuestion(Placements.Mail, customer), cancellation))).ConfigureAwait(false);
        foreach (var (customer, answer) in customers.Zip(answers))
        {
            if (answer is AdsServed.Shown(var ads))
            {
                chosen[customer] = [.. ads.Where(ad => ad.Ad is not null).Select(ad => new MailAd(ad.Ad!.Draft.Headline, ad.Ad.Draft.Text, ad.Ad.Draft.Image, ad.Ad.Draft.Target, ad.Decision.Value))];
            }
        }

        return chosen;
    }

    private static bool IsWanted(MailWriter writer)
    {
        try
        {
            return writer.NamesAds;
        }
        catch (TemplateException)
        {
            // Each message says so itself, as failed.
            return false;
        }
    }
}
