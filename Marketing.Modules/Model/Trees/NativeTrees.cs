using System.Globalization;
using System.Runtime.InteropServices;

namespace Marketing.Model.Trees;

/// <summary>LightGBM by its own C interface, for objectives that ML.NET does not hand through.</summary>
internal static partial class NativeTrees
{
    private const string Library = "lib_lightgbm";
    private const int Float32 = 0;
    private const int RowMajor = 1;

    /// <summary>Grows trees; the sum of a row's leaves is the objective's raw score.</summary>
    /// <param name="width">Number of features.</param>
    /// <param name="rows">Features, row after row; without NaN.</param>
    /// <param name="labels">Label of each row.</param>
    /// <param name="weights">Weight of each row.</param>
    /// <param name="parameters">Objective and growth in LightGBM's own names, <c>name=value</c> with blanks between.</param>
    /// <param name="trees">Most trees.</param>
    /// <param name="cancellation">Stops between two trees.</param>
    /// <exception cref="InvalidOperationException">LightGBM refuses; the message is its own.</exception>
    public static unsafe TreeEnsemble Grow(int width, ReadOnlySpan<float> rows, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, string parameters, int trees, CancellationToken cancellation)
    {
        var (data, booster) = (nint.Zero, nint.Zero);
        try
        {
            fixed (float* x = rows, y = labels, w = weights)
            {
                Check(DatasetCreate(x, Float32, labels.Length, width, RowMajor, parameters, nint.Zero, out data));
                Check(DatasetSetField(data, "label", y, labels.Length, Float32));
                Check(DatasetSetField(data, "weight", w, weights.Length, Float32));
            }

            Check(BoosterCreate(data, parameters, out booster));
            for (var (tree, ended) = (0, 0); tree < trees && ended == 0; tree++)
            {
                cancellation.ThrowIfCancellationRequested();
                Check(BoosterUpdate(booster, out ended));
            }

            return Parse(Text(booster), width);
        }
        finally
        {
            _ = booster == nint.Zero ? 0 : BoosterFree(booster);
            _ = data == nint.Zero ? 0 : DatasetFree(data);
        }
    }

    /// <summary>Trees out of the text in which LightGBM keeps a model.</summary>
    public static TreeEnsemble Parse(string text, int width)
    {
        var (roots, feature, threshold, left, right, leaf) = (new List<int>(), new List<int>(), new List<float>(), new List<int>(), new List<int>(), new List<float>());
        foreach (var block in text.Split("Tree=").Skip(1))
        {
            var lines = block.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
            var (nodes, leaves, splits) = (feature.Count, leaf.Count, lines.GetValueOrDefault("split_feature", []));
            roots.Add(splits.Length == 0 ? ~leaves : nodes);
            feature.AddRange(splits.Select(Whole));
            threshold.AddRange(lines.GetValueOrDefault("threshold", []).Select(Below));
            left.AddRange(lines.GetValueOrDefault("left_child", []).Select(Child));
            right.AddRange(lines.GetValueOrDefault("right_child", []).Select(Child));
            leaf.AddRange(lines["leaf_value"].Select(value => (float)Number(value)));

            int Child(string value) => Whole(value) is < 0 and var child ? ~(~child + leaves) : Whole(value) + nodes;
        }

        return new TreeEnsemble(width, [.. roots], [.. feature], [.. threshold], [.. left], [.. right], [.. leaf]);
    }

    // The largest float that is not above the threshold splits floats as the threshold does.
    private static float Below(string value) => Number(value) is var number && (float)number is var near && near > number ? MathF.BitDecrement(near) : near;

    private static double Number(string value) => double.Parse(value, CultureInfo.InvariantCulture);

    private static int Whole(string value) => int.Parse(value, CultureInfo.InvariantCulture);

    private static unsafe string Text(nint booster)
    {
        var buffer = new byte[1 << 20];
        while (true)
        {
            fixed (byte* start = buffer)
            {
                Check(BoosterSave(booster, 0, -1, 0, buffer.Length, out var length, start));
                if (length <= buffer.Length)
                {
                    return Marshal.PtrToStringUTF8((nint)start, (int)length - 1);
                }

                buffer = new byte[length];
            }
        }
    }

    private static void Check(int status) => _ = status == 0 ? 0 : throw new InvalidOperationException($"LightGBM: {Marshal.PtrToStringUTF8(LastError())}");

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetCreateFromMat", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int DatasetCreate(float* data, int type, int rows, int columns, int order, string parameters, nint reference, out nint dataset);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetSetField", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int DatasetSetField(nint dataset, string field, float* values, int count, int type);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetFree")]
    private static partial int DatasetFree(nint dataset);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterCreate", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int BoosterCreate(nint dataset, string parameters, out nint booster);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterUpdateOneIter")]
    private static partial int BoosterUpdate(nint booster, out int ended);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterSaveModelToString")]
    private static unsafe partial int BoosterSave(nint booster, int first, int count, int importance, long size, out long length, byte* text);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterFree")]
    private static partial int BoosterFree(nint booster);

    [LibraryImport(Library, EntryPoint = "LGBM_GetLastError")]
    private static partial nint LastError();
}
