using Dapper;
using FluentValidation;
using Marketing.Data;
using Marketing.Data.Quality;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Tests.Data.Import;

namespace Marketing.Tests.Data.Quality;

public sealed class QualityRulesTests : IDisposable
{
    private static readonly RunId First = new(1);
    private static readonly RunId Second = new(2);
    private readonly ImportRig _rig = new();
    private readonly DataQualityStore _store;
    private readonly QualityRules _rules;

    public QualityRulesTests()
    {
        _store = new DataQualityStore(_rig.Database);
        _rules = new QualityRules(_store, _rig.Audit, _rig.System);
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_failure_forbids_training_until_it_is_let_pass_and_then_once()
    {
        await FailAsync("price-outliers", "unit-breaks");
        Assert.Equal(["price-outliers", "unit-breaks"], await _rules.ObstaclesAsync(First, default));
        await _rules.PassOnceAsync("price-outliers", "a clearance sale", "Ada", default);
        Assert.Equal(["unit-breaks"], await _rules.ObstaclesAsync(First, default));
        await _rules.PassOnceAsync("unit-breaks", "boxes since May", "Ada", default);
        Assert.Empty(await _rules.ObstaclesAsync(First, default));
        Assert.Empty(await _rules.ObstaclesAsync(First, default));
        Assert.Empty(await _rules.PassesAsync(default));
        Assert.Equal(2, (await _rules.ObstaclesAsync(Second, default)).Count);
        Assert.Equal(2, (await _rig.Audit.ListAsync(new TableQuery(), default)).Items.Count(entry => entry.Action == "quality.pass"));
    }

    [Fact]
    public async Task A_pass_needs_a_reason_and_a_rule_needs_bounds_that_can_be_meant()
    {
        await Assert.ThrowsAsync<ValidationException>(() => _rules.PassOnceAsync("unit-breaks", " ", "Ada", default));
        var rule = new QualityRule("orders.amount", "psi", null, 0.25, RuleSeverity.Warn, true, false);
        await Assert.ThrowsAsync<ValidationException>(() => _rules.SaveAsync(rule with { High = null }, "Ada", default));
        await Assert.ThrowsAsync<ValidationException>(() => _rules.SaveAsync(rule with { Low = 2, High = 1 }, "Ada", default));
        await Assert.ThrowsAsync<ValidationException>(() => _rules.SaveAsync(rule with { Kind = "mood" }, "Ada", default));
        Assert.Empty(await _rules.ListAsync(default));
    }

    [Fact]
    public async Task The_first_report_makes_the_rules_and_what_a_person_changed_stays()
    {
        await _rig.AppliedAsync([.. Enumerable.Range(0, 60).Select(day => $"{day},20001,LAMP,1,{new DateTime(2010, 5, 1).AddDays(day):yyyy-MM-dd} 10:00,1.50,17,France")]);
        var quality = new CheckQuality(_store, _rig.Clock, _rig.Options);
        var report = await quality.CheckAsync(await _rig.LookAsync(), null, default);
        var rules = await _rules.ListAsync(default);
        Assert.NotEmpty(rules);
        Assert.Equal(rules.Count, report.Rules.Count);
        var latest = await quality.LatestAsync(default);
        Assert.Equal(report.Rules, latest!.Rules);
        Assert.Equal(report.Fields.Select(field => field.Shift), latest.Fields.Select(field => field.Shift));
        Assert.Equal(28, report.Fields.Single(field => field.Name == "orders.amount").Now.Rows);

        var changed = rules.Single(rule => rule.Key == "orders.amount/most") with { High = 1, Severity = RuleSeverity.Hard };
        await _rules.SaveAsync(changed, "Ada", default);
        await _rules.GenerateAsync(report.Fields, "Ada", default);
        Assert.Equal(changed with { Edited = true }, (await _rules.ListAsync(default)).Single(rule => rule.Key == changed.Key));
        var second = await quality.CheckAsync(await _rig.LookAsync(), null, default);
        Assert.Contains(changed.Key, second.Failures);
        Assert.Equal(2, (await quality.HistoryAsync(10, default)).Count);
    }

    [Fact]
    public async Task Rules_are_made_anew_from_the_days_that_a_person_takes_for_sound()
    {
        await _rig.AppliedAsync([.. Enumerable.Range(0, 60).Select(day => $"{day},20001,LAMP,1,{new DateTime(2010, 5, 1).AddDays(day):yyyy-MM-dd} 10:00,{(day < 30 ? "1.50" : "900.00")},17,France")]);
        var quality = new CheckQuality(_store, _rig.Clock, _rig.Options);
        var snapshot = await _rig.LookAsync();
        await quality.CheckAsync(snapshot, null, default);
        var reference = await quality.ReferenceAsync(snapshot, new DateOnly(2010, 5, 1), new DateOnly(2010, 5, 30), default);
        Assert.Equal((30, 0), (reference.Single(field => field.Name == "orders.amount").Before.Rows, reference.Single(field => field.Name == "orders.amount").Now.Rows));
        await _rules.GenerateAsync(reference, "Ada", default);
        Assert.Equal(151, (await _rules.ListAsync(default)).Single(rule => rule.Key == "orders.amount/most").High);
        Assert.Contains((await quality.CheckAsync(snapshot, null, default)).Rules, rule => rule is { Key: "orders.amount/most", Status: "warn" });
    }

    [Theory]
    [InlineData("2010-05-09", "2010-05-01", "turned", "exchange the two")]
    [InlineData("2012-05-01", "2012-05-09", "no-orders", "between 2010-05-01 and 2010-05-02")]
    public async Task Days_that_cannot_be_a_reference_are_refused_with_the_fix(string first, string last, string code, string fix)
    {
        await _rig.AppliedAsync("1,20001,LAMP,1,2010-05-01 10:00,1.50,17,France", "2,20001,LAMP,1,2010-05-02 10:00,1.50,17,France");
        var quality = new CheckQuality(_store, _rig.Clock, _rig.Options);
        var snapshot = await _rig.LookAsync();
        var refused = Assert.Single((await Assert.ThrowsAsync<ValidationException>(() => quality.ReferenceAsync(snapshot, DateOnly.Parse(first), DateOnly.Parse(last), default))).Errors);
        Assert.Equal(code, refused.ErrorCode);
        Assert.Contains(fix, refused.ErrorMessage);
    }

    [Fact]
    public async Task Details_of_orders_and_brands_are_looked_at_too_cancelled_orders_included()
    {
        await _rig.AppliedAsync([.. Enumerable.Range(0, 4).Select(day => $"{day},20001,LAMP,1,2010-05-0{day + 1} 10:00,1.50,17,France")]);
        _rig.Database.Write((connection, transaction) => connection.Execute(
            """
            update data_orders set status = 'cancelled', payment = 'card', shipping = 390, discount = 50, coupon = 'MAY' where number = '1';
            update data_orders set currency = 'EUR', payment = 'cash' where number = '2';
            update data_products set brand = 'Glow';
            """,
            transaction: transaction));
        _rig.Snapshots.Invalidate();
        var fields = (await new CheckQuality(_store, _rig.Clock, _rig.Options).CheckAsync(await _rig.LookAsync(), null, default)).Fields.ToDictionary(field => field.Name);
        Assert.Equal([("done", 3), ("cancelled", 1)], fields["orders.status"].Top.Select(value => (value.Value, (int)value.All)));
        Assert.Equal((4, 3, 390), (fields["orders.shipping"].All.Rows, fields["orders.shipping"].All.Missing, fields["orders.shipping"].All.Numbers!.Median));
        Assert.Equal(50, fields["orders.discount"].All.Numbers!.Most);
        Assert.Equal((0.75, 0.5), (fields["orders.coupon"].All.MissingShare, fields["orders.payment"].All.MissingShare));
        Assert.Equal((2, 0), (fields["orders.currency"].All.Distinct, fields["orders.currency"].All.Missing));
        Assert.Equal("Glow", Assert.Single(fields["products.brand"].Top).Value);
    }

    [Fact]
    public async Task An_import_is_compared_with_everything_else()
    {
        await _rig.AppliedAsync("1,20001,LAMP,1,2010-05-01 10:00,1.50,17,France", "2,20001,LAMP,1,2010-05-02 10:00,1.50,17,France");
        var later = await _rig.AppliedAsync("3,20001,LAMP,1,2010-06-01 10:00,9.50,,France");
        var quality = new CheckQuality(_store, _rig.Clock, _rig.Options);
        var fields = await quality.CompareImportAsync(await _rig.LookAsync(), later.Id, default);
        var price = fields.Single(field => field.Name == "lines.price");
        Assert.Equal((950, 150, "too-few-rows"), (price.Now.Numbers!.Median, price.Before.Numbers!.Median, price.Shift.Reason));
        Assert.Equal(1, fields.Single(field => field.Name == "orders.customer").Now.MissingShare);
        Assert.Empty(await quality.CompareImportAsync(await _rig.LookAsync(), new ImportId(99), default));
    }

    private Task FailAsync(params string[] checks) =>
        _store.SaveAsync(new QualityReport(_rig.Clock.GetUtcNow(), [.. checks.Select(check => new QualityCheck(check, "fail", 1, 1))]), null, default);
}
