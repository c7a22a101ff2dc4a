using Marketing.Kernel.Processing;
using Marketing.Model.Trees;

namespace Marketing.Model.Contacts;

/// <summary>The rows of a log of which it is known what came, by action, ready to regress on one target after the other.</summary>
internal sealed class ActionRows
{
    /// <summary>Rounds in which the mean change is carried on.</summary>
    public const int CarriedRounds = 5;

    // Without discount and end a sum has none.
    private const double LeastLeft = 1e-3;

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

    /// <summary>
    /// New targets from what the forests say of the next states. In the first rounds what all rows change by in the mean is carried on to its end at once, as MacQueen (1966) and Porteus (1971)
    /// do for value iteration: later rounds need not build it up by <c>1 + γ + γ² ...</c>, and come to the same end.
    /// </summary>
    /// <param name="round">Number of the round, from 1.</param>
    /// <param name="forests">Trees by action, for each forest; null before the first, when nothing is expected.</param>
    /// <param name="gamma">What a reward is worth one unit of the clock later.</param>
    /// <param name="next">Value of the next state: row of it, values of each forest by action, one number a forest for the result.</param>
    /// <param name="targets">Targets of each forest, a row each; are overwritten.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Mean absolute change of the targets of the first forest.</returns>
    public double Renew(int round, TreeEnsemble?[][]? forests, double gamma, NextValue next, double[][] targets, CancellationToken cancellation)
    {
        var (actions, changes, discounts) = (_rows.Length, new double[targets.Length][], new double[_log.Rows]);
        for (var forest = 0; forest < targets.Length; forest++)
        {
            changes[forest] = new double[_log.Rows];
        }

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

            discounts[row] = _log.Ends[row] ? 0 : _log.Discount(row, gamma);
            for (var forest = 0; forest < targets.Length; forest++)
            {
                var target = _log.Rewards[row] + (discounts[row] * worth[forest]);
                changes[forest][row] = target - targets[forest][row];
                targets[forest][row] = target;
            }
        });
        var known = _rows.Sum(rows => (double)rows.Length);
        CarryOn(round, discounts, changes, known, targets);
        return changes[0].Sum(Math.Abs) / known;
    }

    private static void CarryOn(int round, double[] discounts, double[][] changes, double known, double[][] targets)
    {
        var left = 1 - (discounts.Sum() / known);
        for (var forest = 0; forest < targets.Length && round is > 1 and <= CarriedRounds && left > LeastLeft; forest++)
        {
            var all = changes[forest].Sum() / known / left;
            for (var row = 0; row < discounts.Length; row++)
            {
                targets[forest][row] += discounts[row] * all;
            }
        }
    }
}

/// <summary>Value of a next state.</summary>
/// <param name="row">Its row.</param>
/// <param name="values">Values of each action by each forest; NaN where nothing is known.</param>
/// <param name="worth">Takes one number a forest.</param>
internal delegate void NextValue(int row, ReadOnlySpan<double> values, Span<double> worth);
