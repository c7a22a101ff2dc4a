using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Components.Pages.Models;

/// <summary>Costs of training in words: amounts are often far below the smallest coin.</summary>
internal static class ComputeWords
{
    private const decimal Visible = 0.01m;
    private const int Digits = 2;

    /// <summary>An amount in the shop's currency with as many decimals as its first two digits need.</summary>
    public static string Cost(Display display, decimal? amount)
    {
        if (amount is not { } value)
        {
            return Numerals.Nothing;
        }

        var decimals = value is 0 or >= Visible ? Digits : Math.Min(10, Digits - 1 - (int)Math.Floor(Math.Log10((double)value)));
        return display.Symbol(display.Currency) + Numerals.Decimal(value, decimals);
    }

    /// <summary>An amount in the shop's currency for whoever only looks: below the smallest coin it is said to be under that.</summary>
    public static string CostInWords(Words words, Display display, decimal? amount)
    {
        var coin = new Money(1, display.Currency).Major;
        return amount > 0 && amount < coin ? words["Compute.Under", display.Money(1)] : Cost(display, amount);
    }

    /// <summary>Name of a method, and what for where it is not for recommendations.</summary>
    public static string Name(Words words, MethodCost method) => method.Purpose == ModelPurposes.Recommend
        ? Phrases.Method(words, method.Kind)
        : words["Compute.NameFor", Phrases.Method(words, method.Kind), Phrases.Named(words, "Compute.For.", method.Purpose)];

    /// <summary>How many trainings gave no version; empty for none.</summary>
    public static string Others(Words words, Display display, MethodCost method) =>
        method.WithoutVersion == 0 ? "" : words["Compute.Others", display.Number(method.WithoutVersion)];

    /// <summary>What the latest turn chose for a method, with the numbers.</summary>
    public static string Choice(Words words, Display display, MethodCost method, ComputeReport report) => method.Choice switch
    {
        null => Numerals.Nothing,
        { Choice: TrainingChoiceKind.Skipped, Best: { } best } choice => words[
            "Compute.SkippedText",
            choice.Measured,
            display.WithInterval(best.Value, best.Low, best.High, value => display.Number(value, 4)),
            display.Date(method.SkippedSince ?? choice.At),
            choice.Skipped,
            report.TryAgainAfter],
        { Choice: TrainingChoiceKind.Trained or TrainingChoiceKind.TriedAgain or TrainingChoiceKind.Forced } when method.IsChampion => words["Compute.Won"],
        { Choice: var choice } => words[$"Compute.Choice.{choice}"],
    };

    /// <summary>A horizontal bar a method for its cost, one for its gain in NDCG@10, each on a scale of its own; the greatest gain a cost first.</summary>
    public static object Chart(Words words, IReadOnlyList<MethodCost> methods)
    {
        var names = methods.Select(method => Name(words, method)).ToList();
        return new
        {
            legend = new { data = new[] { words["Compute.CpuHead"], words["Compute.GainHead"] } },
            grid = new { top = 56, bottom = 40, left = 24 },
            xAxis = new object[]
            {
                new { type = "value", name = words["Compute.CpuHead"], nameLocation = "middle", nameGap = 28, splitNumber = 4, axisLabel = new { formatter = "@numberShort" } },
                new { type = "value", position = "top", splitNumber = 4, splitLine = new { show = false }, axisLabel = new { formatter = "@decimal" } },
            },
            yAxis = new { type = "category", inverse = true, data = names, axisLabel = new { hideOverlap = false, interval = 0, width = 150, overflow = "break", lineHeight = 15 } },
            tooltip = new { trigger = "item", formatter = "@point" },
            series = new object[]
            {
                new { name = words["Compute.CpuHead"], type = "bar", xAxisIndex = 0, data = methods.Select((method, i) => new object[] { method.CpuSeconds, names[i] }) },
                new { name = words["Compute.GainHead"], type = "bar", xAxisIndex = 1, data = methods.Select((method, i) => new object[] { method.Purpose == ModelPurposes.Recommend && method.Gain is { } gain ? gain.Value : double.NaN, names[i] }) },
            },
        };
    }

    /// <summary>Methods by what they bring for what they cost: gains above 0 with certainty by their price first, then the others, the dearest last.</summary>
    public static IReadOnlyList<MethodCost> Ranked(IReadOnlyList<MethodCost> methods) =>
        [.. methods.OrderBy(method => method.CostOfPoint is null).ThenBy(method => method.CostOfPoint).ThenBy(method => method.CpuSeconds)];
}
