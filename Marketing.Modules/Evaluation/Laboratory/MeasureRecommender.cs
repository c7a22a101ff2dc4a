using System.Diagnostics;
using Marketing.Evaluation.Backtests;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model;
using Microsoft.Extensions.Options;

namespace Marketing.Evaluation.Laboratory;

/// <summary>Files to shop, search, fit, rank, figures.</summary>
internal sealed class MeasureRecommender(IRecommenderMethods methods, IOptions<EvaluationOptions> options) : ILaboratory
{
    private const string Command = "recommend";
    private const int BadInput = 2;

    public Task<LabReport> RecommendAsync(LabQuestion question, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        HeavyWork.Processors = question.Threads ?? Environment.ProcessorCount;
        LabMethods.Check(Command, methods, question.Seed, [.. SuccessiveHalving.Combinations(question.Model, question.Search), .. new[] { question.Against }.OfType<LabModel>()]);
        return HeavyWork.RunAsync(() => Measure(question, progress, cancellation), cancellation);
    }

    // A time under another name would make every row as old as its place.
    private static string NotRead(params LabFile[] files) =>
        files.SelectMany(file => file.NotRead).Distinct().ToList() is { Count: > 0 } names ? $"; not read: {string.Join(", ", names)} (times are named timestamp)" : "";

    private LabReport Measure(LabQuestion asked, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new Progress("read", 0));
        var (train, test) = (LabFile.Read(asked.Train, cancellation), LabFile.Read(asked.Test, cancellation));
        var shop = new LabShop(train, test, asked.Items is { } items ? LabItems.Read(items, cancellation) : null);
        progress?.Report(new Progress("read", 1, $"{train.Users.Count:N0} and {test.Users.Count:N0} rows{NotRead(train, test)}"));
        var trials = new List<LabTrial>();
        var model = asked.Search.Count == 0
            ? asked.Model
            : SuccessiveHalving.Best(asked.Model, asked.Search, (candidate, held) => Ndcg(candidate, held, asked, cancellation), shop, asked.ExcludeSeen, trials, progress);
        var question = shop.Question(asked.ExcludeSeen);
        if (question.Customers.Length == 0)
        {
            throw new OperatorException($"No user of {asked.Test} has anything to be found.", "Name a test file that holds other rows than the training file, or say --exclude-seen false.", BadInput);
        }

        var settings = new EvaluationOptions { BootstrapResamples = options.Value.BootstrapResamples, Seed = asked.Seed };
        var (measured, ranking, lists) = Measure(model, question, asked, settings, progress, cancellation);
        var (other, otherRanking) = asked.Against is { } against ? Both(Measure(against, question, asked, settings, progress, cancellation)) : (null, null);
        return new LabReport(
            measured,
            other,
            otherRanking is null ? [] : Paired(ranking, otherRanking, settings),
            trials,
            new Dictionary<string, long>
            {
                ["train"] = train.Users.Count,
                ["test"] = test.Users.Count,
                ["users"] = shop.Users.Count,
                ["items"] = shop.Items.Count,
                ["test_users"] = test.Users.Distinct().Count(),
                ["evaluated"] = question.Customers.Length,
            },
            shop.Places(lists, question));
    }

    private static (LabMeasured Measured, Ranking Ranking) Both((LabMeasured Measured, Ranking Ranking, RankedLists Lists) all) => (all.Measured, all.Ranking);

    private (LabMeasured Measured, Ranking Ranking, RankedLists Lists) Measure(LabModel model, HeldOut question, LabQuestion asked, EvaluationOptions settings, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var (fitted, fit, cpu) = LabMethods.Timed(() => LabMethods.Fit(Command, methods, model, question.Past, null, asked.Seed, progress, cancellation));
        progress?.Report(new Progress("rank", 0));
        var started = Stopwatch.GetTimestamp();
        var lists = RankEveryone.By(fitted, question, cancellation);
        var score = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var peak = LabMethods.PeakBytes();
        var ranking = Ranking.Of(lists, question);
        progress?.Report(new Progress("rank", 1));
        return (new LabMeasured(model.Model, fitted.Parameters, MethodFigures.Figures(ranking, settings), fit, score, cpu, peak), ranking, lists);
    }

    private double Ndcg(LabModel model, HeldOut question, LabQuestion asked, CancellationToken cancellation)
    {
        var fitted = LabMethods.Fit(Command, methods, model, question.Past, null, asked.Seed, null, cancellation);
        var lists = RankEveryone.By(fitted, question, cancellation);
        return lists.Customers == 0 ? 0 : Enumerable.Range(0, lists.Customers).Average(i => RankingMetrics.At(lists.Items(i), question.Truth.Row(question.Customers[i]), RankEveryone.Short)!.Value.Ndcg);
    }

    private static List<Metric> Paired(Ranking model, Ranking other, EvaluationOptions settings) =>
        new (string Name, double[] Model, double[] Other)[]
        {
            (MethodFigures.Ndcg, model.Ndcg, other.Ndcg),
            ("recall@20", model.Recall, other.Recall),
            ("hit@10", model.Hit, other.Hit),
            ("map@10", model.AveragePrecision, other.AveragePrecision),
        }.Select(pair => MethodFigures.Figure(pair.Name, MethodFigures.Differences(pair.Model, pair.Other), settings)).OfType<Metric>().ToList();
}
