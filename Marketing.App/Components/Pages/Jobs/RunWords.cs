using Marketing.App.Resources;

namespace Marketing.App.Components.Pages.Jobs;

/// <summary>Runs in words.</summary>
internal static class RunWords
{
    /// <summary>Who or what started a run: a known trigger in words, or a person's name.</summary>
    public static string Trigger(Words words, string trigger)
    {
        var key = $"Jobs.Trigger.{trigger.Replace(' ', '-')}";
        return words.Has(key) ? words[key] : trigger;
    }
}
