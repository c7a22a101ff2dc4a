using System.Diagnostics;
using System.Globalization;
using Marketing.Evaluation;
using Marketing.Evaluation.Outlooks;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Outlooks;
using Marketing.Model.Recommenders;
using Marketing.Tests.Support;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// What is foretold of the customers of Online Retail II over 90 days, beside what came: cells of recency and frequency, and the transformer of nights,
/// <c>dotnet run -c Release --project Marketing.Tests -- outlooks test|DATE ... [NAME=VALUE ...]</c>. The test begins on 2011-09-01; what is chosen is chosen on dates before it.
/// </summary>
internal static class RetailOutlooks
{
    public const string Name = "outlooks";

    private const int Days = 90;

    public static void Run(string[] arguments)
    {
        var changed = arguments.Where(word => word.Contains('=', StringComparison.Ordinal)).Select(word => word.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        foreach (var date in arguments.Where(word => !word.Contains('=', StringComparison.Ordinal)))
        {
            var cut = DateTimeOffset.Parse(date == "test" ? "2011-09-01" : date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            var (past, later) = (RetailProtocol.Shop.Snapshot(cut), RetailProtocol.Shop.Snapshot(cut.AddDays(Days)));
            var came = WhatCame.Of(past, later, new Period(cut, cut.AddDays(Days)));
            var cells = new RfmCellsMethod();
            var method = ModelRig.Methods().Single(one => one.Kind == "transformer");
            var given = new Dictionary<string, string>(ModelOptions.OfNights(method.Kind));
            foreach (var (name, value) in changed)
            {
                given[name] = value;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cut:yyyy-MM-dd}: {came.Customers.Length} customers, {came.Away.Average(away => away ? 1.0 : 0):0.000} stayed away"));
            var told = new[]
            {
                Foretold("rfm-cells", () => cells.Fit(past, ParameterValues.Of(cells.Kind, cells.Parameters), null, default)),
                Foretold("transformer", () => (IOutlookModel)method.Fit(past, ParameterValues.Of(method.Kind, method.Parameters, given), null, default)),
            };
            foreach (var result in OutlookFigures.Of(told, new EvaluationOptions(), default))
            {
                Console.WriteLine($"  {result.Kind}, {result.FitSeconds:0} s");
                foreach (var metric in result.Churn.Concat(result.Spend).Concat(result.ChurnGains.Select(gain => gain.Value)).Concat(result.SpendGains.Select(gain => gain.Value)))
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {metric.Name} {metric.Value:0.0000}{(metric.Low is { } low ? $" ({low:0.0000} to {metric.High:0.0000})" : "")}"));
                }

                Console.WriteLine($"    tenths {string.Join(' ', result.Calibration.Select(tenth => string.Create(CultureInfo.InvariantCulture, $"{tenth.Foretold:.00}/{tenth.Came:.00}")))}");
            }

            OutlookFigures.Foretold Foretold(string kind, Func<IOutlookModel> fit)
            {
                var started = Stopwatch.GetTimestamp();
                var model = fit();
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                var outlooks = new CustomerOutlook?[came.Customers.Length];
                model.Foretell(past, came.Customers, outlooks);
                return new OutlookFigures.Foretold(kind, Array.ConvertAll(outlooks, one => one ?? throw new InvalidOperationException("Somebody has nothing that the model knows.")), came, 100, seconds);
            }
        }
    }
}
