using System.Security.Cryptography;

namespace Marketing.Data.Import;

/// <summary>Reads a stream once and keeps the SHA-256 of all that went through.</summary>
internal sealed class HashingStream(Stream inner) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _hashed;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    /// <summary>May be set back: what went through already is not counted twice.</summary>
    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    /// <summary>Reads what is left and gives the hash of the whole.</summary>
    public string Finish()
    {
        var rest = new byte[64 * 1024];
        while (Read(rest) > 0)
        {
        }

        return Convert.ToHexString(_hash.GetHashAndReset());
    }

    public override int Read(Span<byte> buffer)
    {
        var start = inner.Position;
        var read = inner.Read(buffer);
        var known = (int)Math.Clamp(_hashed - start, 0, read);
        _hash.AppendData(buffer[known..read]);
        _hashed = Math.Max(_hashed, start + read);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        inner.Dispose();
        base.Dispose(disposing);
    }
}
