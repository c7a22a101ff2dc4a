using System.Runtime.InteropServices;

namespace Marketing.Model.Recommenders;

/// <summary>Arrays in a model file: their length, then little-endian entries.</summary>
internal static class ModelBody
{
    private const int Piece = 1 << 20;

    /// <summary>Writes parameters, in the order of their names.</summary>
    public static void Write(BinaryWriter writer, IReadOnlyDictionary<string, string> parameters)
    {
        writer.Write7BitEncodedInt(parameters.Count);
        foreach (var (name, value) in parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    /// <summary>Reads parameters.</summary>
    public static Dictionary<string, string> ReadParameters(BinaryReader reader)
    {
        var parameters = new Dictionary<string, string>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            parameters[reader.ReadString()] = reader.ReadString();
        }

        return parameters;
    }

    public static void Write(BinaryWriter writer, long[] values)
    {
        writer.Write7BitEncodedInt(values.Length);
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    public static void Write(BinaryWriter writer, float[] values)
    {
        writer.Write7BitEncodedInt(values.Length);
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    /// <summary>Writes a dense matrix without its size.</summary>
    public static void WriteMatrix(BinaryWriter writer, float[] values)
    {
        for (var from = 0; from < values.Length; from += Piece)
        {
            writer.Write(MemoryMarshal.AsBytes(values.AsSpan(from, Math.Min(Piece, values.Length - from))));
        }
    }

    /// <summary>Reads a dense matrix of a known size.</summary>
    /// <exception cref="InvalidDataException">The file is too short for it, or a value is not finite.</exception>
    public static float[] ReadMatrix(BinaryReader reader, int rows, int columns)
    {
        if ((long)rows * columns * sizeof(float) > reader.BaseStream.Length - reader.BaseStream.Position)
        {
            throw new InvalidDataException($"A matrix of {rows} by {columns} does not fit into the file.");
        }

        var values = new float[rows * columns];
        for (var from = 0; from < values.Length; from += Piece)
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(from, Math.Min(Piece, values.Length - from))));
        }

        return Array.TrueForAll(values, float.IsFinite) ? values : throw new InvalidDataException("A value is not finite.");
    }

    /// <summary>Reads ascending ids.</summary>
    /// <exception cref="InvalidDataException">They do not ascend.</exception>
    public static long[] ReadLongs(BinaryReader reader)
    {
        var values = new long[Length(reader, sizeof(long))];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadInt64();
            if (i > 0 && values[i] <= values[i - 1])
            {
                throw new InvalidDataException("Product ids do not ascend.");
            }
        }

        return values;
    }

    /// <summary>Reads numbers whose count is known.</summary>
    /// <exception cref="InvalidDataException">The count differs.</exception>
    public static float[] ReadFloats(BinaryReader reader, int expected)
    {
        var values = new float[Length(reader, sizeof(float))];
        if (values.Length != expected)
        {
            throw new InvalidDataException($"{values.Length} values stand for {expected} products.");
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadSingle();
        }

        return values;
    }

    // A length that the rest of the file cannot hold is caught before memory is asked for.
    private static int Length(BinaryReader reader, int size)
    {
        var length = reader.Read7BitEncodedInt();
        return length >= 0 && (long)length * size <= reader.BaseStream.Length - reader.BaseStream.Position
            ? length
            : throw new InvalidDataException($"A list of {length} entries does not fit into the file.");
    }
}
