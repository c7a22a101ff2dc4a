using System.Diagnostics;
using System.Globalization;
using Marketing.Evaluation;
using Marketing.Evaluation.Backtests;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Tests.Support;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// A method on Online Retail II, both variants of the reference protocol: <c>dotnet run -c Release --project Marketing.Tests -- retail validation|test|DATE KIND [NAME=VALUE ...]</c>;
/// a date is the cut of another window of three months. What is chosen is chosen on windows before that of the test.
/// </summary>
internal static class RetailRanking
{
    public const string Name = "retail";

    private static readonly DateTimeOffset Cut = new(2011, 9, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Run(string[] arguments)
    {
        var cut = arguments[0] switch
        {
            "test" => Cut,
            "validation" => Cut.AddMonths(-3),
            var date => DateTimeOffset.Parse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        };
        var (past, later) = (RetailProtocol.Shop.Snapshot(cut), RetailProtocol.Shop.Snapshot(cut.AddMonths(3)));
        var method = ModelRig.Methods().Single(one => one.Kind == arguments[1]);
        var given = arguments.Skip(2).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        var started = Stopwatch.GetTimestamp();
        var model = method.Fit(past, ParameterValues.Of(method.Kind, method.Parameters, given), new Lines(), default);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fit {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s"));
        foreach (var onlyNew in (bool[])[false, true])
        {
            var question = HeldOut.Of(past, later, new Period(cut, cut.AddMonths(3)), onlyNew);
            started = Stopwatch.GetTimestamp();
            var ranking = Ranking.Of(RankEveryone.By(model, question, default), question);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"({(onlyNew ? "ii" : "i")}) ndcg@10 {ranking.Ndcg.Average():0.00000} recall@20 {ranking.Recall.Average():0.00000}, {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s"));
        }
    }

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
