using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Marketing.Kernel;
using Marketing.Model.Neural;
using Marketing.Model.Training;

namespace Marketing.Model.Sequence;

/// <summary>Everything that a training is at an instant: from the same state it comes to the same end.</summary>
internal sealed class SequenceState
{
    /// <summary>Bytes that are taken beside the blocks to write and read them.</summary>
    public const int BufferBytes = 1 << 20;

    private const int Format = 2;
    private const int BlockCount = 4;
    private const int HashLength = SHA256.HashSizeInBytes;
    private const int Piece = BufferBytes / 2 / sizeof(float);
    private static readonly byte[] Magic = "MKTTRAIN"u8.ToArray();

    public SequenceState(FloatBlock values)
    {
        Values = values;
        (First, Second, Best) = (new FloatBlock(values.Length), new FloatBlock(values.Length), new FloatBlock(values.Length));
    }

    /// <summary>Parameters.</summary>
    public FloatBlock Values { get; }

    /// <summary>First moments.</summary>
    public FloatBlock First { get; }

    /// <summary>Second moments.</summary>
    public FloatBlock Second { get; }

    /// <summary>Parameters of the best validation.</summary>
    public FloatBlock Best { get; }

    /// <summary>Epoch at work, from 0.</summary>
    public int Epoch { get; set; }

    /// <summary>Batches of the epoch that are done.</summary>
    public int Batch { get; set; }

    /// <summary>Steps done.</summary>
    public long Step { get; set; }

    /// <summary>Best validation, or NaN before the first.</summary>
    public double BestMetric { get; set; } = double.NaN;

    /// <summary>Epochs done at the best validation.</summary>
    public int BestEpoch { get; set; }

    /// <summary>Validations since the best.</summary>
    public int Worse { get; set; }

    /// <summary>Writes the state, whole or not at all; nothing is left beside it when it cannot be written.</summary>
    /// <param name="path">File.</param>
    /// <param name="fingerprint">Of data, shape and terms.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(string path, string fingerprint)
    {
        var beside = $"{path}.part";
        try
        {
            WriteBeside(beside, fingerprint);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(beside);
            throw;
        }
    }

    /// <summary>Reads a state into the memory that is there already. The file is looked through before anything is changed.</summary>
    /// <param name="path">File.</param>
    /// <param name="fingerprint">Of data, shape and terms.</param>
    /// <returns>Why nothing was read, in a sentence; null when the state is that of the file.</returns>
    /// <exception cref="OperatorException">The file could be read once and not a second time; the state is then neither the one nor the other.</exception>
    public string? Read(string path, string fingerprint)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (Begin(stream, fingerprint, out var head) is { } other)
            {
                return other;
            }

            if (!IsWhole(stream))
            {
                return TrainingNotes.CheckpointDamaged;
            }

            stream.Position = stream.Length - HashLength - (BlockCount * (long)Values.Length * sizeof(float));
            Fill(stream, path);
            (Epoch, Batch, Step, BestMetric, BestEpoch, Worse) = head;
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return TrainingNotes.CheckpointUnreadable(e.Message);
        }
    }

    private void WriteBeside(string beside, string fingerprint)
    {
        using var stream = new FileStream(beside, FileMode.Create, FileAccess.Write);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var head = new MemoryStream();
        using (var writer = new BinaryWriter(head))
        {
            writer.Write(Magic);
            writer.Write(Format);
            writer.Write(fingerprint);
            writer.Write(Epoch);
            writer.Write(Batch);
            writer.Write(Step);
            writer.Write(BestMetric);
            writer.Write(BestEpoch);
            writer.Write(Worse);
            writer.Write(Values.Length);
        }

        stream.Write(head.ToArray());
        hash.AppendData(head.ToArray());
        foreach (var block in Blocks)
        {
            for (var from = 0; from < block.Length; from += Piece)
            {
                var bytes = MemoryMarshal.AsBytes(block.Span.Slice(from, Math.Min(Piece, block.Length - from)));
                stream.Write(bytes);
                hash.AppendData(bytes);
            }
        }

        stream.Write(hash.GetHashAndReset());
        stream.Flush(flushToDisk: true);
    }

    // What stands in front of the blocks; why it is not to be gone on from, or null.
    private string? Begin(FileStream stream, string fingerprint, out (int Epoch, int Batch, long Step, double BestMetric, int BestEpoch, int Worse) head)
    {
        head = default;
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        try
        {
            if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic) || reader.ReadInt32() != Format)
            {
                return TrainingNotes.CheckpointOfOtherProgram;
            }

            var expected = Encoding.UTF8.GetBytes(fingerprint);
            if (reader.Read7BitEncodedInt() != expected.Length || !reader.ReadBytes(expected.Length).AsSpan().SequenceEqual(expected))
            {
                return TrainingNotes.CheckpointOfOtherData;
            }

            head = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64(), reader.ReadDouble(), reader.ReadInt32(), reader.ReadInt32());
            return reader.ReadInt32() != Values.Length ? TrainingNotes.CheckpointOfOtherSize
                : stream.Length - stream.Position != (BlockCount * (long)Values.Length * sizeof(float)) + HashLength ? TrainingNotes.CheckpointDamaged
                : null;
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            return TrainingNotes.CheckpointDamaged;
        }
    }

    // Piece by piece: a file may be larger than any array, and the memory of the training is taken already.
    private static bool IsWhole(FileStream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[Piece * sizeof(float)];
        stream.Position = 0;
        for (var left = stream.Length - HashLength; left > 0;)
        {
            var taken = stream.Read(piece, 0, (int)Math.Min(left, piece.Length));
            if (taken == 0)
            {
                return false;
            }

            hash.AppendData(piece, 0, taken);
            left -= taken;
        }

        Span<byte> kept = stackalloc byte[HashLength];
        stream.ReadExactly(kept);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(kept);
    }

    private void Fill(FileStream stream, string path)
    {
        try
        {
            foreach (var block in Blocks)
            {
                for (var from = 0; from < block.Length; from += Piece)
                {
                    stream.ReadExactly(MemoryMarshal.AsBytes(block.Span.Slice(from, Math.Min(Piece, block.Length - from))));
                }
            }
        }
        catch (IOException e)
        {
            stream.Dispose();
            TryDelete(path);
            throw new OperatorException(TrainingNotes.CheckpointCutShort(path, e.Message), TrainingNotes.CheckpointRemoved, inner: e);
        }
    }

    /// <summary>Removes a file, or leaves it to the next start of the program.</summary>
    internal static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    private FloatBlock[] Blocks => [Values, First, Second, Best];
}
