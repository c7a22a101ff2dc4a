using Dapper;
using FluentValidation;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Execution.Outbox;
using Marketing.Kernel;
using Marketing.Tests.Data.Intake;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Retention;

/// <summary>What goes at the end of its period, what stays, and what is written down about it.</summary>
public sealed class RetentionTests : IDisposable
{
    private static readonly string[] Kinds = ["audit", "backups", "decision-reasons", "deliveries", "engagement", "events", "messages", "orders", "quarantine", "rejected-rows", "staged-customers", "uploads", "visitor-lists", "visitors"];
    private readonly ShopRig _rig = new();

    private IRetention Retention => _rig.Get<IRetention>();

    private long Old => _rig.Now.AddDays(-2000).ToUnixTimeMilliseconds();

    private long Young => _rig.Now.AddDays(-3).ToUnixTimeMilliseconds();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Every_kind_has_a_period_and_what_figures_rest_on_is_kept_until_somebody_chooses()
    {
        var periods = await Retention.ListAsync(default);
        Assert.Equal(Kinds, periods.Select(period => period.Kind.Name));
        Assert.Equal(["audit", "engagement", "events", "orders"], periods.Where(period => period.Days is null).Select(period => period.Kind.Name));
        Assert.All(periods, period => Assert.True(period.Days is null || period.Days >= period.Kind.LeastDays));
        Assert.Equal(365, periods[0].Kind.LeastDays);
    }

    [Fact]
    public async Task Old_rows_of_every_kind_go_and_young_ones_stay()
    {
        await FillAsync();
        foreach (var kind in Kinds.Except(["orders", "audit"]))
        {
            var preview = await Retention.PreviewAsync(new RetentionDraft(kind, 400), default);
            Assert.True(preview.Rows == OldOf(kind), $"{kind}: {preview.Rows}");
            await Retention.SetAsync(new RetentionDraft(kind, 400), "Ada", default);
        }

        var run = await Retention.RunAsync("Ada", null, default);
        Assert.All(run.Removed, one => Assert.True(one.Rows == OldOf(one.Kind) && one.Problem is null, $"{one.Kind}: {one.Rows} {one.Problem}"));
        Assert.Equal(Kinds.Except(["orders", "audit"]), run.Removed.Select(one => one.Kind));
        Assert.Equal(1, Read("select count(*) from data_webhook_deliveries"));
        Assert.Equal(1, Read("select count(*) from data_engagement"));
        Assert.Equal(1, Read("select count(*) from data_quarantine"));
        Assert.Equal(1, Read("select count(*) from data_visitors where key = 'young'"));
        Assert.Equal(1, Read("select count(*) from data_events"));
        Assert.Equal(1, Read("select count(*) from data_import_issues where text <> ''"));
        Assert.Equal(2, Read("select count(*) from data_import_issues"));
        Assert.Equal(2, Read("select count(*) from execution_messages where address = '' and subject = ''"));
        Assert.Equal(3, Read("select count(*) from execution_messages"));
        Assert.Equal(1, Read("select count(*) from data_staged_customers where import_id = 9"));
        Assert.Equal(1, Read("select count(*) from data_staged_customers"));
        Assert.Equal(1, Read("select count(*) from data_decisions d join data_decision_texts t on t.id = d.reasons_id where d.id = 1 and t.body = '[]'"));
        Assert.Equal(0, Read("select count(*) from data_decision_texts where body like '%Ann%'"));
        Assert.Equal(["newest.db"], Directory.GetFiles(_rig.Folder.Folder.Backups).Select(Path.GetFileName));
        Assert.Equal(["young.csv"], Directory.GetFiles(_rig.Folder.Folder.Uploads).Select(Path.GetFileName));
        Assert.Equal(1, Read("select count(*) from data_decisions where customer_id is null"));
        Assert.False(File.Exists(Mail(1)));
        Assert.True(File.Exists(Mail(2)));
        Assert.Empty(_rig.Get<IDatabaseCare>().CheckIntegrity());
        Assert.Equal(0, (await Retention.RunAsync("Ada", null, default)).Removed.Sum(one => one.Rows));
    }

    [Fact]
    public async Task A_message_that_waits_keeps_its_text_however_old_it_is_and_one_in_doubt_has_failed()
    {
        await FillAsync();
        Change("update execution_messages set state = 1, changed_at = @Old where id = 2");
        await Retention.RunAsync("Ada", null, default);
        Assert.Equal(1, Read("select count(*) from execution_messages where id = 2 and state = 1 and address <> ''"));
        Assert.Equal(1, Read("select count(*) from execution_messages where id = 3 and state = 4 and address = '' and reported <> state"));
        Assert.Null(await _rig.Get<IOutbox>().SourceAsync(new MessageId(1), default));
        Assert.NotNull(await _rig.Get<IOutbox>().SourceAsync(new MessageId(2), default));
        Assert.Null(await _rig.Get<IOutbox>().SourceAsync(new MessageId(3), default));
    }

    [Fact]
    public async Task Orders_are_made_anonymous_and_the_totals_of_the_shop_stay()
    {
        await _rig.OpenForBusinessAsync();
        _rig.AddRegulars(4);
        Change("update data_orders set at = @Old, coupon = 'FOR-ONE' where number in ('N1-0', 'N2-0'); insert into data_returns (number, customer_id, product_id, at, quantity, unit_price, import_id, content_hash) values ('R1', 1, 1, @Old, 1, 250, 1, x'01')");
        var before = await _rig.Get<ISnapshots>().CurrentAsync(default);
        var totals = (before.Orders.Count, before.Orders.Lines, Read("select sum(quantity * unit_price) from data_order_lines"));
        await Retention.SetAsync(new RetentionDraft("orders", 1000), "Ada", default);
        Assert.Equal(3, (await Retention.PreviewAsync(new RetentionDraft("orders", 1000), default)).Rows);
        await Retention.RunAsync("Ada", null, default);

        var after = await _rig.Get<ISnapshots>().CurrentAsync(default);
        Assert.NotSame(before, after);
        Assert.Equal(totals, (after.Orders.Count, after.Orders.Lines, Read("select sum(quantity * unit_price) from data_order_lines")));
        Assert.Equal(["N1-0", "N2-0"], _rig.Folder.Database.Read(connection => connection.Query<string>("select number from data_orders where customer_id is null and coupon is null order by number")));
        Assert.Equal(1, Read("select count(*) from data_returns where customer_id is null and content_hash is not null"));
    }

    [Fact]
    public async Task More_than_one_slice_goes_and_the_log_of_writings_keeps_none_of_it()
    {
        await _rig.OpenForBusinessAsync();
        await Retention.SetAsync(new RetentionDraft("events", 1000), "Ada", default);
        Change("with recursive n(i) as (select 1 union all select i + 1 from n where i < 2500) insert into data_events (kind, at, simulated, detail) select 4, @Old, 0, 'searched-for-bunting' from n");
        Assert.Equal(2500, (await Retention.RunAsync("Ada", null, default)).Removed.Single(one => one.Kind == "events").Rows);
        Assert.Equal(0, Read("select count(*) from data_events"));
        Assert.All((string[])["", "-wal"], part => Assert.DoesNotContain("searched-for-bunting", Bytes(_rig.Folder.Folder.Database + part)));
    }

    [Fact]
    public async Task A_browser_that_was_forgotten_may_come_back()
    {
        using var live = new IntakeRig();
        await live.TakeAsync(live.Event("e1", visitor: "browser"));
        live.Shop.Folder.Clock.Advance(TimeSpan.FromDays(500));
        var run = await live.Shop.Get<IRetention>().RunAsync("Ada", null, default);
        Assert.Equal(1, run.Removed.Single(one => one.Kind == "visitors").Rows);
        Assert.Equal((0, 1), (live.Count("data_visitors"), live.Count("data_events where visitor_id is null")));
        Assert.IsType<ItemOutcome.Accepted>(Assert.Single(await live.TakeAsync(live.Event("e2", visitor: "browser"))));
        Assert.Equal((1, 2), (live.Count("data_visitors"), live.Count("data_events")));
    }

    [Fact]
    public async Task Whom_a_file_has_named_stays_known_once_its_rows_have_ended_though_the_import_that_made_the_record_was_taken_back()
    {
        await FillAsync();
        Change("""
            insert into data_imports (id, name, actor, state, started_at, finished_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo)
                values (10, 'back.csv', 'test', 4, 0, @Young, '', 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0);
            insert into data_customers (id, key, country, simulated, import_id) values (70, 'named', '', '', 10), (71, 'alone', '', '', 10);
            insert into data_staged_customers (import_id, key, customer_id, merged) values (8, 'named', 70, 1);
            """);
        await Retention.RunAsync("Ada", null, default);
        Assert.Equal(0, Read("select count(*) from data_staged_customers where customer_id is not null"));
        Assert.NotNull(await _rig.Get<ICustomerRecords>().FindKnownByKeyAsync("named", default));
        Assert.Null(await _rig.Get<ICustomerRecords>().FindKnownByKeyAsync("alone", default));
    }

    [Fact]
    public async Task A_file_that_waits_for_its_import_stays()
    {
        await FillAsync();
        Change("update data_import_jobs set state = 1 where id = 1");
        await Retention.RunAsync("Ada", null, default);
        Assert.Equal(["old.csv", "young.csv"], Directory.GetFiles(_rig.Folder.Folder.Uploads).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_draft_whose_file_went_is_over_and_says_why()
    {
        await FillAsync();
        await Retention.RunAsync("Ada", null, default);
        var job = Assert.Single(await _rig.Get<IFileImports>().JobsAsync(10, default));
        Assert.Equal(ImportJobState.Cancelled, job.State);
        Assert.Contains("Upload it again", job.Message);
    }

    [Fact]
    public async Task A_run_is_in_the_audit_log_with_its_counts_and_is_remembered()
    {
        await FillAsync();
        await Retention.SetAsync(new RetentionDraft("events", 1000), "Ada", default);
        await Retention.RunAsync("Ada", null, default);
        var line = Assert.Single((await _rig.Get<IAuditLog>().ListAsync(new TableQuery(Search: "retention.run"), default)).Items);
        Assert.Equal("Ada", line.Actor);
        Assert.Contains("\"events\":1", line.Detail);
        var run = Assert.Single(await Retention.RunsAsync(10, default));
        Assert.Equal(1, run.Removed.Single(one => one.Kind == "events").Rows);
    }

    [Fact]
    public async Task Old_audit_lines_go_and_the_chain_still_holds()
    {
        await WriteAuditAsync(3);
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(500));
        await WriteAuditAsync(2);
        await Retention.SetAsync(new RetentionDraft("audit", 400), "Ada", default);
        var run = await Retention.RunAsync("Ada", null, default);
        Assert.Equal(3, run.Removed.Single(one => one.Kind == "audit").Rows);
        Assert.Equal(new AuditChain(4, null, null, 3), await _rig.Get<IAuditLog>().VerifyAsync(default));
        Change("delete from kernel_audit where id = 4");
        Assert.Equal(5, (await _rig.Get<IAuditLog>().VerifyAsync(default)).Broken);
    }

    [Fact]
    public async Task A_broken_chain_keeps_its_old_lines_and_the_other_kinds_go_on()
    {
        await FillAsync();
        await WriteAuditAsync(3);
        Change("update kernel_audit set actor = 'eve' where id = 2");
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(500));
        await Retention.SetAsync(new RetentionDraft("audit", 400), "Ada", default);
        var run = await Retention.RunAsync("Ada", null, default);
        Assert.Contains("line 2", run.Removed.Single(one => one.Kind == "audit").Problem);
        Assert.Equal(1, Read("select count(*) from kernel_audit where id = 1"));
        Assert.Equal(1, run.Removed.Single(one => one.Kind == "deliveries").Rows - 1);
    }

    [Theory]
    [InlineData("events", 5, "30 to 36500 days")]
    [InlineData("audit", 90, "365 to 36500 days")]
    [InlineData("events", 40000, "not for 40000")]
    [InlineData("invoices", 90, "The kinds are audit, backups")]
    public async Task A_period_that_does_not_do_is_refused_with_the_limits(string kind, int days, string message)
    {
        var wrong = await Assert.ThrowsAsync<ValidationException>(() => Retention.SetAsync(new RetentionDraft(kind, days), "Ada", default));
        Assert.Contains(message, wrong.Message);
        Assert.All(await Retention.ListAsync(default), period => Assert.Null(period.Actor));
    }

    [Fact]
    public async Task A_kind_that_is_kept_loses_nothing()
    {
        await FillAsync();
        await Retention.SetAsync(new RetentionDraft("events", null), "Ada", default);
        var preview = await Retention.PreviewAsync(new RetentionDraft("events", null), default);
        Assert.Equal((null, 0), (preview.Before, preview.Rows));
        Assert.DoesNotContain((await Retention.RunAsync("Ada", null, default)).Removed, one => one.Kind == "events");
        Assert.Equal(2, Read("select count(*) from data_events"));
    }

    // Of messages one that was delivered and one in doubt.
    private static int OldOf(string kind) => kind is "messages" or "decision-reasons" ? 2 : 1;

    // One old and one young row of every kind; of messages also an old one in doubt. Lists of visitors have reasons too.
    private async Task FillAsync()
    {
        await _rig.OpenForBusinessAsync();
        _rig.AddRegulars(1);
        Change("""
            insert into data_visitors (id, key) values (1, 'old'), (2, 'young');
            insert into data_events (kind, at, simulated, visitor_id) values (4, @Old, 0, 1), (4, @Young, 0, 2);
            insert into data_engagement (customer_id, kind, campaign, at, import_id) values (1, 'click', 'spring', @Old, 1), (1, 'click', 'spring', @Young, 1);
            insert into data_webhooks (id, name, kind, enabled, created_at, refused) values (1, 'shop', 1, 1, 0, 0);
            insert into data_webhook_deliveries (webhook_id, key, body_hash, topic, at, bytes, items, state) values (1, 'd1', x'01', 'orders', @Old, 1, 1, 1), (1, 'd2', x'02', 'orders', @Young, 1, 1, 1);
            insert into data_quarantine (import_id, item_kind, item_id, field, reason, item, received_at, state) values (1, 'customer', 'a', 'email', 'x', '{}', @Old, 1), (1, 'customer', 'b', 'email', 'x', '{}', @Young, 1);
            insert into data_imports (id, name, actor, state, started_at, finished_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo)
                values (8, 'old.csv', 'test', 2, 0, @Old, '', 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0), (9, 'young.csv', 'test', 2, 0, @Young, '', 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0);
            insert into data_import_issues (import_id, row, position, value, rule, effect, reason, text) values (8, 2, 0, 'x', 'r', 'reject', 'x', 'Ann;Lee'), (9, 2, 0, 'x', 'r', 'reject', 'x', 'Ann;Lee');
            insert into data_staged_customers (import_id, key, email, merged) values (8, 'a', 'a@b.test', 1), (9, 'a', 'a@b.test', 1);
            insert into data_decision_texts (id, hash, body) values (1, x'01', '["P1"]'), (2, x'02', '[["bought","Ann"]]'), (3, x'03', '{"city":"zurich"}');
            insert into data_decision_frames (id, hash, kind, action, policy, cost, candidates_id) values (1, x'01', 2, 'mail', 'p', 0, 1);
            insert into data_decisions (id, frame_id, customer_id, at, propensity, reasons_id, context_id, products) values (1, 1, 1, @Old, 0.9, 2, 3, x''), (2, 1, 1, @Young, 0.5, 1, 3, x''), (10, 1, null, @Old, 0.5, 2, 3, x''), (11, 1, null, @Young, 0.5, 1, 3, x'');
            insert into execution_campaigns (id, name, audience, subject, body, holdout_share, products, state, actor, created_at, all_queued, members, holdout, suppressed) values (1, 'c', 'all', 's', 'b', 0, 0, 3, 'a', 0, 1, 1, 0, 0);
            insert into execution_messages (id, campaign_id, decision_id, customer_id, address, subject, body, state, attempts, queued_at, due_at, changed_at, reported)
                values (1, 1, 1, 1, 'a@b.test', 's', @Body, 3, 1, 0, 0, @Old, 3), (2, 1, 2, 1, 'a@b.test', 's', @Body, 3, 1, 0, 0, @Young, 3), (3, 1, 3, 1, 'a@b.test', 's', @Body, 5, 1, 0, 0, @Old, 5);
            """);
        Directory.CreateDirectory(Path.GetDirectoryName(Mail(1))!);
        await File.WriteAllTextAsync(Mail(1), "To: a@b.test");
        await File.WriteAllTextAsync(Mail(2), "To: a@b.test");
        BackUp("old.db", Old);
        BackUp("newest.db", Old + 1);
        await UploadAsync("old.csv", Old);
        await UploadAsync("young.csv", Young);
        Change($"insert into data_import_jobs (id, name, actor, kind, path, owned, plan, headers, state, queued_at, done) values (1, 'old.csv', 'Ada', 'customers', '{Path.Combine(_rig.Folder.Folder.Uploads, "old.csv")}', 1, '{{\"Path\":\"x\",\"Name\":\"x\",\"Actor\":\"x\",\"Kind\":\"customers\"}}', '[]', 0, 0, 0)");
    }

    private void BackUp(string name, long at)
    {
        var path = Path.Combine(_rig.Folder.Folder.Backups, name);
        File.WriteAllText(path, "copy");
        File.SetLastWriteTimeUtc(path, DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime);
    }

    private async Task UploadAsync(string name, long at)
    {
        var path = Path.Combine(_rig.Folder.Folder.Uploads, name);
        await File.WriteAllTextAsync(path, "id\n1\n");
        File.SetLastWriteTimeUtc(path, DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime);
    }

    private string Mail(int message) => Path.Combine(_rig.Folder.Folder.Outbox, "1", $"{message}.0.eml");

    private async Task WriteAuditAsync(int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            await _rig.Get<IAuditLog>().WriteAsync("anna", "campaign.stop", $"campaign {i}", null, default);
        }
    }

    private static string Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private void Change(string sql) => _rig.Folder.Database.Write((connection, transaction) => connection.Execute(sql, new { Old, Young, Body = PackedText.Pack("<p>Dear Ann</p>") }, transaction));

    private long Read(string sql) => _rig.Folder.Database.Read(connection => connection.ExecuteScalar<long>(sql));
}
