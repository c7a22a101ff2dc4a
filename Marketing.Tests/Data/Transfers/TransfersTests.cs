using FluentValidation;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Transfers;

public sealed class TransfersTests : IDisposable
{
    private static readonly TransferDraft Draft = new(TransferPlaces.CustomerList, "Agency Ltd", "fr", "legitimate-interest", null, "Prints catalogues.");
    private readonly ShopRig _rig = new();

    private ITransfers Transfers => _rig.Get<ITransfers>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Nothing_leaves_by_a_way_until_a_recipient_is_recorded_and_again_once_it_is_ended()
    {
        var obstacle = await Transfers.ObstacleAsync(TransferPlaces.CustomerList, default);
        Assert.Contains("customer-list", obstacle);
        Assert.Contains("/data/privacy/transfers", obstacle);
        var added = await Transfers.AddAsync(Draft, "Ada", default);
        Assert.Equal(("FR", "Ada", (DateTimeOffset?)null), (added.Terms.Country, added.Actor, added.Ended));
        Assert.Null(await Transfers.ObstacleAsync(TransferPlaces.CustomerList, default));
        Assert.NotNull(await Transfers.ObstacleAsync(TransferPlaces.Api, default));
        Assert.True(await Transfers.EndAsync(added.Id, "Ben", default));
        Assert.False(await Transfers.EndAsync(added.Id, "Ben", default));
        Assert.NotNull(await Transfers.ObstacleAsync(TransferPlaces.CustomerList, default));
        Assert.Equal("Ben", Assert.Single(await Transfers.ListAsync(default)).EndedBy);
        Assert.Equal(["transfer.add", "transfer.end"], (await _rig.Get<IAuditLog>().ListAsync(new TableQuery(), default)).Items.Select(line => line.Action).Order());
    }

    [Fact]
    public async Task The_made_up_people_of_the_demo_shop_may_leave()
    {
        await _rig.Get<IShop>().SaveAsync(ShopProfile.Default with { IsDemo = true }, default);
        Assert.All(TransferPlaces.All, place => Assert.Null(Transfers.ObstacleAsync(place, default).Result));
    }

    [Theory]
    [InlineData(null, "DE", true)]
    [InlineData(null, "US", false)]
    [InlineData("FR", "DE", true)]
    [InlineData("FR", "GB", false)]
    [InlineData("GB", "GB", true)]
    [InlineData("GB", "DE", false)]
    public async Task A_country_under_another_law_needs_a_safeguard(string? controller, string country, bool isEnough)
    {
        if (controller is not null)
        {
            await Transfers.SaveControllerAsync(new DataController("Tea & Cups", "1 Quay", controller, null), "Ada", default);
        }

        var draft = Draft with { Country = country };
        if (!isEnough)
        {
            var refused = await Assert.ThrowsAsync<ValidationException>(() => Transfers.AddAsync(draft, "Ada", default));
            Assert.Contains("guards the data", Assert.Single(refused.Errors).ErrorMessage);
            draft = draft with { Safeguard = "standard-clauses" };
        }

        Assert.Equal(country, (await Transfers.AddAsync(draft, "Ada", default)).Terms.Country);
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_named_with_the_fix()
    {
        var refused = await Assert.ThrowsAsync<ValidationException>(() => Transfers.AddAsync(new TransferDraft("fax", " ", "XX", "because", "hope", ""), "Ada", default));
        Assert.Equal(["Basis", "Country", "Place", "Purpose", "Recipient", "Safeguard"], refused.Errors.Select(error => error.PropertyName).Order());
        Assert.Contains(refused.Errors, error => error.ErrorMessage.Contains("'XX' is no country", StringComparison.Ordinal));
        refused = await Assert.ThrowsAsync<ValidationException>(() => Transfers.SaveControllerAsync(new DataController("", "", "Germany", new string('x', 501)), "Ada", default));
        Assert.Equal(["Contact", "Country", "Name", "Officer"], refused.Errors.Select(error => error.PropertyName).Order());
        Assert.Empty(await Transfers.ListAsync(default));
    }

    [Fact]
    public async Task The_register_names_recipients_that_hold_and_how_long_each_kind_is_kept()
    {
        var ended = await Transfers.AddAsync(Draft with { Recipient = "Earlier Ltd" }, "Ada", default);
        await Transfers.EndAsync(ended.Id, "Ada", default);
        await Transfers.AddAsync(Draft, "Ada", default);
        await _rig.Get<IRetention>().SetAsync(new RetentionDraft("events", 100), "Ada", default);
        var register = await Transfers.RegisterAsync(default);
        Assert.Null(register.Controller);
        Assert.Equal("Agency Ltd", Assert.Single(register.Activities.Single(activity => activity.Code == "sales").Recipients).Terms.Recipient);
        Assert.Equal([("events", 100), ("visitor-lists", 395), ("visitors", 395)], register.Activities.Single(activity => activity.Code == "behaviour").Periods.Select(period => (period.Kind.Name, period.Days!.Value)));
        var named = register.Activities.SelectMany(activity => activity.Periods).Select(period => period.Kind.Name).Order();
        Assert.Equal((await _rig.Get<IRetention>().ListAsync(default)).Select(period => period.Kind.Name), named);
    }
}
