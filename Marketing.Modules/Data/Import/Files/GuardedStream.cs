namespace Marketing.Data.Import.Files;

/// <summary>
/// Reads what was unpacked and refuses a file that grows beyond reason: a few kilobytes that unpack to terabytes would hold the
/// program for days. The ratio is judged once enough came out for honest text to have shown its own.
/// </summary>
internal sealed class GuardedStream(Stream unpacked, Stream packed) : ForwardStream
{
    /// <summary>Times that text may be larger than its packed form; repetitive exports reach about fifty.</summary>
    internal const long MostGrowth = 250;

    /// <summary>Bytes that may come out before the growth is judged.</summary>
    internal const long FreeBytes = 32 << 20;

    private long _read;

    /// <summary>Refuses a growth beyond the limit.</summary>
    /// <exception cref="FileRefusedException">Too much came out of too little.</exception>
    public static void Check(long unpackedBytes, long packedBytes)
    {
        if (unpackedBytes > FreeBytes && unpackedBytes / MostGrowth > packedBytes)
        {
            throw FileFault.Bomb.Whole($"{MostGrowth}");
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var read = unpacked.Read(buffer);
        _read += read;
        Check(_read, packed.Position);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        unpacked.Dispose();
        packed.Dispose();
        base.Dispose(disposing);
    }
}
