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
    private const int BadInput = 2;
    private const string Seed = "seed";

    public Task<LabReport> RecommendAsync(LabQuestion question, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        HeavyWork.Processors = question.Threads ?? Environment.ProcessorCount;
        foreach (var model in new[] { question.Model, question.Against }.OfType<LabModel>())
        {
            Check(model, model == question.Model ? question.Search : new Dictionary<string, IReadOnlyList<string>>());
        }

        return HeavyWork.RunAsync(() => Measure(question, progress, cancellation), cancellation);
    }

    private LabReport Measure(LabQuestion asked, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new Progress("read", 0));
        var (train, test) = (LabFile.Read(asked.Train, cancellation), LabFile.Read(asked.Test, cancellation));
        var shop = new LabShop(train, test);
        progress?.Report(new Progress("read", 1, $"{train.Users.Count:N0} and {test.Users.Count:N0} rows"));
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
                ["evaluated"] = question.Customers.Length,
            },
            Places(lists, question, shop));
    }

    private static (LabMeasured Measured, Ranking Ranking) Both((LabMeasured Measured, Ranking Ranking, RankedLists Lists) all) => (all.Measured, all.Ranking);

    private (LabMeasured Measured, Ranking Ranking, RankedLists Lists) Measure(LabModel model, HeldOut question, LabQuestion asked, EvaluationOptions settings, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        using var process = Process.GetCurrentProcess();
        var (started, processor) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var fitted = methods.Fit(model.Model, question.Past, Seeded(model, asked), progress, cancellation);
        var fit = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        var cpu = (process.TotalProcessorTime - processor).TotalSeconds;
        progress?.Report(new Progress("rank", 0));
        started = Stopwatch.GetTimestamp();
        var lists = RankEveryone.By(fitted, question, cancellation);
        var score = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        var ranking = Ranking.Of(lists, question);
        progress?.Report(new Progress("rank", 1));
        return (new LabMeasured(model.Model, fitted.Parameters, MethodFigures.Figures(ranking, settings), fit, score, cpu, process.PeakWorkingSet64), ranking, lists);
    }

    private double Ndcg(LabModel model, HeldOut question, LabQuestion asked, CancellationToken cancellation)
    {
        var fitted = methods.Fit(model.Model, question.Past, Seeded(model, asked), null, cancellation);
        var lists = RankEveryone.By(fitted, question, cancellation);
        return lists.Customers == 0 ? 0 : Enumerable.Range(0, lists.Customers).Average(i => RankingMetrics.At(lists.Items(i), question.Truth.Row(question.Customers[i]), RankEveryone.Short)!.Value.Ndcg);
    }

    private Dictionary<string, string> Seeded(LabModel model, LabQuestion asked)
    {
        var parameters = new Dictionary<string, string>(model.Parameters);
        if (methods.Parameters(model.Model).Any(parameter => parameter.Name == Seed))
        {
            parameters.TryAdd(Seed, asked.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return parameters;
    }

    private static List<Metric> Paired(Ranking model, Ranking other, EvaluationOptions settings) =>
        new (string Name, double[] Model, double[] Other)[]
        {
            (MethodFigures.Ndcg, model.Ndcg, other.Ndcg),
            ("recall@20", model.Recall, other.Recall),
            ("hit@10", model.Hit, other.Hit),
            ("map@10", model.AveragePrecision, other.AveragePrecision),
        }.Select(pair => MethodFigures.Figure(pair.Name, MethodFigures.Differences(pair.Model, pair.Other), settings)).OfType<Metric>().ToList();

    private static IEnumerable<LabPlace> Places(RankedLists lists, HeldOut question, LabShop shop)
    {
        for (var i = 0; i < lists.Customers; i++)
        {
            for (var rank = 0; rank < lists.Items(i).Length; rank++)
            {
                yield return new LabPlace(shop.Users[question.Customers[i]], rank + 1, shop.Items[lists.Items(i)[rank]], lists.Scores(i)[rank]);
            }
        }
    }

    // A slip is told before a long file is read.
    private void Check(LabModel model, IReadOnlyDictionary<string, IReadOnlyList<string>> search)
    {
        try
        {
            methods.Check(model.Model, model.Parameters);
            foreach (var (name, values) in search)
            {
                foreach (var value in values)
                {
                    methods.Check(model.Model, new Dictionary<string, string> { [name] = value });
                }
            }
        }
        catch (ArgumentException e)
        {
            throw new OperatorException(e.Message.Split(" (Parameter")[0], "'marketing lab recommend --help' lists the models with their parameters.", BadInput);
        }
    }
}
