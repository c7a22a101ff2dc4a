using System.IO.Compression;
using System.Text;
using Dapper;
using Marketing.Data;
using Marketing.Data.Privacy;
using Marketing.Execution.Outbox;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Privacy;

/// <summary>A person known in every corner is erased; afterwards every byte of the data folder is searched.</summary>
public sealed class ErasureTests : IDisposable
{
    private const string Key = "KEY-7f3a91";
    private const string Email = "wilhelmina.quist@person.test";
    private const string Name = "Wilhelmina Quist";
    private static readonly CustomerId Person = new(1);
    private const string OldEmail = "mina.quist@earlier.test";
    private static readonly string[] Traces = [Key, Email, Name, "+4179555", "zurich-kreis", OldEmail];

    /// <summary>Tables without anything about a customer: whoever adds one to the program says here that it is so, or lets the person be known in it.</summary>
    private static readonly string[] Impersonal =
    [
        "data_shop", "data_import_rules", "data_import_mappings", "data_products", "data_staged_products", "data_order_lines", "data_returns", "data_quality", "data_quality_rules", "data_quality_passes",
        "data_decision_frames", "data_outcomes", "data_stock_levels", "data_currency_rates", "data_promotions", "data_privacy_requests", "data_privacy_steps", "data_erased", "data_ads", "data_ad_results", "data_webhooks", "data_customer_merges", "data_customer_distinct",
        "execution_ad_campaigns", "execution_ad_prices", "execution_ads", "execution_ad_placements", "execution_ad_days", "execution_ad_charges", "execution_ad_results", "execution_ad_marks",
        "data_webhook_codes", "data_tracked_sites", "data_consent_wordings", "data_decisions", "execution_campaigns", "execution_channel",
        "model_versions", "model_trainings", "model_training_points", "model_metrics", "model_holds", "model_promotions", "model_training_choices", "model_forced_trainings", "model_score_rounds", "model_customer_scores", "model_demand_turns", "model_demand_products", "evaluation_outlook_backtests", "evaluation_backtests", "evaluation_turns",
        "kernel_users", "kernel_sign_in_failures", "kernel_ended_sessions", "kernel_setup_tokens", "kernel_audit", "kernel_audit_chain", "kernel_runs", "kernel_run_steps", "kernel_api_keys", "kernel_migrations",
        "data_import_corrections", "data_import_wishes", "data_import_flips", "data_event_takings", "data_event_parts", "data_event_keys", "data_event_owners", "data_visitors_gone", "features_treatments", "data_retention_periods", "data_retention_runs", "data_reasons_ended", "data_loose_texts", "data_controller", "data_transfers", "strategy_rule_books", "strategy_rule_drafts", "strategy_ad_policies", "strategy_ad_switch", "strategy_contact_policies", "strategy_contact_switch",
    ];
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Nothing_in_the_data_folder_names_an_erased_person()
    {
        await KnowEverywhereAsync();
        await _rig.Folder.Database.EmptyLogAsync(default);
        Assert.All(Traces, trace => Assert.NotEmpty(Where(trace)));
        Assert.NotNull(await EraseAsync());
        Assert.All(Traces, trace => Assert.Equal([], Where(trace)));
    }

    [Fact]
    public async Task The_person_is_known_in_every_table_that_may_hold_personal_data()
    {
        await KnowEverywhereAsync();
        var known = Traces.SelectMany(InTables).ToHashSet();
        Assert.Equal([], Tables().Except(Impersonal).Where(table => !known.Contains(table)));
        Assert.Equal([], Impersonal.Except(Tables()));
    }

    [Fact]
    public async Task A_suppression_holds_for_an_erased_person_who_comes_back_until_the_person_agrees_anew()
    {
        await KnowEverywhereAsync();
        await EraseAsync();
        Assert.StartsWith("erased:", Read<string>("select address from data_suppressions where id = 1"));
        Change("insert into data_customers (id, key, country, email, simulated) values (77, 'new-number', 'France', @Email, '')");
        var suppressions = _rig.Get<ISuppressions>();
        Assert.Equal([new CustomerId(77)], await suppressions.HeldAsync([new CustomerId(77), new CustomerId(2)], default));
        await _rig.Get<IConsents>().ChooseAsync(new CustomerId(77), [ConsentUse.Asked[0]], "en", "page", default);
        Assert.Empty(await suppressions.HeldAsync([new CustomerId(77)], default));
    }

    [Fact]
    public async Task A_list_of_suppressions_that_is_imported_again_keeps_an_erased_persons_address_hidden_and_holds_it()
    {
        await KnowEverywhereAsync();
        await EraseAsync();
        var path = Path.Combine(_rig.Folder.Folder.Uploads, "again.csv");
        await File.WriteAllTextAsync(path, $"email,reason,date\n{Email.ToUpperInvariant()},unsubscribed,2020-01-01\nother@stays.test,bounced,2020-01-01\n");
        var files = _rig.Get<IFileImports>();
        var look = Assert.IsType<LookOutcome.Seen>(await files.LookAsync(path, "again.csv", null, "suppressions", default)).Look;
        var job = await files.EnqueueAsync(new ImportPlan(path, "again.csv", "Ada", "suppressions", look.Form, look.Columns), owned: true, default);
        Assert.Equal(2, Assert.IsType<ImportOutcome.Applied>(await files.RunAsync(job.Id, null, default)).Summary.Lines);
        Assert.Equal(0, Read<long>($"select count(*) from data_suppressions where lower(address) = '{Email.ToLowerInvariant()}'"));
        Assert.Equal(1, Read<long>("select count(*) from data_suppressions where address = 'other@stays.test'"));
        Change("insert into data_customers (id, key, country, email, simulated) values (78, 'back', 'France', @Email, '')");
        Assert.Equal([new CustomerId(78)], await _rig.Get<ISuppressions>().HeldAsync([new CustomerId(78)], default));
    }

    [Fact]
    public async Task Orders_keep_their_totals_and_decisions_their_probabilities()
    {
        await KnowEverywhereAsync();
        const string Figures = "select (select count(*) from data_orders) || ' ' || (select sum(quantity * unit_price) from data_order_lines) || ' ' || (select count(*) || '/' || sum(propensity) from data_decisions)";
        var before = Read<string>(Figures);
        await EraseAsync();
        Assert.Equal(before, Read<string>(Figures));
        Assert.Equal(0, Read<long>("select count(*) from data_orders where customer_id = 1"));
        Assert.Empty(_rig.Get<IDatabaseCare>().CheckIntegrity());
    }

    [Fact]
    public async Task A_message_that_waits_is_withdrawn_and_the_receipt_says_what_was_done()
    {
        await KnowEverywhereAsync();
        var request = (await EraseAsync())!.Value;
        Assert.Equal(1, Read<long>("select count(*) from execution_messages where customer_id = 1 and state = 6 and address = ''"));
        var receipt = await _rig.Get<IPrivacy>().ReceiptAsync(request, default);
        Assert.Equal(["data", "erase list", "execution", "model", "scores"], receipt.Select(line => line.Part).Distinct().Order());
        Assert.Contains(receipt, line => line.What == "orders made anonymous" && line.Count == 5);
        Assert.Contains(receipt, line => line.What.StartsWith("model recommend item-knn 1", StringComparison.Ordinal));
        Assert.Contains(receipt, line => line.What == "uploaded files deleted" && line.Count == 2);
        Assert.Equal(PrivacyRequestState.Done, Assert.Single((await _rig.Get<IPrivacy>().ListAsync(new TableQuery(), default)).Items).State);
    }

    [Theory]
    [InlineData(ErasingPoint.Begun)]
    [InlineData(ErasingPoint.PartErased)]
    [InlineData(ErasingPoint.PartKept)]
    public async Task An_erasure_that_broke_off_goes_on_at_the_next_start(object point)
    {
        await KnowEverywhereAsync();
        ((KeepPrivacy)_rig.Get<IPrivacy>()).Reached = reached =>
        {
            if (reached == (ErasingPoint)point)
            {
                throw new IOException("The power went.");
            }
        };
        await Assert.ThrowsAsync<IOException>(EraseAsync);
        await _rig.RestartAsync();
        Assert.Equal(1, await _rig.Get<IPrivacy>().ResumeAsync(default));
        Assert.All(Traces, trace => Assert.Equal([], Where(trace)));
        Assert.Equal(0, await _rig.Get<IPrivacy>().ResumeAsync(default));
    }

    [Fact]
    public async Task Erasing_twice_changes_nothing_and_others_stay()
    {
        await KnowEverywhereAsync();
        Assert.NotNull(await EraseAsync());
        Assert.Null(await EraseAsync());
        Assert.Equal("c2@buyers.test", Read<string>("select email from data_customers where id = 2"));
        Assert.Equal(4, Read<long>("select count(*) from data_orders where customer_id = 2"));
    }

    [Fact]
    public async Task A_restored_backup_loses_the_person_again_at_start()
    {
        await KnowEverywhereAsync();
        await EraseAsync();

        // As an older copy of the database: it knows the person, and of no erasure.
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("delete from data_erased; update data_customers set key = @Key, email = @Email, erased_at = null where id = 1", new { Key, Email }, transaction));
        await _rig.RestartAsync();
        Assert.Equal(1, await _rig.Get<IPrivacy>().ResumeAsync(default));
        Assert.Equal([], Where(Email));
    }

    [Fact]
    public async Task A_file_that_is_imported_again_does_not_bring_the_person_back()
    {
        await KnowEverywhereAsync();
        await EraseAsync();
        var path = Path.Combine(_rig.Folder.Folder.Root, "again.csv");
        await File.WriteAllTextAsync(path, $"InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\nX1,P1,Cup,2,2023-05-06 10:00,3.50,{Key},France\nX2,P1,Cup,1,2023-05-06 10:00,3.50,OTHER-1,France\n");
        Assert.IsType<ImportOutcome.Applied>(await _rig.Get<IImports>().ImportOrdersAsync(new OrderFile(path, "again.csv", "test"), null, default));
        File.Delete(path);
        Assert.Equal([], Where(Key));
        Assert.Equal(1, Read<long>("select count(*) from data_orders where number = 'X1' and customer_id is null"));
        Assert.Equal(1, Read<long>("select count(*) from data_customers where key = 'OTHER-1'"));
    }

    [Fact]
    public async Task An_export_holds_everything_and_no_markup_of_a_person()
    {
        await KnowEverywhereAsync();
        Change("update data_customers set name = '<script>alert(1)</script>' where id = 1");
        using var zip = new MemoryStream();
        Assert.True(await _rig.Get<IPrivacy>().ExportAsync(Person, _ => key => key == "Table.orders" ? "All <orders>" : null, zip, "Ada", default));
        using var archive = new ZipArchive(zip);
        using var page = new StreamReader(archive.GetEntry("index.html")!.Open());
        var html = await page.ReadToEndAsync();
        Assert.DoesNotContain("<script", html);
        Assert.Contains("All &lt;orders&gt; (", html);
        using var json = new StreamReader(archive.GetEntry("data.json")!.Open());
        var text = await json.ReadToEndAsync();
        Assert.All((string[])[Key, Email, "N1-0", "messages", "zurich-kreis", "red kettle"], word => Assert.Contains(word, text));
        Assert.False(await _rig.Get<IPrivacy>().ExportAsync(new CustomerId(999), _ => _ => null, zip, "Ada", default));
    }

    private Task<long?> EraseAsync() => _rig.Get<IPrivacy>().EraseAsync(Person, "Ada", default);

    private async Task KnowEverywhereAsync()
    {
        await _rig.OpenForBusinessAsync();
        _rig.AddRegulars(4);
        Change("""
            update data_customers set key = @Key, email = @Email, name = @Name, phone = '+4179555', city = 'zurich-kreis', tags = '["Wilhelmina Quist"]', attributes = '{"mail":"wilhelmina.quist@person.test"}' where id = 1;
            insert into data_visitors (id, key, customer_id) values (1, 'browser-KEY-7f3a91', 1);
            insert into data_events (customer_id, visitor_id, kind, at, simulated, detail) values (1, null, 4, 1000, 0, 'red kettle'), (null, 1, 4, 1000, 0, 'wilhelmina.quist@person.test');
            insert into data_import_issues (import_id, row, position, value, rule, effect, reason, text, column_name) values (1, 1, 0, @Key, 'x', 'rejected', 'x', 'Wilhelmina Quist;KEY-7f3a91', 'CustomerID');
            insert into data_staged_customers (import_id, key, email, name, phone, customer_id, merged, before_email) values (1, @Key, @Email, @Name, '+4179555', 1, 1, @OldEmail);
            insert into data_former_names (key, kind, text, import_id) values (@Key, 'email', @OldEmail, 0);
            insert into data_suppressions (id, address, channel, reason, at, import_id) values (1, @Email, 'mail', 'complaint', 5000, 1), (2, 'other@person.test', 'mail', 'bounce', 5000, 1);
            insert into data_engagement (customer_id, kind, campaign, url, at, import_id) values (1, 'click', 'spring', 'https://shop.test/?who=wilhelmina.quist@person.test', 5, 1);
            insert into data_orders (id, number, customer_id, at, import_id, coupon) values (900, 'N900', 1, 5, 1, 'FOR-KEY-7f3a91');
            insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated, actor, reason) values (1, 'profiling', 'web', 1, 5, 'phone', 'spoken', 0, 'Ada', 'Wilhelmina Quist rang');
            insert into data_import_jobs (id, import_id, name, actor, kind, path, owned, plan, headers, state, queued_at, done, message) values (1, 1, 'Wilhelmina Quist.csv', 'Ada', 'customers', 'x', 0, '{}', '[]', 4, 0, 0, '{"Refusal":{"File":"a.csv","Row":2,"Column":null,"Reason":"x","Fix":"x","Why":{"Code":"rate-day","Arguments":["KEY-7f3a91"]}}}');
            insert into data_imports (id, name, actor, state, started_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo) values (9, 'orders of Wilhelmina Quist.csv', 'test', 2, 0, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            insert into data_import_readings (import_id, headers, form) values (9, '["Wilhelmina Quist","7"]', '{}');
            insert into data_webhooks (id, name, kind, enabled, created_at, refused) values (1, 'shop', 1, 1, 0, 0);
            insert into data_webhook_versions (webhook_id, kind, resource, changed_at) values (1, 'customer', @Key, 5);
            insert into data_webhook_deliveries (webhook_id, key, body_hash, topic, at, bytes, items, state, reason) values (1, 'd1', x'01', 'customers/update', 5, 1, 1, 3, '{"Text":"x","Why":{"Code":"no-email","Arguments":["wilhelmina.quist@person.test"]},"Field":"email"}');
            insert into data_quarantine (import_id, item_kind, item_id, field, reason, item, received_at, state) values (1, 'customer', 'KEY-7f3a91', 'email', 'x', '{"name":"Wilhelmina Quist"}', 0, 1);
            insert into data_decision_texts (id, hash, body) values (1, x'01', '["P1"]'), (2, x'02', '[["bought","Wilhelmina Quist"]]'), (3, x'03', '{"city":"zurich-kreis"}');
            insert into data_decision_frames (id, hash, kind, action, policy, cost, candidates_id) values (1, x'01', 2, 'mail', 'p', 0, 1);
            insert into data_decisions (id, frame_id, customer_id, at, propensity, reasons_id, context_id, products) values (1, 1, 1, 0, 0.9, 2, 3, x''), (2, 1, 2, 0, 0.5, 1, 1, x'');
            insert into execution_campaigns (id, name, audience, subject, body, holdout_share, products, state, actor, created_at, all_queued, members, holdout, suppressed) values (1, 'c', 'all', 's', 'b', 0, 0, 3, 'a', 0, 1, 1, 0, 0);
            insert into execution_messages (campaign_id, decision_id, customer_id, address, subject, body, state, attempts, queued_at, due_at, changed_at, reported) values (1, 1, 1, @Email, 'For Wilhelmina Quist', @Body, 1, 0, 0, 0, 0, 0);
            """);
        await _rig.TrainChampionAsync();
        var mails = Directory.CreateDirectory(Path.Combine(_rig.Folder.Folder.Outbox, "1")).FullName;
        await File.WriteAllTextAsync(Path.Combine(mails, "1.0.eml"), $"To: {Email}");
        await File.WriteAllTextAsync(Path.Combine(_rig.Folder.Folder.Uploads, "a.csv"), new string('-', 70_000) + Email);
        await using var packed = new GZipStream(File.Create(Path.Combine(_rig.Folder.Folder.Uploads, "b.gz")), CompressionLevel.Fastest);
        await packed.WriteAsync(Encoding.UTF8.GetBytes(Name));
        await File.WriteAllTextAsync(Path.Combine(_rig.Folder.Folder.Uploads, "other.csv"), "c2@buyers.test");
    }

    private void Change(string sql) => _rig.Folder.Database.Write((connection, transaction) => connection.Execute(sql, new { Key, Email, Name, OldEmail, Body = PackedText.Pack($"<p>Dear {Name}</p>") }, transaction));

    private T? Read<T>(string sql) => _rig.Folder.Database.Read(connection => connection.ExecuteScalar<T>(sql));

    private List<string> Tables() => _rig.Folder.Database.Read(connection => connection.Query<string>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'").ToList());

    /// <summary>Tables of which any column of any row holds a text, as text, as bytes or packed.</summary>
    private List<string> InTables(string trace) => Tables().Where(table => _rig.Folder.Database.Read(connection =>
        connection.Query($"select * from {table}").Any(row => ((IDictionary<string, object?>)row).Values.Any(value => Holds(value, trace))))).ToList();

    private static bool Holds(object? value, string trace) => value switch
    {
        string text => text.Contains(trace, StringComparison.OrdinalIgnoreCase),
        byte[] bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(trace)) >= 0 || Unpacked(bytes).Contains(trace, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static string Unpacked(byte[] bytes)
    {
        try
        {
            return PackedText.Unpack(bytes);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            return "";
        }
    }

    /// <summary>Tables and files in which a text stands; backups are told by the erase list.</summary>
    private List<string> Where(string trace)
    {
        var found = InTables(trace);
        foreach (var path in Directory.GetFiles(_rig.Folder.Folder.Root, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith("-shm", StringComparison.Ordinal) && !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            if (bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(Encoding.UTF8.GetBytes(trace)) >= 0)
            {
                found.Add(Path.GetFileName(path));
            }
        }

        return found;
    }
}
