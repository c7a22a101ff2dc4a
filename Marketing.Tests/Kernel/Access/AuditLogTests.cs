using Marketing.Kernel;
using Marketing.Kernel.Access;

namespace Marketing.Tests.Kernel.Access;

public sealed class AuditLogTests : IDisposable
{
    private readonly AccountsFixture _fixture = new();
    private readonly AuditLog _log;

    public AuditLogTests() => _log = new AuditLog(_fixture.Store, _fixture.Folder.Clock);

    [Fact]
    public async Task Lines_come_back_newest_first_with_time_and_detail()
    {
        await _log.WriteAsync("anna", "user.create", "user 2", new { Role = "Marketer", Name = "张伟" }, default);
        _fixture.Folder.Clock.Advance(TimeSpan.FromMinutes(5));
        await _log.WriteAsync("system", "user.disable", "user 2", null, default);
        var page = await _log.ListAsync(new TableQuery(), default);
        Assert.Equal(2, page.Total);
        Assert.Equal(["user.disable", "user.create"], page.Items.Select(entry => entry.Action));
        Assert.Equal(_fixture.Folder.Clock.GetUtcNow(), page.Items[0].At);
        Assert.Equal("{}", page.Items[0].Detail);
        Assert.Equal("""{"role":"Marketer","name":"张伟"}""", page.Items[1].Detail);
    }

    [Fact]
    public async Task A_page_is_searched_sorted_and_cut_in_the_store()
    {
        foreach (var actor in (string[])["c", "a", "b", "100%"])
        {
            await _log.WriteAsync(actor, "campaign.schedule", "campaign_" + actor, null, default);
        }

        async Task<string> ActorsAsync(TableQuery query) => string.Join(' ', (await _log.ListAsync(query, default)).Items.Select(entry => entry.Actor));
        Assert.Equal("a b", await ActorsAsync(new TableQuery(Skip: 1, Take: 2, Sort: "actor")));
        Assert.Equal("c b a 100%", await ActorsAsync(new TableQuery(Sort: "actor", Descending: true)));
        Assert.Equal("c a b 100%", await ActorsAsync(new TableQuery(Sort: "at")));
        Assert.Equal("100% b a c", await ActorsAsync(new TableQuery(Sort: "at", Descending: true)));
        Assert.Equal("100%", await ActorsAsync(new TableQuery(Search: "%")));
        Assert.Equal("b", await ActorsAsync(new TableQuery(Search: "campaign_b")));
        Assert.Equal("", await ActorsAsync(new TableQuery(Search: "campaign-b")));
        Assert.Equal(1, (await _log.ListAsync(new TableQuery(Take: 1, Search: "campaign_b"), default)).Total);
        await Assert.ThrowsAsync<ArgumentException>(() => _log.ListAsync(new TableQuery(Sort: "detail; drop table kernel_audit"), default));
    }

    public void Dispose() => _fixture.Dispose();
}
