using System.Text;
using Dapper;
using FluentValidation;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Promotions;

public sealed class PromotionsTests : IDisposable
{
    private static readonly DateOnly First = new(2026, 4, 1);
    private readonly ShopRig _rig = new();

    public PromotionsTests() => _rig.AddRegulars(3);

    private IPromotions Calendar => _rig.Get<IPromotions>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_promotion_is_added_changed_and_deleted_and_the_audit_log_tells_each()
    {
        var draft = Tests.Support.Promotions.Draft(First, First.AddDays(6), 0.2, " p1 ", "P2", "P1");
        var (added, isNew) = await Calendar.AddAsync(draft with { Name = " Spring " }, "anna", default);
        Assert.True(isNew);
        Assert.Equal(("Spring", "anna", _rig.Get<BusinessClock>().GetUtcNow()), (added.Draft.Name, added.EnteredBy, added.Entered));
        Assert.Equal(["p1", "P2"], added.Draft.Products);
        await _rig.RestartAsync();
        var changed = await Calendar.ChangeAsync(added.Id, added.Draft with { Last = First }, "bob");
        Assert.Equal((First, "anna", "bob"), (changed.Draft.Last, changed.EnteredBy, changed.ChangedBy));
        Assert.Equal((PromotionState.Planned, PromotionState.Running, PromotionState.Over), (changed.StateOn(First.AddDays(-1)), changed.StateOn(First), changed.StateOn(First.AddDays(1))));
        Assert.IsType<PromotionChange.Missing>(await Calendar.ChangeAsync(99, changed.Version, added.Draft, "bob", default));
        Assert.Equal(First, Assert.IsType<PromotionChange.Overtaken>(await Calendar.ChangeAsync(added.Id, added.Version, added.Draft, "bob", default)).Current.Draft.Last);
        Assert.Equal("Spring", (await Calendar.RemoveAsync(added.Id, "bob", default))!.Draft.Name);
        Assert.Null(await Calendar.RemoveAsync(added.Id, "bob", default));
        Assert.Empty((await Calendar.PlanAsync(default)).Promotions);
        Assert.Equal(["promotion.add", "promotion.change", "promotion.remove"], (await _rig.Get<IAuditLog>().ListAsync(new TableQuery(), default)).Items.Select(entry => entry.Action).Where(action => action.StartsWith("promotion", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task One_that_says_the_same_is_not_added_again_and_overlaps_are_allowed()
    {
        var draft = Tests.Support.Promotions.Draft(First, First, 0.2, "P1", "P2");
        var first = await Calendar.AddAsync(draft, "anna", default);
        Assert.Equal((first.Promotion.Id, false), (await Calendar.AddAsync(draft with { Name = "SALE", Products = ["p2", "p1"], Note = "again" }, "bob", default)) is var (again, isNew) ? (again.Id, isNew) : default);
        Assert.True((await Calendar.AddAsync(draft with { Cut = 0.3 }, "anna", default)).IsNew);
        Assert.Equal(2, (await Calendar.ListAsync(new TableQuery(), default)).Total);
        Assert.Equal(0, (await Calendar.ListAsync(new TableQuery(Search: "winter"), default)).Total);
        Assert.Equal(2, (await Calendar.ListAsync(new TableQuery(Search: "p2", Take: 1), default)).Total);
    }

    [Fact]
    public async Task Another_last_day_changes_nothing_else_and_is_refused_before_the_first()
    {
        var draft = Tests.Support.Promotions.Draft(First, First.AddDays(6), 0.2, "P1") with { Note = "why" };
        var added = (await Calendar.AddAsync(draft, "anna", default)).Promotion;
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("update data_products set code = 'Q1' where code = 'P1'", transaction: transaction));
        var ended = await Calendar.EndAsync(added.Id, First.AddDays(1), "bob", default);
        Assert.Equal((First.AddDays(6), First.AddDays(1), "bob", "anna"), (ended!.Before, ended.Promotion.Draft.Last, ended.Promotion.ChangedBy, ended.Promotion.EnteredBy));
        var kept = (await Calendar.FindAsync(added.Id, default))!;
        Assert.True(kept.Draft.IsSame(draft with { Last = First.AddDays(1) }));
        Assert.Equal(("why", added.Entered), (kept.Draft.Note, kept.Entered));
        foreach (var (day, message) in new[] { (First.AddDays(-1), "The last day is before the first."), (First.AddDays(366), "at most 366 days") })
        {
            var refused = await Assert.ThrowsAsync<ValidationException>(() => Calendar.EndAsync(added.Id, day, "bob", default));
            Assert.Contains(message, refused.Errors.Single().ErrorMessage, StringComparison.Ordinal);
        }

        Assert.Equal(First.AddDays(1), (await Calendar.FindAsync(added.Id, default))!.Draft.Last);
        Assert.Null(await Calendar.EndAsync(99, First, "bob", default));
        Assert.Single((await _rig.Get<IAuditLog>().ListAsync(new TableQuery(), default)).Items, entry => entry.Action == "promotion.end");
    }

    [Fact]
    public async Task A_deleted_promotion_is_put_back_as_it_was_under_its_number_or_where_that_is_taken_a_new_one()
    {
        var added = (await Calendar.AddAsync(Tests.Support.Promotions.Draft(First, First, 0.2, "P1"), "anna", default)).Promotion;
        var removed = (await Calendar.RemoveAsync(added.Id, "bob", default))!;
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(1));
        Assert.True((await Calendar.RestoreAsync(removed, "bob", default)).IsNew);
        var back = (await Calendar.FindAsync(added.Id, default))!;
        Assert.Equal((added.Id, added.Entered, "anna", added.Changed, "anna"), (back.Id, back.Entered, back.EnteredBy, back.Changed, back.ChangedBy));
        Assert.False((await Calendar.RestoreAsync(removed, "bob", default)).IsNew);
        await Calendar.RemoveAsync(added.Id, "bob", default);
        var other = (await Calendar.AddAsync(Tests.Support.Promotions.Draft(First, First, 0.4), "carl", default)).Promotion;
        Assert.Equal(added.Id, other.Id);
        var moved = await Calendar.RestoreAsync(removed, "bob", default);
        Assert.Equal((true, added.Entered), (moved.IsNew && moved.Promotion.Id != other.Id, moved.Promotion.Entered));
        Assert.Equal(2, (await Calendar.PlanAsync(default)).Promotions.Count);
        Assert.Equal(2, (await _rig.Get<IAuditLog>().ListAsync(new TableQuery(), default)).Items.Count(entry => entry.Action == "promotion.restore"));
    }

    [Fact]
    public async Task Of_the_same_promotion_added_by_many_at_once_one_stays()
    {
        var draft = Tests.Support.Promotions.Draft(First, First, 0.2, "P1", "P2");
        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Calendar.AddAsync(i % 2 == 0 ? draft : draft with { Name = "SALE", Products = ["p2", "p1"] }, "anna", default)));
        Assert.Single(added, one => one.IsNew);
        Assert.Single((await Calendar.PlanAsync(default)).Promotions);
    }

    [Fact]
    public async Task A_file_that_the_disk_refuses_midway_leaves_nothing()
    {
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("create trigger full before insert on data_promotions when new.name = 'B' begin select raise(abort, 'full'); end", transaction: transaction));
        await Assert.ThrowsAnyAsync<Exception>(() => FileAsync("name,first,last,cut\nA,2026-04-01,2026-04-02,0.2\nB,2026-04-01,2026-04-02,0.2\n"));
        Assert.Empty((await Calendar.PlanAsync(default)).Promotions);
    }

    [Fact]
    public async Task What_no_product_has_is_refused_and_nothing_is_kept()
    {
        var refused = await Assert.ThrowsAsync<ValidationException>(() => Calendar.AddAsync(Tests.Support.Promotions.Draft(First, First, 0.2, "POT"), "anna", default));
        Assert.Contains("No product has the code POT.", refused.Errors.Single().ErrorMessage, StringComparison.Ordinal);
        Assert.Empty((await Calendar.PlanAsync(default)).Promotions);
    }

    [Fact]
    public async Task A_file_is_taken_as_a_whole_and_what_is_there_already_is_not_added_again()
    {
        const string Text = "\uFEFFName;First;Last;Cut;Products;Note\nSpring;2026-04-01;2026-04-07;20 %;P1 p2;early\nAll;2026-05-01;2026-05-02;0.1;;\nAll;2026-05-01;2026-05-02;0.1;;\n";
        Assert.Equal(new PromotionsOutcome.Taken(2, 0), await FileAsync(Text));
        Assert.Equal(new PromotionsOutcome.Taken(0, 2), await FileAsync(Text));
        var spring = (await Calendar.PlanAsync(default)).Promotions[0].Draft;
        Assert.Equal((PromotionScope.Products, 0.2, "early", 2), (spring.Scope, spring.Cut, spring.Note, spring.Products.Count));
    }

    [Theory]
    [InlineData("", 0, null, "The file is empty.")]
    [InlineData("name,first,last\nA,2026-04-01,2026-04-02\n", 1, "cut", "The column cut is missing")]
    [InlineData("name,first,last,cut\n", 2, null, "no rows")]
    [InlineData("name,first,last,cut\nA,2026-04-01,2026-04-02,0.2\nB,01/04/2026,2026-04-02,0.2\n", 3, "first", "\"01/04/2026\" is no day.")]
    [InlineData("name,first,last,cut\nA,2026-04-01,2026-04-02,much\n", 2, "cut", "\"much\" is no cut of a price.")]
    [InlineData("name,first,last,cut\nA,2026-04-01,2026-04-02,20\n", 2, null, "Write 0.2 for 20 % less.")]
    [InlineData("name,first,last,cut\nA,2026-04-03,2026-04-02,0.2\n", 2, null, "The last day is before the first.")]
    [InlineData("name,first,last,cut,products\nA,2026-04-01,2026-04-02,0.2,POT\n", 2, null, "No product has the code POT.")]
    [InlineData("name,first,last,cut,category\nA,2026-04-01,2026-04-02,0.2,Tea\n", 2, null, "No product is in the category 'Tea'.")]
    [InlineData("name,first,last,cut\nA,2026-04-01,2026-04-02\n", 2, null, "The row has 3 columns, the header 4.")]
    public async Task A_bad_file_is_refused_with_its_place_and_nothing_of_it_is_kept(string text, long row, string? column, string reason)
    {
        var refusal = Assert.IsType<PromotionsOutcome.Refused>(await FileAsync(text)).Refusal;
        Assert.Equal((row, column, "promotions.csv"), (refusal.Row, refusal.Column, refusal.File));
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
        Assert.NotEqual("", refusal.Fix);
        Assert.Empty((await Calendar.PlanAsync(default)).Promotions);
    }

    [Theory]
    [InlineData("TEA 1", "TEA 1")]
    [InlineData("TEA 1; P1", "TEA 1|P1")]
    [InlineData("TEA 1, P1 p2", "TEA 1|P1|p2")]
    [InlineData("TEA, 2", "TEA, 2")]
    [InlineData("TEA, 2\nP1,P2", "TEA, 2|P1|P2")]
    [InlineData("A;B", "A;B")]
    [InlineData("P1；P2，P3", "P1|P2|P3")]
    public async Task Codes_of_a_file_may_hold_spaces_commas_and_semicolons(string cell, string codes)
    {
        _rig.AddProducts("TEA 1", "TEA, 2", "A;B");
        Assert.Equal(new PromotionsOutcome.Taken(1, 0), await FileAsync($"name,first,last,cut,products\nA,2026-04-01,2026-04-02,0.2,\"{cell}\"\n"));
        Assert.Equal(codes.Split('|'), (await Calendar.PlanAsync(default)).Promotions.Single().Draft.Products);
    }

    [Fact]
    public async Task A_column_that_may_mean_what_is_paid_is_not_read_as_a_cut()
    {
        var refusal = Assert.IsType<PromotionsOutcome.Refused>(await FileAsync("名称,开始,结束,折扣\nA,2026-04-01,2026-04-02,0.8\n")).Refusal;
        Assert.Contains("折扣", refusal.Fix, StringComparison.Ordinal);
        Assert.Contains("降价", refusal.Fix, StringComparison.Ordinal);
        Assert.Equal(new PromotionsOutcome.Taken(1, 0), await FileAsync("名称,开始,结束,降价幅度\nA,2026-04-01,2026-04-02,0.2\n"));
        Assert.Equal(new PromotionsOutcome.Taken(1, 0), await FileAsync("名称,开始,结束,降价\nB,2026-04-01,2026-04-02,0.2\n"));
    }

    private Task<PromotionsOutcome> FileAsync(string text) => Calendar.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "promotions.csv", "anna", default);
}
