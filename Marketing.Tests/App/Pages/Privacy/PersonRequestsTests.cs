using Bunit;
using Marketing.App.Components.Pages.Privacy;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Marketing.Tests.App.Pages.Privacy;

public sealed class PersonRequestsTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(false, 7)]
    [InlineData(true, 0)]
    public async Task An_address_that_many_have_is_followed_only_where_the_tick_is_set(bool ticked, int left)
    {
        await using var page = new PageContext(Words.English, Role.Administrator);
        var dialogs = await OpenAsync(page, sharing: 8);
        Assert.Contains("7", dialogs.Find(".mud-checkbox").TextContent, StringComparison.Ordinal);
        await dialogs.InvokeAsync(() => dialogs.Find("input:not([type=checkbox])").Input("3"));
        if (ticked)
        {
            await dialogs.InvokeAsync(() => dialogs.Find("input[type=checkbox]").Change(true));
        }

        Assert.Equal(8, await LeftAsync());
        await dialogs.InvokeAsync(() => dialogs.FindAll(".mud-dialog-actions button")[1].Click());
        await dialogs.WaitForAssertionAsync(() => Assert.Empty(dialogs.FindAll(".mud-dialog")));
        await dialogs.WaitForStateAsync(() => LeftAsync().GetAwaiter().GetResult() == left, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_family_goes_together_without_a_tick_to_choose_and_only_once_the_number_is_typed()
    {
        await using var page = new PageContext(Words.English, Role.Administrator);
        var dialogs = await OpenAsync(page, sharing: 4);
        Assert.Empty(dialogs.FindAll("input[type=checkbox]"));
        Assert.True(dialogs.FindAll(".mud-dialog-actions button")[1].HasAttribute("disabled"));
        await dialogs.InvokeAsync(() => dialogs.FindAll(".mud-dialog-actions button")[0].Click());
        await dialogs.WaitForAssertionAsync(() => Assert.Empty(dialogs.FindAll(".mud-dialog")));
        Assert.Equal(8, await LeftAsync());
    }

    // Eight customers, of whom some have one address; the dialog asks about the third.
    private async Task<IRenderedComponent<MudDialogProvider>> OpenAsync(PageContext page, int sharing)
    {
        _rig.AddRegulars(8);
        _rig.Folder.Database.Write((connection, transaction) => Dapper.SqlMapper.Execute(connection, "update data_customers set email = 'none@shop.test' where id <= @sharing", new { sharing }, transaction));
        page.Services.AddSingleton(_rig.Get<IPrivacy>());
        var dialogs = page.Render<MudDialogProvider>();
        var customer = (await _rig.Get<ICustomerRecords>().FindByKeyAsync("3", default))!;
        var requests = page.Render<PersonRequests>(parameters => parameters.Add(one => one.Customer, customer));
        await requests.InvokeAsync(() => requests.FindAll("button").Single(button => button.TextContent.Trim() == page.Words["Privacy.Erase"]).Click());
        dialogs.WaitForElement(".mud-dialog-actions", TimeSpan.FromSeconds(10));
        return dialogs;
    }

    private Task<long> LeftAsync() => _rig.Folder.Database.ReadAsync(connection => Dapper.SqlMapper.ExecuteScalar<long>(connection, "select count(*) from data_customers where erased_at is null"));
}
