using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Api.V1;

/// <summary>Products that the caller names of a visit.</summary>
/// <param name="Viewed">Looked at, latest first.</param>
/// <param name="Basket">In the basket.</param>
/// <param name="Ignored">Codes that are not known.</param>
internal sealed record ProductsTold(IReadOnlyList<ProductId> Viewed, IReadOnlyList<ProductId> Basket, IReadOnlyList<string> Ignored);

/// <summary>What the caller says of a visit.</summary>
/// <param name="Customer">Customer number, or null.</param>
/// <param name="Viewed">Codes of products looked at, latest first, apart by commas, or null.</param>
/// <param name="Basket">Codes of products in the basket, apart by commas, or null.</param>
/// <param name="Country">Country as the shop writes it, or null.</param>
/// <param name="Referrer">Address or host of the page that the visitor came from, or null.</param>
/// <param name="Bought"><c>true</c>, <c>false</c> or null.</param>
internal sealed record VisitTold(string? Customer, string? Viewed, string? Basket, string? Country, string? Referrer, string? Bought)
{
    private const int LongestCountry = 100;

    /// <summary>What is wrong, or null and the products.</summary>
    public IResult? Refusal(ProductColumns known, out ProductsTold products)
    {
        var (viewed, basket, ignored) = (new List<ProductId>(), new List<ProductId>(), new List<string>());
        products = new ProductsTold(viewed, basket, ignored);
        if (Bought is not (null or "true" or "false"))
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong choice", "'bought' is true when products that the customer has bought may come again, or false; without it the shop's rules decide.");
        }

        if (Country is { Length: > LongestCountry })
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong country", $"'country' is the name of a country as the shop writes it, at most {LongestCountry} letters.");
        }

        if (Referrer is { Length: > IVisitSources.LongestAddress })
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong referrer", $"'referrer' is the address of the page that the visitor came from, or its host, at most {IVisitSources.LongestAddress} letters.");
        }

        return Read(Viewed, known, viewed, ignored) && Read(Basket, known, basket, ignored)
            ? null
            : Reading.Refuse(StatusCodes.Status400BadRequest, "Too many products", $"'viewed' and 'basket' have at most {RecommendationQuery.MostProducts} product codes each, apart by commas.");
    }

    private static bool Read(string? text, ProductColumns known, List<ProductId> found, List<string> ignored)
    {
        var codes = text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (var code in codes.Length <= RecommendationQuery.MostProducts ? codes : [])
        {
            if (known.IndexOf(code) is >= 0 and var index)
            {
                found.Add(new ProductId(known.Id[index]));
            }
            else
            {
                ignored.Add(code);
            }
        }

        return codes.Length <= RecommendationQuery.MostProducts;
    }
}
