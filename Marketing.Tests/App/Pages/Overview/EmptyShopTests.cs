using Marketing.Kernel;
using Marketing.Tests.App.Access;

namespace Marketing.Tests.App.Pages.Overview;

public sealed class EmptyShopTests(ServedShop shop) : IClassFixture<ServedShop>
{
    [Fact]
    public async Task The_first_page_of_a_new_shop_says_in_what_it_counts_and_where_that_is_changed()
    {
        using var browser = await shop.SignedInAsync("mara", Role.Marketer);
        var page = await browser.GetStringAsync("/");
        Assert.Contains("This shop counts money in GBP and days in the time zone Europe/London.", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/settings/shop\">Settings of the shop</a>", page, StringComparison.Ordinal);
    }
}
