using Bunit;
using Marketing.App.Components.Pages.Customers;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Pages.Customers;

public sealed class CustomerConsentsTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_reader_sees_every_answer_with_its_source_and_cannot_write_one_down()
    {
        await _rig.OpenForBusinessAsync();
        _rig.AddRegulars(1);
        await using var page = new PageContext(Words.English, Role.Viewer);
        page.Services.AddSingleton(_rig.Get<IConsents>());
        Assert.True(await _rig.Get<IConsents>().UnsubscribeAsync(new CustomerId(1), "one-click unsubscribe", default));

        var shown = page.Render<CustomerConsents>(parameters => parameters.Add(one => one.Customer, new CustomerId(1)));
        shown.WaitForAssertion(() => Assert.Contains("one-click unsubscribe", shown.Markup, StringComparison.Ordinal));
        Assert.Contains("refused", shown.Find("dd").TextContent, StringComparison.Ordinal);
        Assert.Empty(shown.FindAll("form"));
    }
}
