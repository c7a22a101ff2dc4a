using System.Text;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Data.Import;

namespace Marketing.Tests.Data.Shop;

public sealed class CurrencyRatesTests : IDisposable
{
    private const string Header = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Currency\n";
    private readonly ImportRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_file_of_rates_is_taken_over_as_a_whole_and_corrects_what_is_there()
    {
        await _rig.Rates.SetAsync("usd", new DateOnly(2011, 12, 1), 9, "Ada", default);
        var outcome = await FileAsync("\uFEFFRate;Currency;Date\n1.57;usd;2011-12-01\n8.1;CNY;2011-12-02\n");
        Assert.Equal(2, Assert.IsType<RatesOutcome.Taken>(outcome).Rates);
        Assert.Equal([new CurrencyRate("CNY", "2011-12-02", 8.1), new CurrencyRate("USD", "2011-12-01", 1.57)], (await _rig.Rates.ListAsync(new TableQuery(), default)).Items);
    }

    [Theory]
    [InlineData("", 0, null)]
    [InlineData("date,currency\n2011-12-01,USD\n", 1, "rate")]
    [InlineData("date,currency,rate\n", 2, null)]
    [InlineData("date,currency,rate\n2011-12-01,USD,1.5\n01/12/2011,USD,1.5\n", 3, "date")]
    [InlineData("date,currency,rate\n2011-12-01,USD,\"1,5\"\n", 2, "rate")]
    [InlineData("date,currency,rate\n2011-12-01,USD,NaN\n", 2, "currency")]
    [InlineData("date,currency,rate\n2011-12-01,USD,0\n", 2, "currency")]
    [InlineData("date,currency,rate\n2011-12-01,GBP,1\n", 2, "currency")]
    [InlineData("date,currency,rate\n2011-12-01,XX1,1\n", 2, "currency")]
    [InlineData("date,currency,rate\n2011-12-01,USD\n", 2, null)]
    public async Task A_bad_file_of_rates_is_refused_with_its_place_and_nothing_of_it_is_kept(string text, long row, string? column)
    {
        var refusal = Assert.IsType<RatesOutcome.Refused>(await FileAsync(text)).Refusal;
        Assert.Equal((row, column, "rates.csv"), (refusal.Row, refusal.Column, refusal.File));
        Assert.NotEqual("", refusal.Fix);
        Assert.Equal(0, (await _rig.Rates.ListAsync(new TableQuery(), default)).Total);
    }

    [Fact]
    public async Task Rows_without_a_rate_wait_and_come_in_unchanged_once_it_is_there()
    {
        var import = Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync(
            Header + "1,P1,1,2010-05-01,2.00,7,\n2,P1,1,2010-05-01,3.00,7,USD\n2,P2,1,2010-05-01,4.00,7,USD\n3,P1,1,2010-05-01,5.00,7,JPY\n")).Summary;
        Assert.Equal(
            [new WaitingRows(import.Id, "orders.csv", "JPY", 1), new WaitingRows(import.Id, "orders.csv", "USD", 2)],
            await _rig.Rates.WaitingAsync(default));

        await _rig.Rates.SetAsync("USD", new DateOnly(2010, 4, 30), 2, "Ada", default);
        using var rejected = new MemoryStream();
        await _rig.Files.WriteRejectedAsync(import.Id, RowNotes.English, rejected, default);
        var second = Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync(rejected.ToArray())).Summary;
        Assert.Equal((2L, 1L), (second.Lines, second.Rejected));
        Assert.Equal([("JPY", second.Id, 1L), ("JPY", import.Id, 1L)], (await _rig.Rates.WaitingAsync(default)).Select(rows => (rows.Currency, rows.Import, rows.Rows)));

        Assert.True(await _rig.Imports.UndoAsync(second.Id, "Ada", default));
        Assert.Equal(3, (await _rig.Rates.WaitingAsync(default)).Sum(rows => rows.Rows));
    }

    private Task<RatesOutcome> FileAsync(string text) => _rig.Rates.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "rates.csv", "Ada", default);
}
