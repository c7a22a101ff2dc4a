using System.Collections.Concurrent;
using System.Globalization;
using Marketing.App.Jobs;
using Marketing.App.Resources;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Components.Widgets;

/// <summary>
/// Sentences out of a code and its arguments: <c>p:17</c> is a product by id, <c>m:1250</c> money in minor units,
/// <c>s:0.12</c> a share, <c>w:Segment.loyal</c> a word out of the resources, <c>2011-09-01</c> a day; a plain number is grouped,
/// anything else stands as it is.
/// </summary>
internal static class ReasonWords
{
    private static readonly ConcurrentDictionary<(string Language, string Area, string Code, int Arguments), string?> Sentences = new();

    /// <summary>The sentence in the reader's language; a code without words shows itself with its arguments.</summary>
    public static async Task<string> SayAsync(Words words, Display display, ProductNames products, string area, Reason reason, CancellationToken cancellation = default)
    {
        var arguments = new object?[reason.Arguments.Count];
        for (var index = 0; index < arguments.Length; index++)
        {
            arguments[index] = Named(words, reason, index) ?? await ShowAsync(words, display, products, reason.Arguments[index], cancellation);
        }

        try
        {
            return Sentence(words, area, reason) is { } sentence ? Words.Fill(sentence, arguments) : string.Join(' ', [reason.Code, .. arguments]);
        }
        catch (FormatException)
        {
            // An older row may hold fewer arguments than the sentence has places.
            return string.Join(' ', [reason.Code, .. arguments]);
        }
    }

    // Where the number of arguments varies, each number has a sentence of its own. Lists of products ask for the same few sentences all the time.
    private static string? Sentence(Words words, string area, Reason reason) => Sentences.GetOrAdd((words.Language, area, reason.Code, reason.Arguments.Count), static (asked, words) =>
    {
        var (_, area, code, count) = asked;
        var (counted, plain) = ($"{area}.{code}-{count}", $"{area}.{code}");
        return words.Has(counted) ? words[counted] : words.Has(plain) ? words[plain] : null;
    }, words);

    // Some reasons begin with a machine name, which has words of its own; a rule has the name that a person gave it.
    private static string? Named(Words words, Reason reason, int index) => index > 0 ? null : reason switch
    {
        { Code: TurnLine.Decided, Arguments: [var policy, ..] } => Phrases.Policy(words, policy),
        { Code: ReasonCodes.InSegment or ReasonCodes.LikeSegment, Arguments: [var segment, ..] } => words.Code("Segment", segment),
        { Code: ReasonCodes.Model, Arguments: [var kind, ..] } => Phrases.Method(words, kind),
        { Code: ReasonCodes.Pinned or ReasonCodes.Boosted, Arguments: [var rule, ..] } => rule,
        _ => null,
    };

    private static async Task<string> ShowAsync(Words words, Display display, ProductNames products, string argument, CancellationToken cancellation)
    {
        if (argument.Length > 2 && argument[1] == ':')
        {
            var rest = argument[2..];
            if (argument[0] == 'p' && long.TryParse(rest, CultureInfo.InvariantCulture, out var product))
            {
                return await products.OfAsync(new ProductId(product), cancellation);
            }

            if (argument[0] == 'w')
            {
                return words.Has(rest) ? words[rest] : rest[(rest.LastIndexOf('.') + 1)..];
            }

            if (argument[0] == 'm' && long.TryParse(rest, CultureInfo.InvariantCulture, out var minor))
            {
                return display.Money(minor);
            }

            if (argument[0] == 's' && double.TryParse(rest, CultureInfo.InvariantCulture, out var share))
            {
                return display.Percent(share);
            }
        }

        if (DateOnly.TryParseExact(argument, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return display.Date(day);
        }

        return long.TryParse(argument, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? display.Number(number) : argument;
    }
}
