using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Tests.Data.Intake;

public sealed class IntakeTests : IDisposable
{
    private readonly IntakeRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Whom_a_sender_has_told_of_stays_known_when_the_file_that_named_them_first_is_taken_back()
    {
        var (imports, customers) = (_rig.Shop.Get<IImports>(), _rig.Shop.Get<ICustomerRecords>());
        var file = Path.Combine(_rig.Shop.Folder.Folder.Root, "orders.csv");
        var day = _rig.Now.AddDays(-30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(file, $"InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n900001,LAMP,Lamp,2,{day} 10:00,4.00,told,France\n900002,LAMP,Lamp,2,{day} 10:00,4.00,untold,France\n");
        var applied = Assert.IsType<ImportOutcome.Applied>(await imports.ImportOrdersAsync(new OrderFile(file, "orders.csv", "test"), null, default));
        await _rig.Intake.TakeAsync(IntakeRig.Sender, [new CustomerItem("told", null, null, "Ann", null, null, null, null, null, null)], default);
        Assert.True(await imports.UndoAsync(applied.Summary.Id, "test", default));
        Assert.Equal("Ann", (await customers.FindKnownByKeyAsync("told", default))?.Name);
        Assert.Null(await customers.FindKnownByKeyAsync("untold", default));
    }

    [Fact]
    public async Task The_same_event_again_changes_nothing()
    {
        var first = await _rig.TakeAsync(_rig.Event("e1"), _rig.Event("e2"), _rig.Event("e1"));
        Assert.Equal([typeof(ItemOutcome.Accepted), typeof(ItemOutcome.Accepted), typeof(ItemOutcome.Repeated)], first.Select(outcome => outcome.GetType()));
        Assert.IsType<ItemOutcome.Repeated>(Assert.Single(await _rig.TakeAsync(_rig.Event("e2"))));
        Assert.Equal(2, _rig.Count("data_events"));
    }

    [Fact]
    public async Task The_same_id_of_another_sender_is_another_event()
    {
        await _rig.TakeAsync(_rig.Event("e1"));
        Assert.IsType<ItemOutcome.Accepted>(Assert.Single(await _rig.Intake.TakeAsync(IntakeRig.Other, [_rig.Event("e1")], default)));
        Assert.Equal(2, _rig.Count("data_events"));
    }

    [Fact]
    public async Task A_wrong_item_takes_nothing_from_the_good_ones()
    {
        var outcomes = await _rig.TakeAsync(_rig.Event("good"), _rig.Event("bad") with { Visitor = null }, _rig.Event("better"));
        Assert.IsType<ItemOutcome.Accepted>(outcomes[0]);
        Assert.Equal("visitor", Assert.IsType<ItemOutcome.Rejected>(outcomes[1]).Field);
        Assert.IsType<ItemOutcome.Accepted>(outcomes[2]);
        Assert.Equal(2, _rig.Count("data_events"));
    }

    [Fact]
    public async Task What_a_visitor_did_belongs_to_the_customer_once_the_two_are_one()
    {
        await _rig.TakeAsync(_rig.Event("e1", visitor: "v1"), _rig.Event("e2", visitor: "v2"));
        Assert.All((await _rig.LookAsync()).Events.Customer, customer => Assert.Equal(-1, customer));
        Assert.IsType<ItemOutcome.Accepted>(await _rig.Intake.IdentifyAsync(IntakeRig.Sender, "v1", "ann", default));
        var shop = await _rig.LookAsync();
        Assert.Equal(["ann"], shop.Customers.Key);
        Assert.Equal([0, -1], shop.Events.Customer);
        Assert.IsType<ItemOutcome.Repeated>(await _rig.Intake.IdentifyAsync(IntakeRig.Sender, "v1", "ann", default));
        Assert.IsType<ItemOutcome.Rejected>(await _rig.Intake.IdentifyAsync(IntakeRig.Sender, "v1", "bob", default));
    }

    [Fact]
    public async Task Bots_cancelled_orders_and_what_is_kept_apart_are_not_in_the_snapshot()
    {
        await _rig.TakeAsync(_rig.Event("person"), _rig.Event("robot") with { Bot = true }, _rig.Event("later") with { At = _rig.Now.AddDays(2) });
        await _rig.TakeAsync(_rig.Order("sold"));
        await _rig.TakeAsync(_rig.Order("gone") with { Status = "cancelled" });
        Assert.IsType<ItemOutcome.Quarantined>(await _rig.TakeAsync(_rig.Order("foreign") with { Currency = "USD" }));
        var shop = await _rig.LookAsync();
        Assert.Equal((1, 1), (shop.Events.Count, shop.Orders.Count));
        Assert.Equal(2, _rig.Count("data_orders"));
        Assert.Equal(2, _rig.Count("data_quarantine"));
    }

    [Fact]
    public async Task An_order_sent_again_with_other_content_takes_the_place_of_the_earlier_one()
    {
        Assert.IsType<ItemOutcome.Accepted>(await _rig.TakeAsync(_rig.Order("1", "ann", ("cup", 2, 5m), ("pot", 1, 20m))));
        Assert.IsType<ItemOutcome.Repeated>(await _rig.TakeAsync(_rig.Order("1", "ann", ("cup", 2, 5m), ("pot", 1, 20m))));
        Assert.IsType<ItemOutcome.Accepted>(await _rig.TakeAsync(_rig.Order("1", "ann", ("cup", 3, 4.5m))));
        var shop = await _rig.LookAsync();
        Assert.Equal([3], shop.Orders.LineQuantity);
        Assert.Equal([450L], shop.Orders.LinePrice);
    }

    [Fact]
    public async Task A_number_that_another_sender_has_is_kept_apart_and_does_not_count_twice()
    {
        await _rig.TakeAsync(_rig.Order("1"));
        Assert.Equal("id", Assert.IsType<ItemOutcome.Quarantined>(await _rig.TakeAsync(_rig.Order("1"), IntakeRig.Other)).Field);
        Assert.Equal(1, (await _rig.LookAsync()).Orders.Count);
    }

    [Fact]
    public async Task Fields_left_out_stay_as_they_are()
    {
        await _rig.Intake.TakeAsync(IntakeRig.Sender, [new CustomerItem("ann", "ann@example.com", null, "Ann", "France", null, null, null, ["regular"], null)], default);
        await _rig.Intake.TakeAsync(IntakeRig.Sender, [new CustomerItem("ann", null, null, "Ann B.", null, "Paris", null, null, null, null)], default);
        var ann = await _rig.Shop.Get<ICustomerRecords>().FindByKeyAsync("ann", default);
        Assert.Equal(("ann@example.com", "Ann B.", "France"), (ann!.Email, ann.Name, ann.Country));
    }

    [Fact]
    public async Task Consents_are_a_history_and_the_same_answer_again_is_none()
    {
        var yes = new ConsentItem("ann", ConsentPurposes.Marketing, ConsentChannels.Mail, Granted: true, _rig.Now.AddDays(-2), "checkout", "v1", "consent");
        var no = yes with { Granted = false, At = _rig.Now.AddDays(-1) };
        var outcomes = await _rig.Intake.TakeAsync(IntakeRig.Sender, [yes, no, yes], default);
        Assert.IsType<ItemOutcome.Repeated>(outcomes[2]);
        Assert.Equal(2, _rig.Count("data_consents"));
        Assert.False((await _rig.Shop.Get<ICustomerRecords>().FindByKeyAsync("ann", default))!.MailConsent);
    }

    [Fact]
    public async Task The_newest_level_of_stock_holds_whatever_the_order_of_arrival()
    {
        await _rig.Intake.TakeAsync(IntakeRig.Sender, [new StockItem("cup", 7, _rig.Now.AddHours(-1), 12.5), new StockItem("cup", 9, _rig.Now.AddHours(-2), null)], default);
        await _rig.TakeAsync(_rig.Order("1"));
        var shop = await _rig.LookAsync();
        Assert.Equal([7], shop.Products.Stock);
    }

    [Fact]
    public async Task A_return_without_a_customer_is_the_orders_customers()
    {
        await _rig.TakeAsync(_rig.Order("1", "ann"));
        var back = new ReturnItem("r1", "1", _rig.Now.AddMinutes(-5), null, "cup", 1, 5m, null);
        Assert.IsType<ItemOutcome.Accepted>((await _rig.Intake.TakeAsync(IntakeRig.Sender, [back], default))[0]);
        Assert.IsType<ItemOutcome.Repeated>((await _rig.Intake.TakeAsync(IntakeRig.Sender, [back], default))[0]);
        var shop = await _rig.LookAsync();
        Assert.Equal([0], shop.Returns.Customer);
        Assert.Equal([500L], shop.Returns.Price);
    }

    [Fact]
    public async Task Many_callers_at_once_are_each_answered_for_their_own_items()
    {
        var calls = await Task.WhenAll(Enumerable.Range(0, 40).Select(call => Task.Run(() => _rig.TakeAsync([.. Enumerable.Range(0, 25).Select(i => _rig.Event($"{call}-{i}", customer: $"c{(call + i) % 30}", product: $"p{i % 7}"))]))));
        Assert.All(calls, outcomes => Assert.All(outcomes, outcome => Assert.IsType<ItemOutcome.Accepted>(outcome)));
        Assert.Equal((1000L, 30L, 7L), (_rig.Count("data_events"), _rig.Count("data_customers"), _rig.Count("data_products")));
    }

    [Fact]
    public async Task Live_items_are_seen_newest_first_with_what_became_of_them()
    {
        await _rig.TakeAsync(_rig.Event("e1"), _rig.Event("e2") with { Kind = "" });
        var live = _rig.Shop.Get<ILiveEvents>();
        Assert.Equal(["e2", "e1"], live.Newest(10).Select(item => item.Id));
        Assert.Equal(new LiveCounts(1, 0, 0, 1), live.Counts);
    }

    [Fact]
    public async Task An_item_kept_apart_is_released_once_its_doubt_is_waved_through()
    {
        await _rig.TakeAsync(_rig.Event("later") with { At = _rig.Now.AddDays(2) });
        var quarantine = _rig.Shop.Get<IQuarantine>();
        Assert.Single((await quarantine.ListAsync(new TableQuery(Search: IntakeRig.Sender.Name), sendersOnly: true, default)).Items);
        var kept = Assert.Single((await quarantine.ListAsync(new TableQuery(), sendersOnly: false, default)).Items);
        Assert.Empty((await quarantine.ListAsync(new TableQuery(Search: kept.ItemId), sendersOnly: true, default)).Items);
        Assert.Single((await quarantine.ListAsync(new TableQuery(Search: kept.ItemId), sendersOnly: false, default)).Items);
        Assert.Equal(("later", "at", "till"), (kept.ItemId, kept.Field, kept.Sender));
        Assert.IsType<ItemOutcome.Accepted>(await quarantine.ReleaseAsync(kept.Id, "Ada", default));
        Assert.Equal(1, _rig.Count("data_events"));
        Assert.Null(await quarantine.ReleaseAsync(kept.Id, "Ada", default));
        Assert.False(await quarantine.DiscardAsync(kept.Id, "Ada", default));
    }

    [Fact]
    public async Task An_order_without_a_rate_stays_apart_even_when_released()
    {
        await _rig.TakeAsync(_rig.Order("1") with { Currency = "USD" });
        var quarantine = _rig.Shop.Get<IQuarantine>();
        var kept = Assert.Single((await quarantine.ListAsync(new TableQuery(), sendersOnly: false, default)).Items);
        Assert.Equal("currency", Assert.IsType<ItemOutcome.Quarantined>(await quarantine.ReleaseAsync(kept.Id, "Ada", default)).Field);
        Assert.True(await quarantine.DiscardAsync(kept.Id, "Ada", default));
        Assert.Equal(0, _rig.Count("data_orders"));
    }

    [Fact]
    public async Task The_current_snapshot_is_renewed_once_a_pause_however_much_comes_in()
    {
        var snapshots = _rig.Shop.Get<ISnapshots>();
        var changes = 0;
        snapshots.Changed += () => changes++;
        for (var i = 0; i < 20; i++)
        {
            await _rig.TakeAsync(_rig.Event($"e{i}"));
        }

        Assert.Equal(0, changes);
        _rig.Shop.Folder.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, changes);
    }
}
