using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketing.App.Resources;
using Marketing.Kernel;

namespace Marketing.App.Components.Widgets;

/// <summary>Options of a chart as JSON: camel-case names, NaN as null, since an undefined point is a gap and not a zero.</summary>
internal static class ChartJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Encoder = JavaScriptEncoder.Default,
        Converters = { new FiniteOrNull() },
    };

    public static string Write(object options) => JsonSerializer.Serialize(options, Options);

    private sealed class FiniteOrNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}

/// <summary>What the chart script's formatters need to know of the reader and the shop.</summary>
/// <param name="Symbol">Currency symbol.</param>
/// <param name="Minor">Minor units in one of the currency.</param>
/// <param name="Decimals">Decimals of the currency.</param>
/// <param name="Chinese">Whether large numbers are counted in ten thousands.</param>
internal sealed record ChartLocale(string Symbol, double Minor, int Decimals, bool Chinese)
{
    public static ChartLocale Of(Words words, Display display)
    {
        var decimals = Money.Decimals(display.Currency);
        return new ChartLocale(display.Symbol(display.Currency), Math.Pow(10, decimals), decimals, words.IsChinese);
    }
}
