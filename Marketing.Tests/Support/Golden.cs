using System.Text.Json;

namespace Marketing.Tests.Support;

/// <summary>Reference numbers under Golden.</summary>
internal static class Golden
{
    public static JsonElement Read(string file)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Golden", file));
        return JsonSerializer.Deserialize<JsonElement>(stream);
    }

    public static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetInt32())];

    public static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];

    public static double[][] Matrix(JsonElement rows) => [.. rows.EnumerateArray().Select(Doubles)];
}
