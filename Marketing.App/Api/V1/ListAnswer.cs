using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Strategy;

namespace Marketing.App.Api.V1;

/// <summary>A list of products as programs read it, with the reasons in words.</summary>
internal sealed class ListAnswer(IShop shop, ISnapshots snapshots)
{
    private const int TagBytes = 16;
    private const int ItemBytes = 256;

    /// <summary>Form of the JSON.</summary>
    public static JsonWriterOptions Form { get; } = new() { Encoder = ItemJson.Options.Encoder };

    /// <summary>Answers with a list; the same list as last time travels once.</summary>
    /// <param name="context">The request.</param>
    /// <param name="list">The list.</param>
    /// <param name="words">Words of the reasons.</param>
    /// <param name="write">Writes what stands before the list.</param>
    /// <param name="cancellation">Stops the answer.</param>
    public async Task<IResult> WriteAsync(HttpContext context, RecommendationList list, Words words, Action<Utf8JsonWriter> write, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(ItemBytes * (list.Products.Count + 1));
        await using (var json = new Utf8JsonWriter(buffer, Form))
        {
            json.WriteStartObject();
            write(json);
            await WriteListAsync(json, list, words, cancellation);
            json.WriteEndObject();
        }

        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan).AsSpan(0, TagBytes))}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        return context.Request.Headers.IfNoneMatch.Contains(tag) ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Bytes(buffer.WrittenMemory, "application/json; charset=utf-8");
    }

    /// <summary>Writes a list into an object that is open.</summary>
    public async Task WriteListAsync(Utf8JsonWriter json, RecommendationList list, Words words, CancellationToken cancellation)
    {
        var (display, names) = (new Display(words, () => shop.Profile), new ProductNames(snapshots));
        json.WriteString("answeredBy"u8, list.Kind);
        if (list.Model is { } model)
        {
            json.WriteNumber("model"u8, model.Value);
        }
        else
        {
            json.WriteNull("model"u8);
        }

        json.WriteString("currency"u8, shop.Profile.Currency);
        json.WriteStartArray("items"u8);
        foreach (var product in list.Products)
        {
            json.WriteStartObject();
            json.WriteString("product"u8, product.Code);
            json.WriteString("name"u8, product.Name);
            json.WriteNumber("priceMinor"u8, product.Price);
            json.WriteNumber("score"u8, product.Score);
            json.WriteString("answeredBy"u8, product.Kind);
            WriteFigures(json, product.Figures);
            json.WriteStartArray("reasons"u8);
            foreach (var reason in product.Reasons)
            {
                json.WriteStartObject();
                json.WriteString("code"u8, reason.Code);
                var text = await ReasonWords.SayAsync(words, display, names, "Reason", reason, cancellation);
                json.WriteString("text"u8, text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFigures(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, double>> figures)
    {
        if (figures.Count == 0)
        {
            return;
        }

        json.WriteStartObject("figures"u8);
        foreach (var (name, value) in figures)
        {
            json.WriteNumber(name, value);
        }

        json.WriteEndObject();
    }
}
