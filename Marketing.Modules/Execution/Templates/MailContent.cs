using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Execution.Templates;

/// <summary>One product of a message.</summary>
internal sealed record MailProduct(string Name, string Code, string Price, IReadOnlyList<string> Because);

/// <summary>One advertisement of a message.</summary>
internal sealed record MailAd(string Headline, string Text, string? Image, string Link, long Decision);

/// <summary>What a template knows of one message.</summary>
internal sealed record MailContent(string Shop, CustomerRecord Customer, string Campaign, string Audience, IReadOnlyList<MailProduct> Products, string? Preferences = null, IReadOnlyList<MailAd>? Ads = null)
{
    /// <summary>Content of a message from the decision behind it; products that are not in the snapshot any more are left out.</summary>
    public static MailContent Of(DecisionDraft decision, CustomerRecord customer, CampaignDraft campaign, ShopProfile shop, ShopSnapshot snapshot, string? preferences, IReadOnlyList<MailAd> ads)
    {
        var products = decision.Products.Where(product => snapshot.Products.IndexOf(product.Product) >= 0).Select(product =>
        {
            var p = snapshot.Products.IndexOf(product.Product);
            var because = product.BecauseOf.Select(snapshot.Products.IndexOf).Where(own => own >= 0).Select(own => snapshot.Products.Name[own]);
            return new MailProduct(
                snapshot.Products.Name[p],
                snapshot.Products.Code[p],
                PriceText(new Money(snapshot.Products.Price[p], snapshot.Currency)),
                [.. because]);
        });
        return new MailContent(shop.Name, customer, campaign.Name, campaign.Audience, [.. products], preferences, ads);
    }

    /// <summary>The words of <see cref="TemplateVocabulary"/> with their values.</summary>
    public IEnumerable<(string Name, object Value)> ToValues() =>
    [
        ("shop", new Dictionary<string, object?> { ["name"] = Shop }),
        ("customer", new Dictionary<string, object?> { ["name"] = Customer.Name, ["key"] = Customer.Key, ["country"] = Customer.Country, ["language"] = Customer.Language }),
        ("links", new Dictionary<string, object?> { ["preferences"] = Preferences }),
        ("campaign", new Dictionary<string, object?> { ["name"] = Campaign, ["audience"] = Audience }),
        (TemplateVocabulary.Products, Products.Select(product => new Dictionary<string, object?>
        {
            ["name"] = product.Name,
            ["code"] = product.Code,
            ["price"] = product.Price,
            ["because"] = product.Because.ToArray(),
        }).ToArray()),
        (TemplateVocabulary.Ads, (Ads ?? []).Select(ad => new Dictionary<string, object?>
        {
            ["headline"] = ad.Headline,
            ["text"] = ad.Text,
            ["image"] = ad.Image,
            ["link"] = ad.Link,
            ["decision"] = ad.Decision,
        }).ToArray()),
    ];

    private static string PriceText(Money price)
    {
        var number = price.Major.ToString($"N{Money.Decimals(price.Currency)}", CultureInfo.InvariantCulture);
        return price.Currency switch
        {
            "GBP" => $"£{number}",
            "USD" => $"${number}",
            "EUR" => $"€{number}",
            "CNY" or "JPY" => $"¥{number}",
            _ => $"{price.Currency} {number}",
        };
    }
}
