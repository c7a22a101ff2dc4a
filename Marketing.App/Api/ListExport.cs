using System.Buffers;
using System.Text;
using System.Text.Json;
using Marketing.App.Api.V1;
using Marketing.App.Resources;
using Marketing.Strategy;

namespace Marketing.App.Api;

/// <summary>The lists of all customers as lines of JSON, each as <c>GET /api/v1/recommendations</c> answers.</summary>
internal static class ListExport
{
    /// <summary>Writes a line a customer.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="recommendations">Where from.</param>
    /// <param name="answer">Form of a list.</param>
    /// <param name="query">How many products, for which place.</param>
    /// <param name="words">Words of the reasons.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <returns>How many customers, by the link that answered.</returns>
    public static async Task<IReadOnlyDictionary<string, int>> WriteAsync(TextWriter writer, IRecommendations recommendations, ListAnswer answer, RelatedQuery query, Words words, CancellationToken cancellation)
    {
        var byKind = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var buffer = new ArrayBufferWriter<byte>();
        await foreach (var (key, list) in recommendations.ForEverybodyAsync(query, cancellation))
        {
            buffer.ResetWrittenCount();
            await using (var json = new Utf8JsonWriter(buffer, ListAnswer.Form))
            {
                json.WriteStartObject();
                json.WriteString("customer"u8, key);
                await answer.WriteListAsync(json, list, words, cancellation);
                json.WriteEndObject();
            }

            await writer.WriteLineAsync(Encoding.UTF8.GetString(buffer.WrittenSpan).AsMemory(), cancellation);
            byKind[list.Kind] = byKind.GetValueOrDefault(list.Kind) + 1;
        }

        await writer.FlushAsync(cancellation);
        return byKind;
    }
}
