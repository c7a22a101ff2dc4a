using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Kernel.Numerics;

public sealed class SparseMatrixTests
{
    [Fact]
    public void Pairs_become_rows_of_ascending_distinct_columns()
    {
        var matrix = SparseMatrix.FromPairs(3, 4, [2, 0, 2, 0, 2], [3, 1, 0, 1, 3]);
        Assert.Equal([0, 1, 1, 3], matrix.RowStart);
        Assert.Equal([1], matrix.Row(0).ToArray());
        Assert.Empty(matrix.Row(1).ToArray());
        Assert.Equal([0, 3], matrix.Row(2).ToArray());
        Assert.True(matrix.Contains(2, 3));
        Assert.False(matrix.Contains(1, 3));
    }

    [Fact]
    public void Random_pairs_agree_with_sets_and_transposing_twice_changes_nothing()
    {
        var random = new SeededRandom(7);
        for (var round = 0; round < 20; round++)
        {
            var (rows, columns, n) = (1 + random.NextInt(12), 1 + random.NextInt(12), random.NextInt(80));
            var row = Enumerable.Range(0, n).Select(_ => random.NextInt(rows)).ToArray();
            var column = Enumerable.Range(0, n).Select(_ => random.NextInt(columns)).ToArray();
            var matrix = SparseMatrix.FromPairs(rows, columns, row, column);
            var transposed = matrix.Transpose();
            for (var r = 0; r < rows; r++)
            {
                Assert.Equal(column.Where((_, i) => row[i] == r).Distinct().Order(), matrix.Row(r).ToArray());
            }

            for (var c = 0; c < columns; c++)
            {
                Assert.Equal(row.Where((_, i) => column[i] == c).Distinct().Order(), transposed.Row(c).ToArray());
            }

            Assert.Equal(matrix.Column, transposed.Transpose().Column);
            Assert.Equal(matrix.RowStart, transposed.Transpose().RowStart);
        }
    }

    [Fact]
    public void Values_follow_their_entries_into_the_transposed_matrix()
    {
        var transposed = new SparseMatrix(2, 3, [0, 2, 3], [0, 2, 2], [1f, 2f, 3f]).Transpose();
        Assert.Equal([2f, 3f], transposed.Values(2).ToArray());
        Assert.Equal([0, 1], transposed.Row(2).ToArray());
    }
}
