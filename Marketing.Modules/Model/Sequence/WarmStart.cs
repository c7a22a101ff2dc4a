using System.Security.Cryptography;
using Marketing.Kernel;
using Marketing.Model.Recommenders;
using Marketing.Model.Registry;
using Marketing.Model.Training;

namespace Marketing.Model.Sequence;

/// <summary>Parameters of an earlier model as the start of a training.</summary>
internal static class WarmStart
{
    /// <summary>Takes over what an earlier network of the same form has learned; products that it did not know keep their start.</summary>
    /// <param name="network">Receives the parameters.</param>
    /// <param name="products">Ids of its products, ascending.</param>
    /// <param name="path">Model file.</param>
    /// <param name="method">Reads the file's body.</param>
    /// <param name="note">Takes why the file is not used, or null.</param>
    /// <returns>Hash of the file; null when it is not used.</returns>
    public static string? Into(SequenceNetwork network, long[] products, string path, IRecommenderMethod method, Action<string>? note)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            using var reader = new BinaryReader(new MemoryStream(bytes));
            var (kind, parameters) = ModelFiles.ReadHead(reader, reason => new OperatorException(reason, ""));
            if (kind != method.Kind)
            {
                note?.Invoke(TrainingNotes.EarlierOfOtherKind(kind));
                return null;
            }

            var earlier = (TransformerRecommender)method.Read(reader, parameters);
            if (Same(earlier.Network.Shape, network.Shape) is false)
            {
                note?.Invoke(TrainingNotes.EarlierOfOtherShape);
                return null;
            }

            Copy(earlier.Network, earlier.Products, network, products);
            return Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OperatorException or InvalidDataException or ArgumentException)
        {
            note?.Invoke(TrainingNotes.EarlierUnreadable(e.Message));
            return null;
        }
    }

    private static bool Same(SequenceShape a, SequenceShape b) => a with { Products = 0, Signs = [] } == b with { Products = 0, Signs = [] } && a.Signs.SequenceEqual(b.Signs);

    private static void Copy(SequenceNetwork from, long[] known, SequenceNetwork to, long[] products)
    {
        foreach (var (source, target) in from.Layout.All.Zip(to.Layout.All))
        {
            var (own, width) = (target == to.Products, target.Columns);
            if (!own)
            {
                from.Values.Span.Slice(source.Offset, source.Count).CopyTo(to.Values.Span.Slice(target.Offset, target.Count));
                continue;
            }

            for (var p = 0; p < products.Length; p++)
            {
                if (Array.BinarySearch(known, products[p]) is >= 0 and var row)
                {
                    from.Values.Span.Slice(source.Offset + (row * width), width).CopyTo(to.Values.Span.Slice(target.Offset + (p * width), width));
                }
            }
        }
    }
}
