using System.Buffers.Binary;
using Marketing.Kernel;

namespace Marketing.Data.Ledger;

/// <summary>
/// Chosen products as bytes: for each its id, its score, how many products carried it and their ids. Ids and counts take as few
/// bytes as they need (7 bits a byte, lowest first, the high bit says that more follow); scores are 32-bit, little-endian.
/// The number of products follows from the length.
/// </summary>
internal static class ProductCodec
{
    /// <exception cref="ArgumentException">A product id is negative.</exception>
    public static byte[] Encode(IReadOnlyList<ChosenProduct> products)
    {
        using var stream = new MemoryStream(16 * products.Count);
        Span<byte> score = stackalloc byte[sizeof(float)];
        foreach (var product in products)
        {
            Write(stream, product.Product.Value);
            BinaryPrimitives.WriteSingleLittleEndian(score, (float)product.Score);
            stream.Write(score);
            Write(stream, product.BecauseOf.Count);
            foreach (var because in product.BecauseOf)
            {
                Write(stream, because.Value);
            }
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not of this form.</exception>
    public static IReadOnlyList<ChosenProduct> Decode(ReadOnlySpan<byte> bytes)
    {
        var products = new List<ChosenProduct>();
        while (bytes.Length > 0)
        {
            var id = Read(ref bytes);
            if (bytes.Length < sizeof(float))
            {
                throw Broken();
            }

            var score = BinaryPrimitives.ReadSingleLittleEndian(bytes);
            bytes = bytes[sizeof(float)..];
            var count = Read(ref bytes);
            if (count > bytes.Length)
            {
                throw Broken();
            }

            var because = new ProductId[count];
            for (var i = 0; i < because.Length; i++)
            {
                because[i] = new ProductId(Read(ref bytes));
            }

            products.Add(new ChosenProduct(new ProductId(id), score, because));
        }

        return products;
    }

    private static void Write(MemoryStream stream, long value)
    {
        if (value < 0)
        {
            throw new ArgumentException($"{value} is not a product id.");
        }

        while (value >= 0x80)
        {
            stream.WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        stream.WriteByte((byte)value);
    }

    private static long Read(ref ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        for (var i = 0; i < bytes.Length && i < 9; i++)
        {
            value |= (long)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }

        throw Broken();
    }

    private static InvalidDataException Broken() => new("A decision's products cannot be read: the bytes end in the middle or are of another form.");
}
