using System.Buffers;
using System.Collections.Concurrent;
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
    private const int Usual = 16 * 1024;
    private const int LargestKept = 256 * 1024;

    // As many as requests were answered at once.
    private readonly ConcurrentBag<Sheet> _sheets = [];

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
        var sheet = _sheets.TryTake(out var kept) ? kept : new Sheet();
        try
        {
            sheet.Json.WriteStartObject();
            write(sheet.Json);
            await WriteListAsync(sheet.Json, list, words, cancellation);
            sheet.Json.WriteEndObject();
            await sheet.Json.FlushAsync(cancellation);
            return await AnswerAsync(context, sheet.Buffer.WrittenMemory, cancellation);
        }
        finally
        {
            Keep(sheet);
        }
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

    private static async Task<IResult> AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body.Span).AsSpan(0, TagBytes))}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        if (context.Request.Headers.IfNoneMatch.Contains(tag))
        {
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        (context.Response.ContentType, context.Response.ContentLength) = ("application/json; charset=utf-8", body.Length);
        await context.Response.Body.WriteAsync(body, cancellation);
        return Results.Empty;
    }

    private void Keep(Sheet sheet)
    {
        if (sheet.Buffer.Capacity <= LargestKept)
        {
            sheet.Buffer.ResetWrittenCount();
            sheet.Json.Reset();
            _sheets.Add(sheet);
        }
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

    /// <summary>What an answer is written on; used again by the next one.</summary>
    private sealed class Sheet
    {
        public Sheet() => Json = new Utf8JsonWriter(Buffer, Form);

        public ArrayBufferWriter<byte> Buffer { get; } = new(Usual);

        public Utf8JsonWriter Json { get; }
    }
}
