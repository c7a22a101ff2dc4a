using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketing.Kernel;

namespace Marketing.App.Api.V1;

/// <summary>Reads a body into memory, unpacked, and never more of it than the limits allow.</summary>
internal static class RequestBody
{
    private const int Piece = 64 * 1024;
    private const int LongestName = 60;

    /// <summary>Reads a body that is one small object.</summary>
    /// <param name="request">What was sent.</param>
    /// <param name="options">How much may be.</param>
    /// <param name="form">What it has to look like.</param>
    /// <param name="read">Takes what is wanted out of it; finds what is wrong by <see cref="BodyForm.Wrong"/>.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="BadRequestBodyException">It is not of the form.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, ApiOptions options, BodyForm form, Func<JsonObject, T> read, CancellationToken cancellation)
    {
        var body = await ReadAsync(request, options, cancellation);
        try
        {
            return JsonNode.Parse(body.Span, documentOptions: JsonText.Plain) is not JsonObject wanted ? throw form.Wrong("The body is no object.")
                : wanted.FirstOrDefault(field => !form.Fields.Contains(field.Key)).Key is { } unknown ? throw form.Wrong($"There is no field '{Short(unknown)}'{form.Beside}.")
                : read(wanted);
        }
        catch (JsonException broken)
        {
            throw new BadRequestBodyException(StatusCodes.Status400BadRequest, "Malformed JSON", $"{JsonText.Fault(broken)} {form.Unchanged}");
        }
        catch (InvalidOperationException)
        {
            throw new BadRequestBodyException(StatusCodes.Status400BadRequest, "Malformed JSON", $"A text holds half of a character. Send whole characters. {form.Unchanged}");
        }
    }

    /// <summary>A name as messages show it.</summary>
    public static string Short(string name) => name.Length > LongestName ? $"{name.AsSpan(0, LongestName)}…" : name;

    /// <exception cref="BadRequestBodyException">The body is too large, packed in an unknown way or damaged.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, ApiOptions options, CancellationToken cancellation)
    {
        if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new BadRequestBodyException(StatusCodes.Status415UnsupportedMediaType, "Not JSON", "Send JSON with the header 'Content-Type: application/json'.");
        }

        if (request.ContentLength > options.MostBytes)
        {
            throw TooLarge($"The body has {request.ContentLength:N0} bytes, the most is {options.MostBytes:N0}.");
        }

        var line = new CappedStream(request.Body, options.MostBytes);
        await using var text = request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant() switch
        {
            "" or "identity" => (Stream)line,
            "gzip" => new GZipStream(line, CompressionMode.Decompress),
            "br" => new BrotliStream(line, CompressionMode.Decompress),
            _ => throw new BadRequestBodyException(StatusCodes.Status415UnsupportedMediaType, "Unknown packing", "Send the body plain or with 'Content-Encoding: gzip' or 'br'."),
        };
        try
        {
            return await ReadAsync(text, request.ContentLength, options.MostUnpackedBytes, cancellation);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw new BadRequestBodyException(StatusCodes.Status400BadRequest, "Damaged body", "The packed body cannot be unpacked. Pack it again, or send it plain.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream text, long? length, int most, CancellationToken cancellation)
    {
        // A plain body of a known length fits with the byte that nothing comes into.
        var body = new ArrayBufferWriter<byte>((int)Math.Clamp((length ?? Piece) + 1, 1, Piece * 16));
        int read;
        while ((read = await text.ReadAsync(body.GetMemory(), cancellation)) > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > most)
            {
                throw TooLarge($"The body unpacks to more than {most:N0} bytes.");
            }
        }

        return body.WrittenMemory;
    }

    private static BadRequestBodyException TooLarge(string detail) =>
        new(StatusCodes.Status413PayloadTooLarge, "The body is too large", $"{detail} Send fewer items in one request.");

    /// <summary>A stream that ends with an error after so many bytes.</summary>
    private sealed class CappedStream(Stream inner, int most) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            _read += read;
            return _read <= most ? read : throw TooLarge($"The body has more than {most:N0} bytes.");
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>What a small body has to look like, for whoever sends another one.</summary>
/// <param name="Fields">Fields that there are.</param>
/// <param name="Example">How it is sent, as a sentence.</param>
/// <param name="Unchanged">What was not done, as a sentence.</param>
/// <param name="Beside">What is said behind a field that there is not.</param>
internal sealed record BodyForm(IReadOnlyList<string> Fields, string Example, string Unchanged, string Beside = "")
{
    public BadRequestBodyException Wrong(string what) => new(StatusCodes.Status400BadRequest, "Unknown form", $"{what} {Example} {Unchanged}");
}
