using Bunit;
using Dapper;
using Marketing.App.Components.Pages.Data;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Data.Intake;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Pages.Data;

/// <summary>Why live items wait or were refused, in the reader's words.</summary>
public sealed class QuarantineTableTests : IDisposable
{
    private readonly IntakeRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_Chinese_reader_is_told_in_Chinese_why_items_wait_and_old_ones_keep_their_text()
    {
        await _rig.Shop.OpenForBusinessAsync();
        await _rig.TakeAsync(_rig.Event("ahead") with { At = _rig.Now.AddYears(10) }, _rig.Event("old") with { At = _rig.Now.AddYears(10) });
        await _rig.TakeAsync(_rig.Order("foreign") with { Currency = "USD" });
        await _rig.TakeAsync(_rig.Order("1"));
        await _rig.TakeAsync(_rig.Order("1"), IntakeRig.Other);
        _rig.Shop.Folder.Database.Write((connection, transaction) => connection.Execute("update data_quarantine set why = '', reason = 'Written before.' where item_id = 'old'", transaction: transaction));
        var items = (await _rig.Shop.Get<IQuarantine>().ListAsync(new TableQuery(), sendersOnly: false, default)).Items;
        Assert.Equal(4, items.Count);

        await using var page = new PageContext(Words.Chinese, Role.Marketer);
        page.Services.AddSingleton(_rig.Shop.Get<IQuarantine>());
        var shown = page.Render<QuarantineTable>(parameters => parameters.Add(one => one.Items, items));
        var reasons = shown.FindAll("td.why").Select(cell => cell.TextContent.Trim()).ToList();
        Assert.Equal(
            ["id: 编号为 1 的订单已由文件或其他发送方带来，会被重复计算。", $"currency: {_rig.Now:yyyy-MM-dd} 及之前没有 USD 兑 GBP 的汇率。", "at: Written before.", $"at: {_rig.Now.AddYears(10):yyyy-MM-dd HH:mm:ss} UTC 在未来。"],
            reasons);
    }

    [Fact]
    public async Task A_Chinese_reader_of_the_stream_is_told_in_Chinese_why_items_were_refused()
    {
        await _rig.Shop.OpenForBusinessAsync();
        await _rig.TakeAsync(_rig.Event("nameless", product: null), _rig.Event("ahead") with { At = _rig.Now.AddYears(10) });
        var live = _rig.Shop.Get<ILiveEvents>();
        await using var page = new PageContext(Words.Chinese, Role.Marketer);
        var shown = page.Render<LiveStream>(parameters => parameters.Add(one => one.Items, live.Newest(10)).Add(one => one.Counts, live.Counts).Add(one => one.Senders, live.Senders));
        Assert.Contains("product: “view”事件没有商品。", shown.Markup, StringComparison.Ordinal);
        Assert.Contains("UTC 在未来。", shown.Markup, StringComparison.Ordinal);
        var senders = page.Render<LiveSenders>(parameters => parameters.Add(one => one.Senders, live.Senders));
        Assert.Contains("请发送商品编码", senders.Markup, StringComparison.Ordinal);
    }
}
