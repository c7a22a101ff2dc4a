using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Contacts;

/// <summary>
/// Q-learning in a table (Watkins and Dayan 1992): <c>Q(s, a) += α (r + γ max Q(s', a') - Q(s, a))</c> over the logged steps again and again, with
/// <c>α = n⁻ᵚ</c> by the visits of the cell and action, between the bounds that make it converge (Even-Dar and Mansour 2003, theorem 2). The maximum goes over
/// actions with enough rows in the next cell; where there is none, the log's own next action stands for it.
/// </summary>
internal sealed class QTable : ContactModel
{
    private const string Gamma = "gamma";
    private const string Bins = "bins";
    private const string Passes = "passes";
    private const string Omega = "omega";
    private const string Tolerance = "tolerance";

    // Beyond, cells cannot be numbered.
    private const double MostCells = 1L << 62;

    private readonly QuantileBins _bins;
    private readonly SupportTerms _terms;
    private readonly Dictionary<long, int> _cells;
    private readonly int _actions;
    private readonly double[] _q;
    private readonly long[] _rows;
    private readonly long[] _all;

    private QTable(QuantileBins bins, SupportTerms terms, int actions, Dictionary<long, int> cells, double[] q, long[] rows)
    {
        (_bins, _terms, _actions, _cells, _q, _rows, _all) = (bins, terms, actions, cells, q, rows, new long[actions]);
        for (var i = 0; i < rows.Length; i++)
        {
            _all[i % actions] += rows[i];
        }
    }

    public static IReadOnlyList<MethodParameter> Own { get; } =
    [
        MethodParameter.Real(Gamma, 0.95, 0, 1),
        MethodParameter.Whole(Bins, 4, 2, 1000),
        MethodParameter.Whole(Passes, 200, 1, 100_000),
        MethodParameter.Real(Omega, 0.6, 0.51, 1),
        MethodParameter.Real(Tolerance, 1e-4, 0, 1),
    ];

    public static QTable Fit(ContactLog log, ParameterValues values, SupportTerms terms, int seed, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var bins = QuantileBins.Learn(log, values.Whole(Bins));
        if (bins.Cells > MostCells)
        {
            throw new UnfitMethodException("q-table", $"A table of {values.Whole(Bins)} bins of each of {log.Features.Count} features has more cells than can be numbered.", $"Give fewer {Bins} or fewer features, or choose fitted-q.");
        }

        var (actions, cells, at) = (log.Actions.Count, new Dictionary<long, int>(), new int[log.Rows]);
        for (var row = 0; row < log.Rows; row++)
        {
            var cell = bins.Cell(log.State(row));
            cells.TryAdd(cell, cells.Count);
            at[row] = cells[cell];
        }

        var rows = new long[cells.Count * actions];
        for (var row = 0; row < log.Rows; row++)
        {
            rows[(at[row] * actions) + log.Chosen[row]] += log.IsKnown(row) ? 1 : 0;
        }

        var table = new QTable(bins, terms, actions, cells, new double[rows.Length], rows);
        table.Learn(log, at, values, seed, progress, cancellation);
        return table;
    }

    public override void Values(ReadOnlySpan<float> state, Span<double> q)
    {
        q.Fill(double.NaN);
        if (_cells.TryGetValue(_bins.Cell(state), out var cell))
        {
            for (var a = 0; a < _actions; a++)
            {
                q[a] = _rows[(cell * _actions) + a] > 0 ? _q[(cell * _actions) + a] : double.NaN;
            }
        }
    }

    public override void Support(ReadOnlySpan<float> state, Span<double> shares, Span<string?> exclusions)
    {
        var known = _cells.TryGetValue(_bins.Cell(state), out var cell);
        shares.Clear();
        Support(known ? cell : -1, shares, exclusions);
    }

    public override void Write(BinaryWriter writer)
    {
        _bins.Write(writer);
        writer.Write(_cells.Count);
        foreach (var (cell, at) in _cells.OrderBy(one => one.Value))
        {
            writer.Write(cell);
            for (var a = 0; a < _actions; a++)
            {
                writer.Write(_q[(at * _actions) + a]);
                writer.Write(_rows[(at * _actions) + a]);
            }
        }
    }

    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public static QTable Read(BinaryReader reader, int features, int actions, SupportTerms terms)
    {
        var bins = QuantileBins.Read(reader, features);
        var (count, size) = (reader.ReadInt32(), (long)sizeof(long) * (1 + (2 * actions)));
        if (count < 0 || count * size != reader.BaseStream.Length - reader.BaseStream.Position)
        {
            throw new InvalidDataException($"A table of {count} cells does not fit into the file.");
        }

        var (cells, q, rows) = (new Dictionary<long, int>(count), new double[count * actions], new long[count * actions]);
        for (var i = 0; i < q.Length; i++)
        {
            if (i % actions == 0 && !cells.TryAdd(reader.ReadInt64(), cells.Count))
            {
                throw new InvalidDataException("A cell of the table stands twice.");
            }

            (q[i], rows[i]) = (reader.ReadDouble(), reader.ReadInt64());
            if (!double.IsFinite(q[i]) || rows[i] < 0)
            {
                throw new InvalidDataException("A value of the table is not finite.");
            }
        }

        return new QTable(bins, terms, actions, cells, q, rows);
    }

    private void Support(int cell, Span<double> shares, Span<string?> exclusions)
    {
        var total = 0L;
        for (var a = 0; a < _actions && cell >= 0; a++)
        {
            total += _rows[(cell * _actions) + a];
        }

        for (var a = 0; a < _actions; a++)
        {
            var rows = total == 0 ? 0 : _rows[(cell * _actions) + a];
            shares[a] = total == 0 ? 0 : (double)rows / total;
            exclusions[a] = _all[a] == 0 ? ContactExclusion.NeverLogged : total == 0 ? ContactExclusion.UnseenState : rows < Math.Max(1, _terms.LeastRows) ? ContactExclusion.TooFewRows : null;
        }

        _terms.Exclude(shares, exclusions);
    }

    private void Learn(ContactLog log, int[] at, ParameterValues values, int seed, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var (gamma, omega, least) = (values.Real(Gamma), values.Real(Omega), values.Real(Tolerance) * TemporalDifference.Spread(log));
        var (allowed, visits, before) = (Allowed(), new long[_q.Length], new double[_q.Length]);
        var (order, random, next) = (Enumerable.Range(0, log.Starts.Length - 1).ToArray(), new SeededRandom((ulong)seed), new double[_actions]);
        for (var pass = 1; pass <= values.Whole(Passes); pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            _q.CopyTo(before, 0);
            Shuffle(order, random);
            foreach (var one in order)
            {
                // From the last step on, so that what was learned of it reaches the first in the same pass.
                for (var row = log.Starts[one + 1] - 1; row >= log.Starts[one]; row--)
                {
                    if (log.IsKnown(row))
                    {
                        var own = (at[row] * _actions) + log.Chosen[row];
                        var target = TemporalDifference.Target(log.Rewards[row], log.Ends[row] ? 0 : log.Discount(row, gamma), log.Ends[row] ? [] : Next(at[row + 1], log.Chosen[row + 1], allowed, next));
                        _q[own] += Math.Pow(++visits[own], -omega) * (target - _q[own]);
                    }
                }
            }

            var change = Enumerable.Range(0, _q.Length).Max(i => Math.Abs(_q[i] - before[i]));
            progress?.Report(new Progress("q-table", pass / (double)values.Whole(Passes)));
            if (change <= least)
            {
                break;
            }
        }
    }

    // Values of what may be chosen in a cell, or of what the log chose there.
    private ReadOnlySpan<double> Next(int cell, int logged, bool[] allowed, double[] next)
    {
        var count = 0;
        for (var a = 0; a < _actions; a++)
        {
            if (allowed[(cell * _actions) + a])
            {
                next[count++] = _q[(cell * _actions) + a];
            }
        }

        if (count == 0)
        {
            next[count++] = _q[(cell * _actions) + logged];
        }

        return next.AsSpan(0, count);
    }

    private bool[] Allowed()
    {
        var (allowed, shares, exclusions) = (new bool[_q.Length], new double[_actions], new string?[_actions]);
        for (var cell = 0; cell < _cells.Count; cell++)
        {
            Support(cell, shares, exclusions);
            for (var a = 0; a < _actions; a++)
            {
                allowed[(cell * _actions) + a] = exclusions[a] is null;
            }
        }

        return allowed;
    }

    private static void Shuffle(int[] order, SeededRandom random)
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
