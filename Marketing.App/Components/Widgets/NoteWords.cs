using System.Globalization;
using System.Text.RegularExpressions;
using Marketing.App.Resources;

namespace Marketing.App.Components.Widgets;

/// <summary>
/// What the steps of a run and the versions of a model keep as their note is an English sentence, for the command line and the API. Here
/// it is told apart by the English words of the resource <c>Note</c> and said in the reader's: machine names by their names, days as
/// dates. A note of another version, and what a person wrote, is shown as it stands.
/// </summary>
internal static partial class NoteWords
{
    // Code, and the kind of each value in the order of its number: n number, d day, m method, M list of methods, s list of states of
    // checks, c list of checks, w word as it stands, t another note.
    private static readonly Form[] Forms =
    [
        new("snapshot", "nnnn"),
        new("checks", "s"),
        new("features", "nn"),
        new("skipped-broken", "c"),
        new("skipped-short", "d"),
        new("challengers", "M"),
        new("challengers-skipped", "MM"),
        new("challengers-skipped-missing", "MMt"),
        new("challengers-missing", "Mt"),
        new("not-trained", "mt"),
        new("training-cancelled", "wm"),
        new("base-none", ""),
        new("base-parameters", ""),
        new("base-due", "dn"),
        new("base-damaged", ""),
        new("base-version", "n"),
        new("training-stopped", ""),
        new("training-left", ""),
        new("training-by", "w"),
        new("training-memory", "n"),
        new("training-killed", ""),
        new("measured-missing", "Mnt"),
        new("none-bought-missing", "t"),
        new("unmeasured", "m"),
        new("verdict-none", "m"),
        new("training-hidden", "d"),
        new("training-broken-off", "d"),
        new("training-unexpected", "w"),
        new("checkpoint-removed", ""),
        new("checkpoint-damaged", ""),
        new("checkpoint-program", ""),
        new("checkpoint-data", ""),
        new("checkpoint-size", ""),
        new("checkpoint-unreadable", "w"),
        new("checkpoint-not-used", "t"),
        new("checkpoint-unwritable", "w"),
        new("checkpoint-short", "ww"),
        new("checkpoint-used", "nn"),
        new("stopped-early", "nnn"),
        new("earlier-kind", "m"),
        new("earlier-shape", ""),
        new("earlier-unreadable", "w"),
        new("nobody-twice", ""),
        new("nothing-finite", ""),
        new("content-left-out", "nnn"),
        new("loss-stopped", "nnn"),
        new("loss-at-once", "nn"),
        new("loss-fix", ""),
        new("needs-memory", "nn"),
        new("needs-memory-fix", ""),
        new("training-memory-fix", "w"),
        new("training-stays", ""),
        new("training-afterwards", ""),
        new("training-without-model", ""),
        new("training-status", "n"),
        new("training-job", ""),
        new("training-job-fix", ""),
        new("training-not-started", "ww"),
        new("training-not-started-fix", ""),
        new("training-not-understood", "w"),
        new("training-not-understood-fix", "w"),
        new("worker-unexpected", "w"),
        new("worker-unexpected-fix", ""),
        new("model-unwritable", "ww"),
        new("model-not-taken", "ww"),
        new("model-damaged", "ww"),
        new("model-no-file", "w"),
        new("model-no-recommender", "w"),
        new("model-again", ""),
        new("folder-fix", ""),
        new("snapshot-unwritable", "ww"),
        new("snapshot-unwritable-fix", ""),
        new("snapshot-missing", "w"),
        new("snapshot-short", "w"),
        new("snapshot-none", "w"),
        new("snapshot-damaged", "ww"),
        new("snapshot-unreadable", "ww"),
        new("snapshot-again", ""),
        new("obstacle-heads", "nn"),
        new("obstacle-questions", ""),
        new("obstacle-horizon", "nn"),
        new("obstacle-content", "n"),
        new("obstacle-drawn", "n"),
        new("obstacle-positions", ""),
        new("obstacle-fix", "ww"),
        new("none-bought", ""),
        new("measured", "Mn"),
        new("evaluated", "nn"),
        new("nothing-trained", ""),
        new("verdict-empty", "ddm"),
        new("verdict-first", "mnnnt"),
        new("verdict-beats", "mmnnnnnt"),
        new("verdict-stays", "mmnnnnnt"),
        new("verdict-alone", "mnnnt"),
        new("basis", "ndd"),
        new("basis-new", "ndd"),
        new("short-begins", ""),
        new("short-stays", ""),
        new("verdict-unmeasured", "m"),
        new("churn-first", "mnnnt"),
        new("churn-beats", "mmnnnnnt"),
        new("churn-stays", "mmnnnnnt"),
        new("churn-behind", "mmnnnnnt"),
        new("churn-alone", "mnnnt"),
        new("spend-first", "mnnnt"),
        new("spend-beats", "mmnnnnnt"),
        new("spend-stays", "mmnnnnnt"),
        new("spend-behind", "mmnnnnnt"),
        new("spend-alone", "mnnnt"),
        new("spend-band", "mmnnnnnnnt"),
        new("scored", "nnmnmn"),
        new("scored-none", ""),
        new("demand", "nnnn"),
        new("demand-unmeasured", "nn"),
        new("demand-broken", ""),
        new("demand-short", ""),
        new("contacts-broken", ""),
        new("contacts-same", ""),
        new("contacts-unfit", ""),
        new("contacts-few", "nn"),
        new("contacts-none", "nn"),
        new("contacts-acts", "wnn"),
        new("held", "wmnt"),
        new("decided", "nn"),
        new("by-people", ""),
        new("campaigns", "n"),
        new("scheduled", "ww"),
        new("delivered", "nnnw"),
        new("delivered-problem", "nnnww"),
        new("queued", "n"),
        new("queued-problem", "nw"),
        new("findings", "n"),
        new("rows", "n"),
        new("ended", "n"),
        new("ended-problem", "nw"),
    ];

    /// <summary>The note in the reader's language.</summary>
    public static string Say(Words words, Display display, string? note)
    {
        if (string.IsNullOrEmpty(note))
        {
            return "";
        }

        return Known(words, display, note) ?? note;
    }

    // Sentences one behind the other are said one by one where each is known, so that what happened and what can be done need no form together.
    private static string? Known(Words words, Display display, string note)
    {
        const string Between = ". ";
        for (var end = note.IndexOf(Between, StringComparison.Ordinal); end >= 0; end = note.IndexOf(Between, end + 1, StringComparison.Ordinal))
        {
            if (One(words, display, note[..(end + 1)]) is { } first && Known(words, display, note[(end + Between.Length)..]) is { } rest)
            {
                return words["Note.and", first, rest];
            }
        }

        return One(words, display, note);
    }

    private static string? One(Words words, Display display, string note)
    {
        foreach (var form in Forms)
        {
            if (form.Pattern.Match(note) is { Success: true } match)
            {
                return words[form.Key, [.. form.Kinds.Select((kind, index) => Value(words, display, kind, match.Groups[$"a{index}"].Value))]];
            }
        }

        return null;
    }

    private static string Value(Words words, Display display, char kind, string value) => kind switch
    {
        'd' => display.Date(DateOnly.ParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        'm' => Phrases.Method(words, value),
        'M' => List(words, value, item => Item().Replace(item, name => Phrases.Method(words, name.Value), 1)),
        's' => List(words, value, item => Item().Replace(item, state => words.Code("Note", $"State.{state.Value}"), 1)),
        'c' => List(words, value, check => words.Code("Quality", check)),
        't' => Say(words, display, value),
        _ => value,
    };

    private static string List(Words words, string value, Func<string, string> say) => string.Join(words["Campaigns.ListComma"], value.Split(", ").Select(say));

    [GeneratedRegex("[a-z][a-z-]*")]
    private static partial Regex Item();

    private sealed class Form(string code, string kinds)
    {
        private const string Number = @"[-−]?[\d,]+(?:\.\d+)?";
        private const string Method = "[a-z][a-z0-9-]*";

        public string Key { get; } = $"Note.{code}";

        public string Kinds { get; } = kinds;

        public Regex Pattern { get; } = new($"^{Place().Replace(Regex.Escape(Words.In(Words.English)[$"Note.{code}"]), place => Group(kinds, int.Parse(place.Groups[1].Value, CultureInfo.InvariantCulture)))}$", RegexOptions.CultureInvariant | RegexOptions.Singleline);

        private static string Group(string kinds, int index) => $"(?<a{index}>{kinds[index] switch
        {
            'n' => Number,
            'd' => @"\d{4}-\d{2}-\d{2}",
            'm' => Method,
            'M' => $"{Method} {Number}(?:, {Method} {Number})*",
            's' => @"\d+ (?:fail|pass|warn)(?:, \d+ (?:fail|pass|warn))*",
            _ => ".+",
        }})";
    }

    [GeneratedRegex(@"\\\{(\d)}")]
    private static partial Regex Place();
}
