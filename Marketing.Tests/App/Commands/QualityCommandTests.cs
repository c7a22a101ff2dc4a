using System.Text.RegularExpressions;
using Marketing.App.Commands;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed partial class QualityCommandTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task A_check_that_fails_is_counted_beside_the_rules_and_said_to_stop_the_training()
    {
        await File.WriteAllTextAsync(_folder.File("nobody.csv"), """
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            1,cup1,Cup,2,2024-01-31 09:30:00,1.50,,France
            2,pot1,Pot,1,2024-02-10 09:30:00,4.00,,France
            """);
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", "nobody.csv")).Status);
        var (status, output, _) = await ProgramRun.ToEndAsync(_folder.Path, "quality");
        Assert.Equal(ExitStatus.Failed, status);
        var counted = Counts().Match(output);
        Assert.True(counted.Success, output);
        Assert.Equal(Short().Count(output), int.Parse(counted.Groups[1].Value) + int.Parse(counted.Groups[2].Value));
        Assert.InRange(int.Parse(counted.Groups[1].Value), 1, 15);
        Assert.Matches("Nothing is trained until what fails is settled: .*orders-without-customer", output);
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex("^([0-9]+) of 15 checks and ([0-9]+) of [0-9]+ rules of fields fall short$", RegexOptions.Multiline)]
    private static partial Regex Counts();

    [GeneratedRegex("^(fail|warn)  ", RegexOptions.Multiline)]
    private static partial Regex Short();
}
