using System.Globalization;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Model;

namespace Marketing.App.Components.Pages.Models;

/// <summary>Trainings in words.</summary>
internal static class TrainingWords
{
    private const string Epochs = "epochs";
    private const char Unbroken = '\u00a0';

    /// <summary>Time from start to end, or until now where it is at work.</summary>
    /// <param name="display">Forms.</param>
    /// <param name="training">Which.</param>
    /// <param name="now">System time.</param>
    public static string Took(Display display, LongTraining training, DateTimeOffset now) =>
        display.Duration((training.Ended ?? (training.State == TrainingState.Running ? now : null)) - training.Started);

    /// <summary>How far it is: the share, and the pass over the data of how many where that is known; empty while it cannot be told.</summary>
    public static string Progress(Words words, Display display, LongTraining training, LiveTraining? live)
    {
        string?[] parts = [live?.Share is { } share ? display.Percent(share, 0).Replace(' ', Unbroken) : null, live?.Last is { } last ? Pass(words, display, training, last) : null];
        return string.Join(" · ", parts.OfType<string>());
    }

    /// <summary>The pass over the data that is at work, of how many where the parameters say it.</summary>
    public static string Pass(Words words, Display display, LongTraining training, CurvePoint point) =>
        training.Parameters.TryGetValue(Epochs, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var epochs) && epochs >= point.Epoch
            ? words["Trainings.PassOf", display.Number(point.Epoch), display.Number(epochs)]
            : words["Trainings.Pass", display.Number(point.Epoch)];

    /// <summary>Name of the metric by which it is validated; empty where its method has none.</summary>
    public static string Metric(Words words, LongTraining training) => Phrases.Named(words, "Models.Metric.", training.Metric);

    /// <summary>Head of its validation, with the metric.</summary>
    public static string Validation(Words words, LongTraining training) =>
        Metric(words, training) is { Length: > 0 } metric ? words["Trainings.ValidationOf", metric] : words["Trainings.Validation"];
}
