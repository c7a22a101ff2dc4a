using Marketing.Kernel.Processing;
using Marketing.Model.Trees;

namespace Marketing.Model.Contacts;

/// <summary>The rows of a log of which it is known what came, by action, ready to regress on one target after the other.</summary>
internal sealed class ActionRows
{
    private readonly ContactLog _log;
    private readonly int[][] _rows;
    private readonly float[][] _states;
    private readonly float[][] _weights;

    public ActionRows(ContactLog log)
    {
        var width = log.Features.Count;
        _log = log;
        _rows = [.. Enumerable.Range(0, log.Actions.Count).Select(action => Enumerable.Range(0, log.Rows).Where(row => log.Chosen[row] == action && log.IsKnown(row)).ToArray())];
        _states = Array.ConvertAll(_rows, rows =>
        {
            var states = new float[rows.Length * width];
            for (var i = 0; i < rows.Length; i++)
            {
                log.State(rows[i]).CopyTo(states.AsSpan(i * width));
            }

            return states;
        });
        _weights = Array.ConvertAll(_rows, rows =>
        {
            var weights = new float[rows.Length];
            Array.Fill(weights, 1f);
            return weights;
        });
    }

    /// <summary>Grows trees for each action, for one or more targets at a time, side by side.</summary>
    /// <param name="targets">For each forest, a target a row of the log.</param>
    /// <param name="growths">How each forest is grown.</param>
    /// <param name="cancellation">Stops between two trees.</param>
    /// <returns>For each forest trees by action; null for one without a row.</returns>
    public TreeEnsemble?[][] Grow(double[][] targets, BoostGrowth[] growths, CancellationToken cancellation)
    {
        var (actions, grown) = (_rows.Length, Array.ConvertAll(targets, _ => new TreeEnsemble?[_rows.Length]));
        Parallel.For(0, targets.Length * actions, HeavyWork.Loop(cancellation), i =>
        {
            var (forest, action) = (i / actions, i % actions);
            if (_rows[action].Length > 0)
            {
                var amounts = Array.ConvertAll(_rows[action], row => (float)targets[forest][row]);
                grown[forest][action] = RegressionTrees.Fit(new AmountRows(_log.Features.Count, _states[action], amounts, _weights[action]), growths[forest], cancellation);
            }
        });
        return grown;
    }

    /// <summary>New targets from what the forests say of the next states.</summary>
    /// <param name="forests">Trees by action, for each forest; null before the first, when nothing is expected.</param>
    /// <param name="gamma">What a reward is worth one unit of the clock later.</param>
    /// <param name="next">Value of the next state: row of it, values of each forest by action, one number a forest for the result.</param>
    /// <param name="targets">Targets of each forest, a row each; are overwritten.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Mean absolute change of the targets of the first forest.</returns>
    public double Renew(TreeEnsemble?[][]? forests, double gamma, NextValue next, double[][] targets, CancellationToken cancellation)
    {
        var (actions, changes) = (_rows.Length, new double[_log.Rows]);
        Parallel.For(0, _log.Rows, HeavyWork.Loop(cancellation), row =>
        {
            if (!_log.IsKnown(row))
            {
                return;
            }

            var (values, worth) = (new double[targets.Length * actions], new double[targets.Length]);
            if (!_log.Ends[row] && forests is not null)
            {
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = forests[i / actions][i % actions]?.Score(_log.State(row + 1)) ?? double.NaN;
                }

                next(row + 1, values, worth);
            }

            for (var forest = 0; forest < targets.Length; forest++)
            {
                var target = _log.Rewards[row] + (_log.Ends[row] ? 0 : _log.Discount(row, gamma) * worth[forest]);
                changes[row] = forest == 0 ? Math.Abs(target - targets[0][row]) : changes[row];
                targets[forest][row] = target;
            }
        });
        return changes.Sum() / _rows.Sum(rows => (double)rows.Length);
    }
}

/// <summary>Value of a next state.</summary>
/// <param name="row">Its row.</param>
/// <param name="values">Values of each action by each forest; NaN where nothing is known.</param>
/// <param name="worth">Takes one number a forest.</param>
internal delegate void NextValue(int row, ReadOnlySpan<double> values, Span<double> worth);
