using System.Globalization;
using Marketing.App.Resources;
using Marketing.Evaluation;

namespace Marketing.App.Commands;

/// <summary>The first steps of what is foretold of the first series, for people: a small table a series.</summary>
internal static class ForecastTable
{
    private const int MostSeries = 3;
    private const int MostSteps = 10;

    /// <summary>Prints them.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="steps">What is foretold, series by series.</param>
    /// <param name="series">Series that are foretold.</param>
    public static void Print(TextWriter output, IEnumerable<ForecastStep> steps, long series)
    {
        var (shown, name, count) = (0, (string?)null, 0);
        foreach (var step in steps)
        {
            if (step.Series != name)
            {
                Rest(output, count);
                (name, count) = (step.Series, 0);
                if (++shown > MostSeries)
                {
                    output.WriteLine($"... and {Numerals.Whole(series - MostSeries)} more series");
                    return;
                }

                output.WriteLine($"{name,-24}{"mean",14}  80 % interval{"",17}95 % interval");
            }

            if (++count <= MostSteps)
            {
                output.WriteLine($"  step {step.Step,-6}{"",11}{Number(step.Mean),14}  {Interval(step.Low80, step.High80),-30}{Interval(step.Low95, step.High95)}".TrimEnd());
            }
        }

        Rest(output, count);
    }

    private static void Rest(TextWriter output, int count)
    {
        if (count > MostSteps)
        {
            output.WriteLine($"  ... {Numerals.Whole(count - MostSteps)} more steps");
        }
    }

    private static string Interval(double? low, double? high) => low is { } from && high is { } to ? $"{Number(from)} to {Number(to)}" : Numerals.Nothing;

    private static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1e15 or < 1e-4 => value.ToString("0.####E+0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("#,0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
