using Marketing.Kernel.Storage;
using Marketing.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Marketing.Tests.Kernel;

public sealed class StatementCheckTests
{
    [Fact]
    public void Every_statement_prepares_against_the_migrated_schema()
    {
        using var folder = new TestFolder();
        using var connection = folder.Database.OpenReader();
        StatementCheck.PrepareAll(connection);
    }

    [Fact]
    public void A_statement_that_does_not_fit_the_schema_is_named()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        var refused = Assert.Throws<InvalidOperationException>(() => StatementCheck.PrepareAll(connection));
        Assert.Contains("no such table", refused.Message);
        Assert.Contains(SqlFile.All()[0].Path, refused.Message);
    }

    [Theory]
    [InlineData("select 1 from x where id in @Ids", "select 1 from x where id in (@Ids)")]
    [InlineData("where a in @As and b not in @Bs;", "where a in (@As) and b not in (@Bs);")]
    [InlineData("where a in (select 1) and main = @Ids", "where a in (select 1) and main = @Ids")]
    public void A_list_parameter_is_prepared_as_the_list_that_it_becomes(string sql, string expected) => Assert.Equal(expected, StatementCheck.Expanded(sql));
}
