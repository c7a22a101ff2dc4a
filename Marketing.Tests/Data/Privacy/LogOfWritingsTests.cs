using Dapper;
using Marketing.Data;
using Marketing.Data.Retention;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Privacy;

/// <summary>Somebody reads for longer than the log of writings is waited for: what was deleted may still lie in it.</summary>
public sealed class LogOfWritingsTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private readonly ShopRig _rig = new();
    private readonly Database _hasty;

    public LogOfWritingsTests() => _hasty = new Database(_rig.Folder.Folder, patience: TimeSpan.Zero);

    private Database Database => _rig.Folder.Database;

    public void Dispose()
    {
        _hasty.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task An_erasure_stays_at_work_until_the_log_is_empty()
    {
        Change("insert into data_customers (id, key, country, simulated) values (1, 'k', '', '')");
        var store = new DataPrivacyStore(_hasty);
        var request = await store.AddAsync(new CustomerId(1), PrivacyRequestKind.Erasure, "Ada", _rig.Now, _rig.Now, default);
        await store.BeginAsync(request, [], default);
        var reader = (await Database.OpenReadersAsync(1))[0];
        Change("update data_customers set key = 'gone'");
        await store.EndAsync(request, _rig.Now, default);
        Assert.Equal(request, Assert.Single(await store.BrokenOffAsync(default)).Id);

        reader.Dispose();
        await UntilAsync(async () => (await store.BrokenOffAsync(default)).Count == 0);
        Assert.Equal(PrivacyRequestState.Done, Assert.Single((await store.ListAsync(new TableQuery(), default)).Items).State);
    }

    [Fact]
    public async Task A_run_of_retention_says_that_what_went_may_still_lie_in_the_log()
    {
        await _rig.OpenForBusinessAsync();
        Change("insert into data_visitors (id, key) values (1, 'old')");
        var store = new DataRetentionStore(_hasty);
        var visitors = new AgingVisitors(new RetentionKind("visitors", DefaultDays: 395, LeastDays: 30, ByShopClock: true), store, _rig.Get<DataIntakeStore>());
        using var retention = new KeepRetention(store, [visitors], _rig.Get<IShop>(), _rig.Get<ISnapshots>(), _rig.Get<IAuditLog>(), _rig.Get<BusinessClock>(), _rig.Folder.Clock);
        var reader = (await Database.OpenReadersAsync(1))[0];
        var run = await retention.RunAsync("Ada", null, default);
        Assert.Equal(1, Assert.Single(run.Removed).Rows);
        Assert.Contains("log", run.Removed[0].Problem);
        Assert.Equal(run.Removed[0].Problem, Assert.Single((await retention.RunsAsync(1, default))[0].Removed).Problem);
        reader.Dispose();
        await _hasty.LogEmptied.WaitAsync(Long);
    }

    private void Change(string sql) => Database.Write((connection, transaction) => connection.Execute(sql, transaction: transaction));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var late = new CancellationTokenSource(Long);
        while (!await holds())
        {
            await Task.Delay(20, late.Token);
        }
    }
}
