using System.Globalization;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Model;

namespace Marketing.App.Components.Widgets;

/// <summary>Machine names in words, where a single look-up does not do.</summary>
internal static class Phrases
{
    private const string SegmentPrefix = "segment:";
    private const string TopPrefix = "top-k:";
    private const string ContactPrefix = "contacts:";

    /// <summary>A machine name in the words that stand under a prefix; a name that no file knows yet is shown as it is.</summary>
    public static string Named(Words words, string prefix, string? code) => string.IsNullOrEmpty(code) ? "" : words.Has(prefix + code) ? words[prefix + code] : code;

    /// <summary>What a segment means, in a sentence; empty for one that no file knows yet.</summary>
    public static string AboutSegment(Words words, string segment) => words.Has($"Segment.{segment}.About") ? words[$"Segment.{segment}.About"] : "";

    /// <summary>Name of an audience: <c>win-back</c>, <c>everybody</c>, <c>segment:CODE</c> or <c>alike:CODE</c>.</summary>
    public static string Audience(Words words, string code) => code.StartsWith(SegmentPrefix, StringComparison.Ordinal)
        ? words["Campaigns.SegmentAudience", words.Code("Segment", code[SegmentPrefix.Length..])]
        : Named(words, "Campaigns.Audience.", code);

    /// <summary>Audience code of a segment.</summary>
    public static string AudienceOfSegment(string segment) => SegmentPrefix + segment;

    /// <summary>A rule in the reader's language: its signs are the same everywhere, its few words are not.</summary>
    public static string Rule(Words words, string rule) => rule
        .Replace("most alike outside the segment, as many as it has", words["Campaigns.RuleAlike"], StringComparison.Ordinal)
        .Replace("cosine > 0", words["Campaigns.RuleCosine"], StringComparison.Ordinal)
        .Replace("own mean gap", words["Campaigns.OwnMeanGap"], StringComparison.Ordinal)
        .Replace("days since the last", words["Campaigns.RuleSince"], StringComparison.Ordinal)
        .Replace("orders", words["Campaigns.RuleOrders"], StringComparison.Ordinal);

    /// <summary>What could have been chosen: action names apart by commas, or <c>catalogue:N:HASH</c>.</summary>
    public static string Candidates(Words words, string candidates)
    {
        var parts = candidates.Split(':');
        return parts is ["catalogue", var count, ..] && long.TryParse(count, CultureInfo.InvariantCulture, out var products)
            ? words["Campaigns.CatalogueCandidates", Numerals.Whole(products)]
            : string.Join(words["Campaigns.ListComma"], candidates.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(action => Named(words, "Campaigns.Action.", action)));
    }

    /// <summary>What was decided, for whoever reads a table.</summary>
    public static string Decided(Words words, DecisionKind kind) => words[$"Campaigns.Decided.{kind}"];

    /// <summary>Where a message stands.</summary>
    public static string Message(Words words, MessageState state) => words[$"Campaigns.Message.{state}"];

    /// <summary>Where a campaign stands.</summary>
    public static string Campaign(Words words, CampaignState state) => words[$"Campaigns.State.{state}"];

    /// <summary>A model version by its name: method and number.</summary>
    public static string Model(Words words, ModelVersion version) => words["Models.NameOf", Method(words, version.Kind), version.Version];

    /// <summary>What decided, by its machine name: <c>top-k:METHOD</c> takes the best of a method's list.</summary>
    public static string Policy(Words words, string policy) => policy.StartsWith(TopPrefix, StringComparison.Ordinal)
        ? words["Campaigns.TopOf", Method(words, policy[TopPrefix.Length..])]
        : policy.StartsWith(ContactPrefix, StringComparison.Ordinal) ? words["Campaigns.ContactPolicy", policy[ContactPrefix.Length..]]
        : policy;

    /// <summary>Whether a contact policy had a part in a decision of a campaign.</summary>
    public static bool IsSteered(DecisionDraft decision) => decision.Policy.StartsWith(ContactPrefix, StringComparison.Ordinal);

    /// <summary>A method by its name in the field.</summary>
    public static string Method(Words words, string kind) => Named(words, "Models.Method.", kind);
}
