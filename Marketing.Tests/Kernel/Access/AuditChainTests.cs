using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Access;

namespace Marketing.Tests.Kernel.Access;

public sealed class AuditChainTests : IDisposable
{
    private readonly AccountsFixture _fixture = new();
    private readonly AuditLog _log;

    public AuditChainTests() => _log = new AuditLog(_fixture.Store, _fixture.Folder.Clock);

    [Fact]
    public async Task A_log_that_nobody_touched_holds()
    {
        await WriteAsync(5);
        Assert.Equal(new AuditChain(5, null, null), await _log.VerifyAsync(default));
    }

    [Theory]
    [InlineData("update kernel_audit set actor = 'eve' where id = 3", 3)]
    [InlineData("update kernel_audit set detail = '{\"n\":9}' where id = 2", 2)]
    [InlineData("delete from kernel_audit where id = 3", 4)]
    [InlineData("delete from kernel_audit where id = 1", 2)]
    [InlineData("delete from kernel_audit where id = 5", 5)]
    [InlineData("insert into kernel_audit (id, at, actor, action, subject, detail) values (6, 0, 'eve', 'x', 'y', '{}')", 6)]
    public async Task A_line_changed_removed_or_put_in_is_named(string tampering, long broken)
    {
        await WriteAsync(5);
        _fixture.Folder.Database.Write((connection, transaction) => connection.Execute(tampering, transaction: transaction));
        var chain = await _log.VerifyAsync(default);
        Assert.Equal(broken, chain.Broken);
        Assert.NotNull(chain.Problem);
    }

    [Fact]
    public async Task Writing_on_after_the_last_line_was_removed_does_not_hide_it()
    {
        await WriteAsync(3);
        _fixture.Folder.Database.Write((connection, transaction) => connection.Execute("delete from kernel_audit where id = 3", transaction: transaction));
        await WriteAsync(1);
        Assert.Equal(4, (await _log.VerifyAsync(default)).Broken);
    }

    [Fact]
    public async Task Lines_from_before_the_chain_are_chained_once()
    {
        _fixture.Folder.Database.Write((connection, transaction) => connection.Execute(
            "delete from kernel_audit_chain; insert into kernel_audit (at, actor, action, subject, detail) values (1, 'a', 'b', 'c', '{}'), (2, 'a', 'b', 'd', '{}')", transaction: transaction));
        _fixture.Store.SealAudit();
        await WriteAsync(1);
        Assert.Equal(new AuditChain(3, null, null), await _log.VerifyAsync(default));
    }

    public void Dispose() => _fixture.Dispose();

    private async Task WriteAsync(int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            await _log.WriteAsync("anna", "campaign.stop", $"campaign {i}", new { N = i }, default);
        }
    }
}
