using Bunit;
using Marketing.App.Components.Pages.Customers;
using Marketing.Data;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Pages.Customers;

public sealed class TimelineRowTests
{
    [Fact]
    public async Task A_space_stands_between_what_happened_and_that_it_is_simulated()
    {
        using var shop = new ShopRig();
        await using var page = new PageContext();
        page.Services.AddSingleton(shop.Get<ICustomerRecords>());
        var row = page.Render<TimelineRow>(with => with.Add(one => one.Entry, new TimelineEntry(DateTimeOffset.UnixEpoch, "consent", "", null, "yes", null, null, true)));
        Assert.Matches(@"^Consent\s+simulated$", row.FindAll("td")[1].TextContent.Trim());
    }
}
