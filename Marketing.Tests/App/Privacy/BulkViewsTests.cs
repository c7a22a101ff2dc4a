using Marketing.App.Privacy;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.App.Access;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketing.Tests.App.Privacy;

/// <summary>Looks at many people at once in the audit log.</summary>
public sealed class BulkViewsTests(ServedShop shop) : IClassFixture<ServedShop>
{
    [Fact]
    public async Task One_look_is_one_line_and_the_same_look_minutes_later_another()
    {
        using var rig = new ShopRig();
        using (var views = new BulkViews(rig.Get<IAuditLog>(), rig.Folder.Clock, NullLogger<BulkViews>.Instance))
        {
            await views.NoteAsync("ann", "customers", 25, 900, "segment=loyal page=1");
            await views.NoteAsync("ann", "customers", 25, 900, "segment=loyal page=1");
            await views.NoteAsync("ann", "customers", 25, 900, "segment=loyal page=2");
            await views.NoteAsync("ben", "customers", 25, 900, "segment=loyal page=1");
            await views.NoteAsync("ben", "outbox", 0, 0, "");
            rig.Folder.Clock.Advance(TimeSpan.FromMinutes(5));
            await views.NoteAsync("ann", "customers", 25, 900, "segment=loyal page=1");
        }

        var lines = (await rig.Get<IAuditLog>().ListAsync(new TableQuery(Search: "people.view"), default)).Items;
        Assert.Equal(["ann", "ann", "ann", "ben"], lines.Select(line => line.Actor).Order());
        Assert.All(lines, line => Assert.Contains("\"shown\":25,\"total\":900", line.Detail));
        Assert.Null((await rig.Get<IAuditLog>().VerifyAsync(default)).Broken);
    }

    [Fact]
    public async Task A_list_that_was_read_and_one_that_left_are_written_down_without_the_words_that_were_searched_for()
    {
        await shop.Services.GetRequiredService<IIntake>().TakeAsync(
            new IntakeSender(IntakeDoor.Api, "till"), [new OrderItem("o1", shop.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-1), "quist-7", null, null, null, null, null, null, null, null, null, [new OrderLineItem("cup", null, 1, 5m, null)])], default);
        shop.Services.GetRequiredService<ISnapshots>().Invalidate();
        await shop.Services.GetRequiredService<ITransfers>().AddAsync(new TransferDraft(TransferPlaces.CustomerList, "Agency Ltd", "DE", "contract", null, "Prints catalogues."), "Ada", default);
        using var analyst = await shop.SignedInAsync("ann", Role.Analyst);
        await analyst.GetAsync("/customers?q=quist");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await analyst.GetAsync("/customers.csv?segment=nobody-named-quist")).StatusCode);
        Assert.Contains("quist-7", await analyst.GetStringAsync("/customers.csv?q=quist"));
        var log = shop.Services.GetRequiredService<IAuditLog>();
        for (var i = 0; i < 50 && (await log.ListAsync(new TableQuery(Search: "people."), default)).Total < 2; i++)
        {
            await Task.Delay(100);
        }

        var lines = (await log.ListAsync(new TableQuery(Search: "people."), default)).Items;
        Assert.Equal(["people.export", "people.view"], lines.Select(line => line.Action).Order());
        Assert.All(lines, line => Assert.Contains("searched=True", line.Detail));
        Assert.All(lines, line => Assert.DoesNotContain("quist", line.Detail));
        Assert.All(lines, line => Assert.Equal(("ann", "customers"), (line.Actor, line.Subject)));
    }
}
