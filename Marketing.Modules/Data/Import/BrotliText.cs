using System.Buffers;
using System.IO.Compression;

namespace Marketing.Data.Import;

/// <summary>
/// Unpacks Brotli while it is read. <see cref="BrotliStream"/> takes data that stop in the middle for the end of the file; half a
/// file would be imported as a whole one.
/// </summary>
internal sealed class BrotliText(Stream packed) : ForwardStream
{
    private readonly byte[] _input = new byte[256 * 1024];
    private BrotliDecoder _decoder;
    private int _start;
    private int _end;
    private bool _done;

    public override int Read(Span<byte> buffer)
    {
        while (!_done && !buffer.IsEmpty)
        {
            var status = _decoder.Decompress(_input.AsSpan(_start.._end), buffer, out var consumed, out var written);
            _start += consumed;
            _done = status == OperationStatus.Done;
            if (status == OperationStatus.InvalidData)
            {
                throw new InvalidDataException("the Brotli data are damaged.");
            }

            if (written > 0)
            {
                return written;
            }

            if (status == OperationStatus.NeedMoreData)
            {
                Refill();
            }
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        _decoder.Dispose();
        packed.Dispose();
        base.Dispose(disposing);
    }

    private void Refill()
    {
        var rest = _end - _start;
        _input.AsSpan(_start, rest).CopyTo(_input);
        _start = 0;
        var read = packed.Read(_input.AsSpan(rest));
        _end = rest + read;
        if (read == 0)
        {
            throw new InvalidDataException("the Brotli data stop in the middle.");
        }
    }
}
