using Marketing.Evaluation.Backtests;
using Marketing.Kernel;

namespace Marketing.Evaluation.Laboratory;

/// <summary>
/// Successive halving (Jamieson and Talwalkar 2016, alg. 1) with a third kept in each round: all combinations are tried on few users,
/// the best third on three times as many, and so on; the last round has all users. What is held out are the latest rows of each user.
/// </summary>
internal static class SuccessiveHalving
{
    private const int Keep = 3;
    private const double HeldOutShare = 0.2;

    // Below this a round says more about chance than about parameters.
    private const int FewestUsers = 300;

    /// <param name="model">Method, and what is not searched.</param>
    /// <param name="search">Values by parameter.</param>
    /// <param name="judge">NDCG@10 of a model on what was held out.</param>
    /// <param name="shop">The training file.</param>
    /// <param name="excludeSeen">Whether what a user has is kept out of the ranking.</param>
    /// <param name="trials">Receives every step.</param>
    /// <param name="progress">Takes reports, or null.</param>
    public static LabModel Best(LabModel model, IReadOnlyDictionary<string, IReadOnlyList<string>> search, Func<LabModel, HeldOut, double> judge, LabShop shop, bool excludeSeen, List<LabTrial> trials, IProgress<Progress>? progress)
    {
        var candidates = Combinations(model, search);
        var rounds = Rounds(candidates.Count, shop.Users.Count);
        for (var round = rounds - 1; round >= 0 && (candidates.Count > 1 || round == rounds - 1); round--)
        {
            // Every Keep^round-th user.
            var step = (int)Math.Pow(Keep, round);
            var held = shop.Validation(user => user % step == 0, HeldOutShare, excludeSeen);
            var judged = new List<(LabModel Model, double Ndcg)>();
            foreach (var candidate in candidates)
            {
                progress?.Report(new Progress("search", judged.Count / (double)candidates.Count, $"{candidates.Count} on {(shop.Users.Count + step - 1) / step:N0} users"));
                judged.Add((candidate, judge(candidate, held)));
                trials.Add(new LabTrial(candidate.Parameters, (shop.Users.Count + step - 1) / step, judged[^1].Ndcg));
            }

            candidates = [.. judged.OrderByDescending(one => one.Ndcg).Take(round == 0 ? 1 : (judged.Count + Keep - 1) / Keep).Select(one => one.Model)];
        }

        progress?.Report(new Progress("search", 1));
        return candidates[0];
    }

    private static int Rounds(int candidates, int users)
    {
        var rounds = 1;
        for (var left = candidates; left > 1 && users / Math.Pow(Keep, rounds) >= FewestUsers; left = (left + Keep - 1) / Keep)
        {
            rounds++;
        }

        return rounds;
    }

    /// <summary>Everything that a search tries; the model alone where nothing is searched.</summary>
    public static List<LabModel> Combinations(LabModel model, IReadOnlyDictionary<string, IReadOnlyList<string>> search)
    {
        IEnumerable<Dictionary<string, string>> all = [new Dictionary<string, string>(model.Parameters)];
        foreach (var (name, values) in search)
        {
            all = all.SelectMany(one => values.Select(value => new Dictionary<string, string>(one) { [name] = value }));
        }

        return [.. all.Select(parameters => new LabModel(model.Model, parameters))];
    }
}
