using Dapper;
using FluentValidation;
using Marketing.Data;
using Marketing.Data.Shop;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Shop;

public sealed class ShopSettingsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly BusinessClock _clock;
    private readonly ShopSettings _shop;

    public ShopSettingsTests()
    {
        _clock = new BusinessClock(_folder.Clock);
        _shop = new ShopSettings(new DataShopStore(_folder.Database), _clock);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_folder_is_an_empty_shop_at_the_real_time()
    {
        await _shop.OpenAsync(CancellationToken.None);
        Assert.Equal(ShopProfile.Default, _shop.Profile);
        Assert.True(_shop.IsEmpty);
        Assert.Equal(_folder.Clock.GetUtcNow(), _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_saved_profile_comes_back_at_the_next_start_with_its_clock()
    {
        var profile = new ShopProfile("The Gift Shop", "EUR", "Europe/Berlin", IsDemo: true, 0.35, "https://shop.example.com/", TimeSpan.FromDays(-4470) + TimeSpan.FromMilliseconds(17));
        await _shop.SaveAsync(profile, CancellationToken.None);
        Assert.Equal(profile, _shop.Profile);
        Assert.Equal(profile.ClockOffset, _clock.Offset);

        var laterClock = new BusinessClock(_folder.Clock);
        var later = new ShopSettings(new DataShopStore(_folder.Database), laterClock);
        await later.OpenAsync(CancellationToken.None);
        Assert.Equal(profile, later.Profile);
        Assert.Equal(_folder.Clock.GetUtcNow() + profile.ClockOffset, laterClock.GetUtcNow());
    }

    [Fact]
    public async Task What_was_not_entered_stays_unknown()
    {
        await _shop.SaveAsync(ShopProfile.Default with { Name = "Only a name" }, CancellationToken.None);
        await _shop.OpenAsync(CancellationToken.None);
        Assert.Null(_shop.Profile.AssumedMargin);
        Assert.Null(_shop.Profile.PublicAddress);
    }

    public static TheoryData<string, ShopProfile> Slips => new()
    {
        { nameof(ShopProfile.Name), ShopProfile.Default with { Name = "  " } },
        { nameof(ShopProfile.Currency), ShopProfile.Default with { Currency = "gbp" } },
        { nameof(ShopProfile.Currency), ShopProfile.Default with { Currency = "POUND" } },
        { nameof(ShopProfile.TimeZone), ShopProfile.Default with { TimeZone = "London" } },
        { nameof(ShopProfile.TimeZone), ShopProfile.Default with { TimeZone = "UTC+3" } },
        { nameof(ShopProfile.AssumedMargin), ShopProfile.Default with { AssumedMargin = 40 } },
        { nameof(ShopProfile.AssumedMargin), ShopProfile.Default with { AssumedMargin = double.NaN } },
        { nameof(ShopProfile.PublicAddress), ShopProfile.Default with { PublicAddress = "shop.example.com" } },
        { nameof(ShopProfile.PublicAddress), ShopProfile.Default with { PublicAddress = "ftp://shop.example.com" } },
        { nameof(ShopProfile.PublicAddress), ShopProfile.Default with { PublicAddress = "https://shop.example.com/?a=1" } },
        { nameof(ShopProfile.ClockOffset), ShopProfile.Default with { ClockOffset = TimeSpan.FromDays(-400_000) } },
    };

    [Theory]
    [MemberData(nameof(Slips))]
    public async Task A_slip_is_refused_by_the_name_of_its_field_and_nothing_is_saved(string field, ShopProfile profile)
    {
        var refused = await Assert.ThrowsAsync<ValidationException>(() => _shop.SaveAsync(profile, CancellationToken.None));
        Assert.Equal(field, Assert.Single(refused.Errors).PropertyName);
        Assert.Equal(ShopProfile.Default, _shop.Profile);
        Assert.Equal(0, _folder.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from data_shop")));
    }

    [Fact]
    public async Task Days_are_the_zone_s_days_in_summer_and_winter()
    {
        await _shop.SaveAsync(ShopProfile.Default with { TimeZone = "Europe/London" }, CancellationToken.None);
        Assert.Equal(new DateOnly(2011, 7, 2), _shop.DayOf(At("2011-07-01T23:00:00Z")));
        Assert.Equal(new DateOnly(2011, 12, 1), _shop.DayOf(At("2011-12-01T23:59:59Z")));
        Assert.Equal(At("2011-06-30T23:00:00Z"), _shop.StartOf(new DateOnly(2011, 7, 1)));
        Assert.Equal(At("2011-12-01T00:00:00Z"), _shop.StartOf(new DateOnly(2011, 12, 1)));
        Assert.Equal(TimeSpan.FromHours(25), _shop.StartOf(new DateOnly(2011, 10, 31)) - _shop.StartOf(new DateOnly(2011, 10, 30)));
    }

    [Fact]
    public async Task A_day_without_a_midnight_starts_at_its_first_instant()
    {
        await _shop.SaveAsync(ShopProfile.Default with { TimeZone = "America/Sao_Paulo" }, CancellationToken.None);
        Assert.Equal(At("2018-11-04T03:00:00Z"), _shop.StartOf(new DateOnly(2018, 11, 4)));
        Assert.Equal(new DateOnly(2018, 11, 3), _shop.DayOf(At("2018-11-04T02:59:59Z")));
        Assert.Equal(new DateOnly(2018, 11, 4), _shop.DayOf(At("2018-11-04T03:00:00Z")));
    }

    [Fact]
    public async Task Only_orders_of_an_applied_import_make_a_shop_not_empty()
    {
        await _shop.OpenAsync(CancellationToken.None);
        await _folder.Database.WriteAsync((connection, transaction) => connection.Execute(
            """
            insert into data_imports (id, name, actor, state, started_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo)
            values (1, 'orders.csv', 'test', 1, 0, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            insert into data_orders (id, number, at, import_id) values (1, '1', 0, 1);
            """,
            transaction: transaction));
        _shop.ReadEmptiness();
        Assert.True(_shop.IsEmpty);
        await _folder.Database.WriteAsync((connection, transaction) => connection.Execute("update data_imports set state = 2", transaction: transaction));
        _shop.ReadEmptiness();
        Assert.False(_shop.IsEmpty);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text);
}
