using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Marketing.Data.Snapshots;

/// <summary>Writes columns one after the other, each with its length before it, and hashes what it writes. Entries are as this machine holds them.</summary>
internal sealed class ColumnWriter(Stream stream, CancellationToken cancellation) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly BufferedStream _buffer = new(stream, 1 << 16);

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _buffer.Write(bytes);
    }

    public void Number(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        Bytes(bytes);
    }

    public void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Number(bytes.Length);
        Bytes(bytes);
    }

    public void Texts(string[] texts)
    {
        Number(texts.Length);
        foreach (var text in texts)
        {
            Text(text);
        }

        cancellation.ThrowIfCancellationRequested();
    }

    public void Column<T>(T[] values)
        where T : unmanaged
    {
        Number(values.Length);
        for (var from = 0; from < values.Length; from += ColumnReader.Piece)
        {
            cancellation.ThrowIfCancellationRequested();
            Bytes(MemoryMarshal.AsBytes(values.AsSpan(from, Math.Min(ColumnReader.Piece, values.Length - from))));
        }
    }

    /// <summary>Writes the hash of everything before it.</summary>
    public void End()
    {
        _buffer.Write(_hash.GetHashAndReset());
        _buffer.Flush();
    }

    public void Dispose() => _hash.Dispose();
}

/// <summary>Reads what <see cref="ColumnWriter"/> wrote.</summary>
internal sealed class ColumnReader(Stream stream, CancellationToken cancellation) : IDisposable
{
    internal const int Piece = 1 << 17;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly BufferedStream _buffer = new(stream, 1 << 16);
    private long _left = stream.Length - SHA256.HashSizeInBytes;

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        Fill(bytes);
        return bytes;
    }

    public long Number()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Fill(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    public string Text() => Encoding.UTF8.GetString(Bytes(Length(1)));

    public string[] Texts()
    {
        var texts = new string[Length(sizeof(long))];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Text();
        }

        cancellation.ThrowIfCancellationRequested();
        return texts;
    }

    public T[] Column<T>()
        where T : unmanaged
    {
        var values = new T[Length(Unsafe.SizeOf<T>())];
        for (var from = 0; from < values.Length; from += Piece)
        {
            cancellation.ThrowIfCancellationRequested();
            Fill(MemoryMarshal.AsBytes(values.AsSpan(from, Math.Min(Piece, values.Length - from))));
        }

        return values;
    }

    /// <summary>Passes over a column that is not there.</summary>
    public T[]? Skip<T>()
        where T : unmanaged
    {
        _ = Column<T>();
        return null;
    }

    /// <summary>Whether the hash stands at the end, and nothing after it.</summary>
    public bool IsWhole()
    {
        if (_left != 0)
        {
            return false;
        }

        Span<byte> kept = stackalloc byte[SHA256.HashSizeInBytes];
        _buffer.ReadExactly(kept);
        return _hash.GetHashAndReset().AsSpan().SequenceEqual(kept);
    }

    public void Dispose() => _hash.Dispose();

    private void Fill(Span<byte> bytes)
    {
        _left -= bytes.Length;
        if (_left < 0)
        {
            throw new EndOfStreamException();
        }

        _buffer.ReadExactly(bytes);
        _hash.AppendData(bytes);
    }

    // A length that the rest of the file cannot hold is caught before memory is asked for.
    private int Length(int size)
    {
        var length = Number();
        return length < 0 || length > Array.MaxLength ? throw new InvalidDataException($"a list of {length} entries cannot be")
            : length * size > _left ? throw new EndOfStreamException()
            : (int)length;
    }
}
