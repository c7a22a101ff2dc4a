using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model;

namespace Marketing.Evaluation.OffPolicy;

/// <summary>
/// Reward model by logistic regression over action, position and context, cross-fitted (Chernozhukov et al. 2018): what is expected of a row comes
/// from a model that has not seen the row, so that its error and the row's reward are independent.
/// </summary>
internal sealed class RegressedRewards
{
    public const int Folds = 3;
    public const string Method = "logistic";
    public const double Ridge = 1;

    private const int ChunkRows = 1 << 16;

    private readonly ITableMethods _methods;
    private readonly TableData _context;
    private readonly int[] _actions;
    private readonly int[] _positions;
    private readonly ReadOnlyMemory<bool> _rewards;
    private readonly PolicyTable _policy;
    private readonly string[] _levels;

    /// <param name="methods">Methods on tables.</param>
    /// <param name="context">Context of each row, without action and position.</param>
    /// <param name="actions">Action of each row.</param>
    /// <param name="positions">Position of each row; empty where there is one only.</param>
    /// <param name="rewards">Reward of each row, as yes or no.</param>
    /// <param name="policy">The policy that is asked about.</param>
    public RegressedRewards(ITableMethods methods, TableData context, int[] actions, int[] positions, ReadOnlyMemory<bool> rewards, PolicyTable policy)
    {
        (_methods, _context, _actions, _positions, _rewards, _policy) = (methods, context, actions, positions, rewards, policy);
        _levels = [.. Enumerable.Range(0, Math.Max(policy.Actions, policy.Positions)).Select(level => $"{level}")];
    }

    /// <summary>A fold for each row, of sizes that differ by one at most.</summary>
    public static int[] Deal(int rows, SeededRandom random)
    {
        var folds = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            folds[row] = row % Folds;
        }

        for (var row = rows - 1; row > 0; row--)
        {
            var other = random.NextInt(row + 1);
            (folds[row], folds[other]) = (folds[other], folds[row]);
        }

        return folds;
    }

    /// <summary>Fits a model for each fold on the others.</summary>
    /// <param name="folds">Fold of each row.</param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Reward expected of what was chosen, and where the policy chooses, a row.</returns>
    public (double[] Chosen, double[] Expected) Fit(int[] folds, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        double[] chosen = new double[folds.Length], expected = new double[folds.Length];
        foreach (var fold in Enumerable.Range(0, Folds))
        {
            int[] learn = [.. folds.Index().Where(row => row.Item != fold).Select(row => row.Index)], told = [.. folds.Index().Where(row => row.Item == fold).Select(row => row.Index)];
            bool[] labels = [.. learn.Select(row => _rewards.Span[row])];
            progress?.Report(new Progress("fit", (double)fold / Folds));
            if (labels.Contains(true) && labels.Contains(false))
            {
                var model = _methods.Fit(Method, Rows(learn, row => _actions[row]), labels, new Dictionary<string, string>(), null, cancellation);
                Tell(model, told, chosen, expected, cancellation);
                continue;
            }

            // All alike: what is expected is what always came, or nearly.
            var always = ((labels.Contains(true) ? labels.Length : 0) + 0.5) / (labels.Length + 1);
            Array.ForEach(told, row => (chosen[row], expected[row]) = (always, always));
        }

        progress?.Report(new Progress("fit", 1));
        return (chosen, expected);
    }

    // Every action for every row, some rows at a time.
    private void Tell(ITableModel model, int[] rows, double[] chosen, double[] expected, CancellationToken cancellation)
    {
        var actions = _policy.Actions;
        var chunk = Math.Max(1, ChunkRows / actions);
        Parallel.For(0, (rows.Length + chunk - 1) / chunk, HeavyWork.Loop(cancellation), part =>
        {
            var some = rows.AsSpan(part * chunk, Math.Min(chunk, rows.Length - (part * chunk))).ToArray();
            int[] every = new int[some.Length * actions];
            for (var i = 0; i < every.Length; i++)
            {
                every[i] = some[i / actions];
            }

            var at = 0;
            var told = new double[every.Length];
            model.Score(Rows(every, _ => at++ % actions), told);
            for (var i = 0; i < told.Length; i++)
            {
                var (row, action) = (every[i], i % actions);
                chosen[row] = action == _actions[row] ? told[i] : chosen[row];
                expected[row] += _policy[action, _positions.Length == 0 ? 0 : _positions[row]] * told[i];
            }
        });
    }

    private TableData Rows(int[] rows, Func<int, int> action)
    {
        var categories = new List<CategoryColumn> { new("action", Array.ConvertAll(rows, row => action(row)), _levels[.._policy.Actions]) };
        if (_policy.Positions > 1 && _positions.Length > 0)
        {
            categories.Add(new CategoryColumn("position", Array.ConvertAll(rows, row => _positions[row]), _levels[.._policy.Positions]));
        }

        categories.AddRange(_context.Categories.Select(column => new CategoryColumn(column.Name, Array.ConvertAll(rows, row => column.Codes.Span[row]), column.Levels)));
        return new TableData(rows.Length, [.. _context.Numbers.Select(column => new NumberColumn(column.Name, Array.ConvertAll(rows, row => column.Values.Span[row])))], categories);
    }
}
