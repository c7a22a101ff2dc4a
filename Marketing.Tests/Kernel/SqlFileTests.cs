using Marketing.Kernel.Storage;

namespace Marketing.Tests.Kernel;

public sealed class SqlFileTests
{
    [Fact]
    public void A_statement_is_what_stands_under_its_name_without_comments()
    {
        var file = SqlFile.Parse("X/Sql/X.sql", "-- A head.\n-- name: one\n-- Purpose.\nselect 1\nfrom x;\n\n-- name: two\n-- Purpose.\nselect 2;\n");
        Assert.Equal(["one", "two"], file.Names.Order());
        Assert.Equal("select 1\nfrom x;", file["one"]);
        Assert.Equal("select 2;", file["two"]);
    }

    [Fact]
    public void A_name_that_stands_twice_is_refused() =>
        Assert.Contains("'one' twice", Assert.Throws<InvalidOperationException>(() => SqlFile.Parse("X/Sql/X.sql", "-- name: one\nselect 1;\n-- name: one\nselect 2;\n")).Message);

    [Fact]
    public void An_unknown_name_says_which_file_lacks_it()
    {
        var file = SqlFile.Parse("X/Sql/X.sql", "-- name: one\nselect 1;\n");
        Assert.Equal("X/Sql/X.sql holds no statement called 'two'.", Assert.Throws<InvalidOperationException>(() => file["two"]).Message);
    }

    [Fact]
    public void A_file_that_is_not_carried_is_refused() => Assert.Throws<InvalidOperationException>(() => SqlFile.Load("Data/Sql/Nothing.sql"));
}
