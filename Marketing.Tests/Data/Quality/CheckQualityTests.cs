using Dapper;
using Marketing.Data;
using Marketing.Data.Quality;
using Marketing.Data.Sql;
using Marketing.Tests.Data.Import;

namespace Marketing.Tests.Data.Quality;

public sealed class CheckQualityTests : IDisposable
{
    private readonly ImportRig _rig = new();
    private readonly CheckQuality _quality;

    public CheckQualityTests() => _quality = new CheckQuality(new DataQualityStore(_rig.Database), _rig.Clock, _rig.Options);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_report_is_kept_and_the_newest_is_shown()
    {
        Assert.Null(await _quality.LatestAsync(CancellationToken.None));
        await CheckAsync();
        await _rig.AppliedAsync("1,20001,LAMP,1,2010-05-01 10:00,1.50,,France");
        var report = await CheckAsync();
        var latest = await _quality.LatestAsync(CancellationToken.None);
        Assert.Equal(report.At, latest!.At);
        Assert.Equal(report.Checks, latest.Checks);
        Assert.Equal(report.Checks.Count, report.Checks.Select(check => check.Check).Distinct().Count());
    }

    [Theory]
    [InlineData(0, "pass")]
    [InlineData(1, "warn")]
    [InlineData(9, "fail")]
    public async Task The_share_of_affected_rows_decides(int anonymous, string status)
    {
        await _rig.AppliedAsync([.. Enumerable.Range(0, 9).Select(i => $"{i},20001,LAMP,1,2010-05-01 10:00,1.50,{(i < anonymous ? "" : "17")},France")]);
        var check = await FindAsync("orders-without-customer");
        Assert.Equal(new QualityCheck("orders-without-customer", status, anonymous, 9), check);
    }

    [Theory]
    [InlineData(1, "warn")]
    [InlineData(49, "warn")]
    [InlineData(50, "fail")]
    public async Task A_few_returns_of_what_was_sold_before_the_shop_began_here_stop_no_training(int returns, string status)
    {
        await _rig.AppliedAsync(["1,20001,LAMP,1,2010-05-01 10:00,1.50,17,France", .. Enumerable.Range(0, returns).Select(i => $"C{i},20002,VASE,-1,2010-05-01 10:00,1.50,17,France")]);
        Assert.Equal(new QualityCheck("returns-without-sale", status, returns, returns), await FindAsync("returns-without-sale"));
    }

    [Fact]
    public async Task What_is_dated_in_the_future_is_found_though_no_snapshot_holds_it()
    {
        await _rig.AppliedAsync("1,20001,LAMP,1,2010-05-01 10:00,1.50,17,France");
        Assert.Equal(new QualityCheck("future-dated", "pass", 0, 1), await FindAsync("future-dated"));

        // As an earlier version took it; files no longer bring it in.
        await _rig.AppliedAsync("2,20001,LAMP,1,2010-05-02 10:00,1.50,17,France");
        _rig.Database.Write((connection, transaction) => connection.Execute("update data_orders set at = @At where number = '2'", new { At = new DateTimeOffset(2031, 5, 1, 10, 0, 0, TimeSpan.Zero) }, transaction));
        Assert.Equal(new QualityCheck("future-dated", "fail", 1, 2), await FindAsync("future-dated"));
    }

    [Fact]
    public void Settings_that_cannot_be_meant_are_refused_on_start()
    {
        var validator = new DataOptionsValidator();
        Assert.True(validator.Validate(null, new DataOptions()).Succeeded);
        var result = validator.Validate(null, new DataOptions { Quality = { FutureDated = { Warn = 2 } }, Import = { LongestRow = 1 }, Demo = { LeastCostShare = 0.9 } });
        Assert.Contains(result.Failures!, failure => failure.StartsWith("Data:Quality:FutureDated:", StringComparison.Ordinal));
        Assert.Contains(result.Failures!, failure => failure.StartsWith("Data:Import:", StringComparison.Ordinal));
        Assert.Contains(result.Failures!, failure => failure.Contains("MostCostShare", StringComparison.Ordinal));
    }

    private async Task<QualityReport> CheckAsync() => await _quality.CheckAsync(await _rig.Snapshots.CurrentAsync(CancellationToken.None), null, CancellationToken.None);

    private async Task<QualityCheck> FindAsync(string name) => (await CheckAsync()).Checks.Single(check => check.Check == name);
}
