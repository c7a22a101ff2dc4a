using Marketing.Evaluation.Backtests;
using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Evaluation.Outlooks;

/// <summary>Figures of the methods with their intervals, and how far each is ahead of each other on the same customers.</summary>
internal static class OutlookFigures
{
    internal const string LogLoss = "log_loss";
    internal const string Deviance = "tweedie_deviance";
    internal const string SumRatio = "sum_ratio";
    private const int Tenths = 10;

    /// <summary>What a method foretold of every customer, with what it lost by it.</summary>
    internal sealed class Foretold
    {
        /// <param name="kind">Method.</param>
        /// <param name="outlooks">One a customer.</param>
        /// <param name="came">What came.</param>
        /// <param name="minor">Minor units in a unit of the currency.</param>
        /// <param name="fitSeconds">Time to fit.</param>
        public Foretold(string kind, CustomerOutlook[] outlooks, WhatCame came, double minor, double fitSeconds)
        {
            (Kind, FitSeconds) = (kind, fitSeconds);
            Churn = Array.ConvertAll(outlooks, one => one.Churn);
            Spend = Array.ConvertAll(outlooks, one => one.Spend / minor);
            Spent = Array.ConvertAll(came.Spend, spent => spent / minor);
            Away = came.Away;
            (Loss, Square, Error, Deviance) = (new double[outlooks.Length], new double[outlooks.Length], new double[outlooks.Length], new double[outlooks.Length]);
            for (var i = 0; i < outlooks.Length; i++)
            {
                var (p, y) = (Churn[i], Away[i] ? 1.0 : 0.0);
                Loss[i] = -Math.Log(Math.Clamp(Away[i] ? p : 1 - p, BinaryMetrics.Least, 1 - BinaryMetrics.Least));
                Square[i] = (p - y) * (p - y);
                Error[i] = Math.Abs(Spend[i] - Spent[i]);
                Deviance[i] = SpendErrors.TweedieDeviance(Spend[i], Spent[i], 1 / minor);
            }
        }

        public string Kind { get; }

        public double FitSeconds { get; }

        public double[] Churn { get; }

        public double[] Spend { get; }

        public double[] Spent { get; }

        public bool[] Away { get; }

        public double[] Loss { get; }

        public double[] Square { get; }

        public double[] Error { get; }

        public double[] Deviance { get; }
    }

    /// <summary>One result a method.</summary>
    public static List<OutlookResult> Of(IReadOnlyList<Foretold> methods, EvaluationOptions options, CancellationToken cancellation) =>
        [.. methods.Select(method =>
        {
            cancellation.ThrowIfCancellationRequested();
            var tenths = Calibration(method.Churn, method.Away);
            return new OutlookResult(method.Kind, OfChurn(method, tenths, options), OfSpend(method, options), Gains(one => one.Loss, LogLoss), Gains(one => one.Deviance, Deviance), tenths, method.FitSeconds);

            Dictionary<string, Metric> Gains(Func<Foretold, double[]> loss, string name) => methods.Where(other => other != method)
                .Select(other => (other.Kind, Gain: MethodFigures.Figure($"{name} gain", MethodFigures.Differences(loss(other), loss(method)), options)))
                .Where(pair => pair.Gain is not null)
                .ToDictionary(pair => pair.Kind, pair => pair.Gain!);
        })];

    /// <summary>Customers by their foretold probability in ten parts of equal size, the likeliest to stay first; fewer parts of fewer customers.</summary>
    public static List<CalibrationTenth> Calibration(double[] foretold, bool[] away)
    {
        var order = Enumerable.Range(0, foretold.Length).ToArray();
        Array.Sort(order, (a, b) => foretold[a].CompareTo(foretold[b]) is not 0 and var by ? by : a.CompareTo(b));
        var tenths = new List<CalibrationTenth>();
        for (var part = 0; part < Tenths; part++)
        {
            var own = order.AsSpan((int)((long)order.Length * part / Tenths)..(int)((long)order.Length * (part + 1) / Tenths));
            if (own.Length > 0)
            {
                var (sum, stayed) = (0.0, 0);
                foreach (var i in own)
                {
                    (sum, stayed) = (sum + foretold[i], stayed + (away[i] ? 1 : 0));
                }

                tenths.Add(new CalibrationTenth(own.Length, sum / own.Length, stayed / (double)own.Length));
            }
        }

        return tenths;
    }

    private static List<Metric> OfChurn(Foretold method, List<CalibrationTenth> tenths, EvaluationOptions options)
    {
        if (method.Loss.Length == 0)
        {
            return [];
        }

        var figures = new List<Metric> { MethodFigures.Figure(LogLoss, method.Loss, options)!, MethodFigures.Figure("brier", method.Square, options)! };
        if (new BinaryMetrics(method.Churn, method.Away).Figures() is { } both)
        {
            figures.Add(new Metric("auc", both.Auc));
        }

        figures.Add(new Metric("calibration_error", tenths.Sum(tenth => tenth.Customers * Math.Abs(tenth.Foretold - tenth.Came)) / method.Loss.Length));
        return figures;
    }

    private static List<Metric> OfSpend(Foretold method, EvaluationOptions options)
    {
        if (method.Error.Length == 0)
        {
            return [];
        }

        var figures = new List<Metric> { MethodFigures.Figure(Deviance, method.Deviance, options)!, MethodFigures.Figure("mae", method.Error, options)!, new("rmsle", SpendErrors.RootMeanSquaredLog(method.Spend, method.Spent)) };
        if (SpendErrors.NormalisedGini(method.Spend, method.Spent) is { } gini)
        {
            figures.Add(new Metric("gini_normalised", gini));
        }

        if (method.Spent.Sum() is > 0 and var came)
        {
            figures.Add(new Metric(SumRatio, method.Spend.Sum() / came));
        }

        return figures;
    }
}
