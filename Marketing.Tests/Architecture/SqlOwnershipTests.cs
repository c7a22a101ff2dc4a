using System.Text.RegularExpressions;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Tests.Architecture;

public sealed partial class SqlOwnershipTests
{
    public static TheoryData<string> SqlFiles()
    {
        var files = new TheoryData<string>();
        foreach (var name in typeof(DataFolder).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)))
        {
            files.Add(name.Replace('\\', '/'));
        }

        return files;
    }

    [Theory]
    [MemberData(nameof(SqlFiles))]
    public void A_modules_sql_names_only_its_own_tables(string path)
    {
        var module = path.Split('/')[0];
        var foreign = ForeignTables(module, EmbeddedText.Read(path)).ToList();
        Assert.True(foreign.Count == 0, $"{path} names {string.Join(", ", foreign)}");
    }

    [Fact]
    public void The_guard_catches_a_table_of_another_module() =>
        Assert.Equal(["kernel_users"], ForeignTables("Data", "select * from data_orders join kernel_users on 1 = 1"));

    private static IEnumerable<string> ForeignTables(string module, string sql) =>
        TableName().Matches(sql).Select(match => match.Groups[1].Value).Distinct().Where(table => !table.StartsWith(module.ToLowerInvariant() + "_", StringComparison.Ordinal));

    [GeneratedRegex(@"\b(?:from|join|into|update|references|table|table if not exists)\s+((?:kernel|data|features|model|strategy|execution|evaluation)_[a-z_]+)\b", RegexOptions.IgnoreCase)]
    private static partial Regex TableName();
}
