using Dapper;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketing.Tests.App.Web;

public sealed class EventIndexCareTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task What_others_left_undone_is_put_in_order_after_the_start_and_every_hour()
    {
        using var care = new EventIndexCare(_rig.Get<IEventIndex>(), _rig.Folder.Clock, NullLogger<EventIndexCare>.Instance);
        FillLevel();
        await care.StartAsync(default);
        await UntilMergedAsync(1, TimeSpan.Zero);
        FillLevel();
        await UntilMergedAsync(2, TimeSpan.FromMinutes(30));
        await care.StopAsync(default);
    }

    private void FillLevel() => _rig.Folder.Database.Write((connection, transaction) => connection.Execute(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 8) insert into data_event_parts (level, first_event, state) select 0, 0, 1 from n", transaction: transaction));

    private async Task UntilMergedAsync(long merged, TimeSpan step)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (_rig.Folder.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from data_event_parts where level = 1 and state = 1")) < merged)
        {
            await Task.Delay(20, late.Token);
            _rig.Folder.Clock.Advance(step);
        }
    }
}
