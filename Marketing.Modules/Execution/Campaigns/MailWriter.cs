using Marketing.Data;
using Marketing.Execution.Outbox;
using Marketing.Execution.Templates;

namespace Marketing.Execution.Campaigns;

/// <summary>Writes the messages of one campaign: the templates are read once, then carried out for each person.</summary>
internal sealed class MailWriter(CampaignDraft campaign, ShopProfile shop, ShopSnapshot snapshot, ExecutionOptions options)
{
    private const int LongestSubject = 300;
    private readonly MailTemplate _subject = MailTemplate.Read(campaign.Subject, options);
    private readonly MailTemplate _body = MailTemplate.Read(campaign.Body, options);

    /// <exception cref="TemplateException">A template cannot be carried out for this person.</exception>
    public RenderedMessage Render(DecisionDraft decision, CustomerRecord customer)
    {
        var content = MailContent.Of(decision, customer, campaign, shop, snapshot);
        var subject = _subject.ToLine(content);
        var html = UnsubscribeNote.Ensure(_body.ToHtml(content));
        return new RenderedMessage(customer.Id, customer.Email ?? "", subject.Length <= LongestSubject ? subject : subject[..LongestSubject], html, PlainText.FromHtml(html));
    }

    /// <summary>A message for the outbox; one that cannot be written is in it as failed, so that none is lost without a word.</summary>
    public NewMessage Write(Decision decision, CustomerRecord? customer)
    {
        if (customer?.Email is not { Length: > 0 })
        {
            return Failed(decision, customer, "The person's address was removed after the decision.");
        }

        try
        {
            var mail = Render(decision.Draft, customer);
            return new NewMessage(decision.Id, customer.Id, mail.To, mail.Subject, PackedText.Pack(mail.Html), MessageState.Queued, null);
        }
        catch (TemplateException e)
        {
            return Failed(decision, customer, e.Message);
        }
    }

    private static NewMessage Failed(Decision decision, CustomerRecord? customer, string reason) =>
        new(decision.Id, decision.Draft.Customer, customer?.Email ?? "", "", PackedText.Pack(""), MessageState.Failed, reason);
}
