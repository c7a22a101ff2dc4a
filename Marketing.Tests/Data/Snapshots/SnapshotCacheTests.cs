using Dapper;
using Marketing.Data;
using Marketing.Data.Shop;
using Marketing.Data.Snapshots;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Snapshots;

public sealed class SnapshotCacheTests : IDisposable
{
    private readonly TestFolder _folder = new(DateTimeOffset.FromUnixTimeMilliseconds(GeneratedShop.Start + GeneratedShop.Span));
    private readonly ShopSettings _shop;
    private readonly SnapshotCache _snapshots;
    private int _changes;

    public SnapshotCacheTests()
    {
        new GeneratedShop(seed: 30, orders: 200).Write(_folder.Database);
        var clock = new BusinessClock(_folder.Clock);
        _shop = new ShopSettings(new DataShopStore(_folder.Database), clock);
        _snapshots = new SnapshotCache(new DataSnapshotStore(_folder.Database), _shop, clock);
        _snapshots.Changed += () => _changes++;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Readers_at_the_same_time_share_one_load()
    {
        var loads = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(CurrentAsync)));
        Assert.Single(loads.Distinct());
        Assert.Same(loads[0], await CurrentAsync());
        Assert.Equal(_folder.Clock.GetUtcNow(), loads[0].AsOf);
        Assert.Equal(0, _changes);
    }

    [Fact]
    public async Task Dropping_it_loads_it_anew_and_says_so()
    {
        var before = await CurrentAsync();
        await _folder.Database.WriteAsync((connection, transaction) => connection.Execute("update data_imports set state = 4 where id = 1", transaction: transaction));
        Assert.Same(before, await CurrentAsync());
        _snapshots.Invalidate();
        Assert.Equal(1, _changes);
        var after = await CurrentAsync();
        Assert.NotEqual(0, before.Orders.Count);
        Assert.Equal(0, after.Orders.Count);
    }

    [Fact]
    public async Task Dropping_it_looks_anew_whether_the_shop_is_empty()
    {
        await _shop.OpenAsync(CancellationToken.None);
        Assert.False(_shop.IsEmpty);
        await _folder.Database.WriteAsync((connection, transaction) => connection.Execute("update data_imports set state = 4 where id = 1", transaction: transaction));
        _snapshots.Invalidate();
        Assert.True(_shop.IsEmpty);
    }

    [Fact]
    public async Task It_is_loaded_anew_on_the_shop_s_next_day_and_not_before()
    {
        // The clock of the test stands on 13 March 2011, 07:23 UTC; the zone's midnight comes at 00:00 UTC.
        var first = await CurrentAsync();
        _folder.Clock.SetUtcNow(_shop.StartOf(new DateOnly(2011, 3, 14)).AddMilliseconds(-1));
        Assert.Same(first, await CurrentAsync());
        Assert.Equal(0, _changes);
        _folder.Clock.SetUtcNow(_shop.StartOf(new DateOnly(2011, 3, 14)));
        var second = await CurrentAsync();
        Assert.NotSame(first, second);
        Assert.Equal(_folder.Clock.GetUtcNow(), second.AsOf);
        Assert.Equal(1, _changes);
    }

    [Fact]
    public async Task It_carries_the_currency_of_the_profile_as_last_saved()
    {
        Assert.Equal("GBP", (await CurrentAsync()).Currency);
        await _shop.SaveAsync(ShopProfile.Default with { Currency = "EUR" }, CancellationToken.None);
        Assert.Equal("EUR", (await CurrentAsync()).Currency);
    }

    [Fact]
    public async Task A_reader_who_leaves_does_not_stop_the_load_for_the_others()
    {
        using var leaving = new CancellationTokenSource();
        var left = _snapshots.CurrentAsync(leaving.Token);
        var stayed = CurrentAsync();
        await leaving.CancelAsync();
        await Record.ExceptionAsync(() => left);
        Assert.NotEqual(0, (await stayed).Orders.Count);
        Assert.Same(await stayed, await CurrentAsync());
    }

    [Fact]
    public async Task A_load_that_failed_is_tried_again()
    {
        await _folder.Database.WriteAsync((connection, transaction) => connection.Execute("alter table data_products rename to data_products_gone", transaction: transaction));
        await Assert.ThrowsAnyAsync<Exception>(CurrentAsync);
        await _folder.Database.WriteAsync((connection, transaction) => connection.Execute("alter table data_products_gone rename to data_products", transaction: transaction));
        Assert.NotEqual(0, (await CurrentAsync()).Orders.Count);
    }

    private Task<ShopSnapshot> CurrentAsync() => _snapshots.CurrentAsync(CancellationToken.None);
}
