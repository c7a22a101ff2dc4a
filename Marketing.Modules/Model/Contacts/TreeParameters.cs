using Marketing.Model.Recommenders;
using Marketing.Model.Trees;

namespace Marketing.Model.Contacts;

/// <summary>How trees are grown here, by LightGBM's names.</summary>
internal static class TreeParameters
{
    private const string Trees = "num_trees";
    private const string Leaves = "num_leaves";
    private const string LearningRate = "learning_rate";
    private const string LeastRows = "min_data_in_leaf";
    private const string Ridge = "lambda_l2";
    private const string Rows = "bagging_fraction";

    public static IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Whole(Trees, 40, 1, 10_000),
        MethodParameter.Whole(Leaves, 15, 2, 10_000),
        MethodParameter.Real(LearningRate, 0.15, 1e-4, 1),
        MethodParameter.Whole(LeastRows, 20, 1, 1_000_000),
        MethodParameter.Real(Ridge, 1, 0, 1e6),
        MethodParameter.Real(Rows, 0.8, 0.05, 1),
    ];

    /// <summary>For what the logs choose, and for judging other policies, where no parameters are asked for.</summary>
    public static BoostGrowth Usual(int seed) => Growth(ParameterValues.Of("trees", Parameters), 1, seed);

    public static BoostGrowth Growth(ParameterValues values) => Growth(values, values.Real(Rows), values.Whole(ContactCatalogue.Seed));

    private static BoostGrowth Growth(ParameterValues values, double rows, int seed) =>
        new(values.Whole(Trees), values.Whole(Leaves), values.Real(LearningRate), values.Whole(LeastRows), values.Real(Ridge), 1, rows, seed);
}
