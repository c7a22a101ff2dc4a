using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Marketing.Model.Neural;

namespace Marketing.Model.Sequence;

/// <summary>Everything that a training is at an instant: from the same state it comes to the same end.</summary>
internal sealed class SequenceState
{
    private const int Format = 2;
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

    /// <summary>Writes the state, whole or not at all.</summary>
    /// <param name="path">File.</param>
    /// <param name="fingerprint">Of data, shape and terms.</param>
    public void Write(string path, string fingerprint)
    {
        var beside = $"{path}.part";
        using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write))
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
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
                var bytes = MemoryMarshal.AsBytes(block.Span);
                stream.Write(bytes);
                hash.AppendData(bytes);
            }

            stream.Write(hash.GetHashAndReset());
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Reads a state.</summary>
    /// <param name="path">File.</param>
    /// <param name="fingerprint">Of data, shape and terms.</param>
    /// <returns>Why nothing was read, in a sentence; null when the state is that of the file.</returns>
    public string? Read(string path, string fingerprint)
    {
        byte[] bytes;
        try
        {
            if (!File.Exists(path))
            {
                return "There is none.";
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"It cannot be read: {e.Message}";
        }

        const int HashLength = SHA256.HashSizeInBytes;
        if (bytes.Length < HashLength || !SHA256.HashData(bytes.AsSpan(..^HashLength)).AsSpan().SequenceEqual(bytes.AsSpan(^HashLength..)))
        {
            return "It is damaged.";
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, 0, bytes.Length - HashLength));
        if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic) || reader.ReadInt32() != Format)
        {
            return "It was written by another version of the program.";
        }

        if (reader.ReadString() != fingerprint)
        {
            return "It belongs to other data or other parameters.";
        }

        (Epoch, Batch, Step, BestMetric) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64(), reader.ReadDouble());
        (BestEpoch, Worse) = (reader.ReadInt32(), reader.ReadInt32());
        if (reader.ReadInt32() != Values.Length)
        {
            return "It belongs to a network of another size.";
        }

        foreach (var block in Blocks)
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(block.Span));
        }

        return null;
    }

    private FloatBlock[] Blocks => [Values, First, Second, Best];
}
