using System.Diagnostics;
using System.Globalization;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Evaluation.Backtests;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Tests.Support;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// Methods on Online Retail II, both variants of the reference protocol, the later ones compared with the first on the same customers:
/// <c>dotnet run -c Release --project Marketing.Tests -- retail validation|test|DATE KIND [nights] [NAME=VALUE ...] [vs KIND ...]</c>. A date is the cut of another window of three months;
/// <c>nights</c> takes the parameters of nights. What is chosen is chosen on windows before that of the test.
/// </summary>
internal static class RetailRanking
{
    public const string Name = "retail";

    private static readonly DateTimeOffset Cut = new(2011, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EvaluationOptions Options = new();

    public static void Run(string[] arguments)
    {
        var cut = arguments[0] switch
        {
            "test" => Cut,
            "validation" => Cut.AddMonths(-3),
            var date => DateTimeOffset.Parse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        };
        var (past, later) = (RetailProtocol.Shop.Snapshot(cut), RetailProtocol.Shop.Snapshot(cut.AddMonths(3)));
        var models = Split([.. arguments.Skip(1)]).ConvertAll(words => (Name: string.Join(' ', words), Model: Fit(past, words)));
        foreach (var onlyNew in (bool[])[false, true])
        {
            var question = HeldOut.Of(past, later, new Period(cut, cut.AddMonths(3)), onlyNew);
            double[]? first = null;
            foreach (var (name, model) in models)
            {
                var started = Stopwatch.GetTimestamp();
                var ranking = Ranking.Of(RankEveryone.By(model, question, default), question);
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"({(onlyNew ? "ii" : "i")}) {name}: {Shown("ndcg@10", ranking.Ndcg)}, {Shown("recall@20", ranking.Recall)}; ranking {seconds:0.0} s"));
                if (first is not null)
                {
                    Console.WriteLine($"     against the first {Shown("ndcg@10", MethodFigures.Differences(ranking.Ndcg, first))}");
                }

                first ??= ranking.Ndcg;
            }
        }
    }

    private static StoredRecommender Fit(ShopSnapshot past, string[] words)
    {
        var method = ModelRig.Methods().Single(one => one.Kind == words[0]);
        var given = new Dictionary<string, string>(words.Contains("nights") ? ModelOptions.OfNights(words[0]) : []);
        foreach (var pair in words.Skip(1).Where(word => word != "nights").Select(word => word.Split('=')))
        {
            given[pair[0]] = pair[1];
        }

        var started = Stopwatch.GetTimestamp();
        var model = method.Fit(past, ParameterValues.Of(method.Kind, method.Parameters, given), new Lines(), default);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', words)}: fit {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s"));
        return model;
    }

    private static List<string[]> Split(string[] words)
    {
        var (methods, from) = (new List<string[]>(), 0);
        for (var i = 0; i <= words.Length; i++)
        {
            if (i == words.Length || words[i] == "vs")
            {
                methods.Add(words[from..i]);
                from = i + 1;
            }
        }

        return methods;
    }

    private static string Shown(string name, double[] values) =>
        MethodFigures.Figure(name, values, Options) is { } metric ? string.Create(CultureInfo.InvariantCulture, $"{name} {metric.Value:0.00000} ({metric.Low:0.00000} to {metric.High:0.00000})") : name;

    private sealed class Lines : IProgress<Progress>
    {
        private readonly Stopwatch _since = Stopwatch.StartNew();

        public void Report(Progress value)
        {
            if (_since.Elapsed.TotalSeconds > 10 || value.Note?.Contains("validation", StringComparison.Ordinal) is true)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Share:0%} {value.Note}"));
                _since.Restart();
            }
        }
    }
}
