using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Model;

namespace Marketing.App.Components.Widgets;

/// <summary>Machine names in words, where a single look-up does not do.</summary>
internal static class Phrases
{
    private const string SegmentPrefix = "segment:";

    /// <summary>Name of an audience: <c>win-back</c>, <c>everybody</c> or <c>segment:CODE</c>.</summary>
    public static string Audience(Words words, string code) => code.StartsWith(SegmentPrefix, StringComparison.Ordinal)
        ? words["Campaigns.SegmentAudience", words.Code("Segment", code[SegmentPrefix.Length..])]
        : words.Code("Campaigns", "Audience." + code) is var name && name.StartsWith("Audience.", StringComparison.Ordinal) ? code : name;

    /// <summary>Audience code of a segment.</summary>
    public static string AudienceOfSegment(string segment) => SegmentPrefix + segment;

    /// <summary>A rule in the reader's language: its signs are the same everywhere, its two joining words are not.</summary>
    public static string Rule(Words words, string rule) => words.IsChinese
        ? rule.Replace(" and ", " 且 ", StringComparison.Ordinal).Replace(" or ", " 或 ", StringComparison.Ordinal)
        : rule;

    /// <summary>What was decided, for whoever reads a table.</summary>
    public static string Decided(Words words, DecisionKind kind) => words[$"Campaigns.Decided.{kind}"];

    /// <summary>Where a message stands.</summary>
    public static string Message(Words words, MessageState state) => words[$"Campaigns.Message.{state}"];

    /// <summary>Where a campaign stands.</summary>
    public static string Campaign(Words words, CampaignState state) => words[$"Campaigns.State.{state}"];

    /// <summary>A model version by its name: method and number.</summary>
    public static string Model(Words words, ModelVersion version) => words["Models.NameOf", Method(words, version.Kind), version.Version];

    /// <summary>A method by its name in the field.</summary>
    public static string Method(Words words, string kind) => words.Has($"Models.Method.{kind}") ? words[$"Models.Method.{kind}"] : kind;
}
