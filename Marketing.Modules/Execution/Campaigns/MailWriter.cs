using Marketing.Data;
using Marketing.Execution.Outbox;
using Marketing.Execution.Templates;
using Marketing.Kernel;

namespace Marketing.Execution.Campaigns;

/// <summary>Writes the messages of one campaign: the templates are read once, then carried out for each person.</summary>
/// <param name="campaign">What was written.</param>
/// <param name="shop">Whose mails they are.</param>
/// <param name="snapshot">Products by their names and prices.</param>
/// <param name="options">Limits of templates.</param>
/// <param name="preferences">A person's link to the own preferences, or null while people outside cannot reach the program.</param>
internal sealed class MailWriter(CampaignDraft campaign, ShopProfile shop, ShopSnapshot snapshot, ExecutionOptions options, Func<CustomerId, string?> preferences)
{
    private const int LongestSubject = 300;
    private readonly Lazy<MailTemplate> _subject = new(() => MailTemplate.Read(campaign.Subject, options));
    private readonly Lazy<MailTemplate> _body = new(() => MailTemplate.Read(campaign.Body, options));

    /// <summary>Whether advertisements stand in the message, so that some are to be chosen for each person.</summary>
    /// <exception cref="TemplateException">A template cannot be read.</exception>
    public bool NamesAds => _subject.Value.NamesAds || _body.Value.NamesAds;

    /// <exception cref="TemplateException">A template cannot be read, or not be carried out for this person.</exception>
    public RenderedMessage Render(DecisionDraft decision, CustomerRecord customer, IReadOnlyList<MailAd> ads)
    {
        var link = preferences(customer.Id);
        var content = MailContent.Of(decision, customer, campaign, shop, snapshot, link, ads);
        var subject = _subject.Value.ToLine(content);
        var html = UnsubscribeNote.Ensure(_body.Value.ToHtml(content), link);
        return new RenderedMessage(customer.Id, customer.Email ?? "", Cut(subject), html, PlainText.FromHtml(html));
    }

    /// <summary>A subject of bearable length, never cut inside a letter that takes two places.</summary>
    public static string Cut(string subject) => subject.Length <= LongestSubject
        ? subject
        : subject[..(char.IsHighSurrogate(subject[LongestSubject - 1]) ? LongestSubject - 1 : LongestSubject)];

    /// <summary>A message for the outbox; one that cannot be written is in it as failed, so that none is lost without a word.</summary>
    public NewMessage Write(Decision decision, CustomerRecord? customer, IReadOnlyList<MailAd> ads)
    {
        if (customer?.Email is not { Length: > 0 })
        {
            return Failed(decision, customer, "The person's address was removed after the decision.");
        }

        try
        {
            var mail = Render(decision.Draft, customer, ads);
            return new NewMessage(decision.Id, customer.Id, mail.To, mail.Subject, PackedText.Pack(mail.Html), MessageState.Queued, null);
        }
        catch (TemplateException e)
        {
            return Failed(decision, customer, e.Message);
        }
    }

    private static NewMessage Failed(Decision decision, CustomerRecord? customer, string reason) =>
        new(decision.Id, decision.Draft.Person(), customer?.Email ?? "", "", PackedText.Pack(""), MessageState.Failed, reason);
}
