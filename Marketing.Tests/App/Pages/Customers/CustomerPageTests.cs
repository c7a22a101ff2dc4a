using Bunit;
using Marketing.App.Components.Pages.Customers;
using Marketing.Data;
using Marketing.Strategy;
using Marketing.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Pages.Customers;

public sealed class CustomerPageTests
{
    [Fact]
    public async Task The_shop_s_own_number_leads_to_the_page_of_its_customer()
    {
        await using var shop = await OpenShop.StartAsync(new DateTimeOffset(2024, 12, 10, 9, 0, 0, TimeSpan.Zero));
        await shop.ImportAsync();
        var id = (await shop.Get<ICustomerRecords>().FindByKeyAsync("12005", default))!.Id;
        await using var page = Page(shop);
        var shown = page.Render<CustomerPage>(with => with.Add(p => p.Number, 12005));
        var navigation = page.Services.GetRequiredService<NavigationManager>();
        shown.WaitForAssertion(() => Assert.EndsWith($"/customers/{id.Value}", navigation.Uri));
        Assert.Equal($"/customers/{id.Value}", shown.Find("a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_number_that_is_nobody_s_is_said_to_be_unknown()
    {
        await using var shop = await OpenShop.StartAsync(new DateTimeOffset(2024, 12, 10, 9, 0, 0, TimeSpan.Zero));
        await shop.ImportAsync();
        await using var page = Page(shop);
        var shown = page.Render<CustomerPage>(with => with.Add(p => p.Number, 777_777));
        shown.WaitForAssertion(() => Assert.Contains("neither here nor in the shop", shown.Find(".empty-text").TextContent));
    }

    private static PageContext Page(OpenShop shop)
    {
        var page = new PageContext();
        page.Services.AddSingleton(shop.Get<ICustomerRecords>()).AddSingleton(shop.Get<ISegments>());
        return page;
    }
}
