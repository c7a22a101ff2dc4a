namespace Marketing.Model.Choices;

/// <summary>Symmetric positive definite matrices of a few rows, by Cholesky's factors.</summary>
internal static class SmallMatrix
{
    /// <summary>Replaces a matrix by its inverse; only the lower triangle is read.</summary>
    /// <param name="a">n by n, row after row.</param>
    /// <param name="n">Rows.</param>
    /// <returns>False when it is not positive definite; it is then of no use.</returns>
    public static bool Invert(Span<double> a, int n)
    {
        if (!Factor(a, n))
        {
            return false;
        }

        // The inverse of the factor, in its place, then its product with its transpose.
        for (var column = 0; column < n; column++)
        {
            a[(column * n) + column] = 1 / a[(column * n) + column];
            for (var row = column + 1; row < n; row++)
            {
                var sum = 0.0;
                for (var k = column; k < row; k++)
                {
                    sum += a[(row * n) + k] * a[(k * n) + column];
                }

                a[(row * n) + column] = -sum / a[(row * n) + row];
            }
        }

        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = 0.0;
                for (var k = row; k < n; k++)
                {
                    sum += a[(k * n) + row] * a[(k * n) + column];
                }

                a[(row * n) + column] = a[(column * n) + row] = sum;
            }
        }

        return true;
    }

    /// <summary>The lower factor in place of the lower triangle.</summary>
    public static bool Factor(Span<double> a, int n)
    {
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = a[(row * n) + column];
                for (var k = 0; k < column; k++)
                {
                    sum -= a[(row * n) + k] * a[(column * n) + k];
                }

                if (row != column)
                {
                    a[(row * n) + column] = sum / a[(column * n) + column];
                }
                else if (!(sum > 0))
                {
                    return false;
                }
                else
                {
                    a[(row * n) + row] = Math.Sqrt(sum);
                }
            }
        }

        return true;
    }
}
