using System.Text;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.App.Access;
using Marketing.Tests.Data.Import;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Api;

/// <summary>Rows of imports as files, over HTTP.</summary>
public sealed class DataEndpointsTests(ServedShop shop) : IClassFixture<ServedShop>
{
    [Fact]
    public async Task Rejected_rows_say_in_the_language_of_the_reader_what_to_correct()
    {
        var import = await ImportedAsync();
        await shop.Services.GetRequiredService<ITransfers>().AddAsync(new TransferDraft(TransferPlaces.ImportRows, "Ann", "DE", "contract", null, "Corrects rows."), "Ada", default);
        using var analyst = await shop.SignedInAsync("ann", Role.Analyst);
        Assert.Contains("Quantity: The quantity is not a whole number.", await analyst.GetStringAsync($"/data/imports/{import}/rejected.csv"));

        analyst.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");
        var rejected = await analyst.GetStringAsync($"/data/imports/{import}/rejected.csv");
        Assert.Contains("导入说明,Import row", rejected);
        Assert.Contains("Quantity: 数量不是整数", rejected);
        Assert.Contains("数量不是整数", await analyst.GetStringAsync($"/data/imports/{import}/issues.csv"));
    }

    private async Task<long> ImportedAsync()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, ImportRig.Header + "1,20001,LAMP,2,2010-06-01 10:00,1.50,17,France\n1,20002,VASE,two,2010-06-01 10:00,4.00,17,France\n", Encoding.UTF8);
            var outcome = await shop.Services.GetRequiredService<IImports>().ImportOrdersAsync(new OrderFile(path, "orders.csv", "Ada"), null, default);
            return Assert.IsType<ImportOutcome.Applied>(outcome).Summary.Id.Value;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
