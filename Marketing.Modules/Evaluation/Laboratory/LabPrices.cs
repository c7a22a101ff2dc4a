using System.Text.Json;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Evaluation.Laboratory;

/// <summary>Reads what is known of a market: JSON with impressions by price, and with their sums, which must agree.</summary>
internal static class LabPrices
{
    private const int BadInput = 2;

    // No sum of so many prices and impressions leaves 64 bits.
    private const int MostPrices = 10_000;
    private const long MostImpressions = 1_000_000_000;
    private const long MostSum = MostImpressions * MostPrices * MostPrices;

    private const string Counter = "price_counter_train";
    private const string Form = $"Name a JSON file with {Counter} (how many impressions were won at price 0, 1, 2 and so on), imp_train (their number), cost_train (what they cost) and clk_train (clicks on them).";

    /// <summary>The market.</summary>
    /// <exception cref="OperatorException">The file cannot be read, lacks a field, or its numbers are wrong or do not add up; the message names the place.</exception>
    public static BidMarket Read(string path)
    {
        try
        {
            using var text = LabCsv.OpenText(path, Form);
            using var json = JsonDocument.Parse(text.ReadToEnd(), JsonText.Plain);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Market(path, json.RootElement) : throw Wrong($"{path}: there is no object.");
        }
        catch (JsonException e)
        {
            throw new OperatorException($"{path}, row {(e.LineNumber ?? 0) + 1}, column {(e.BytePositionInLine ?? 0) + 1}: the text is no JSON from here on, or a field stands twice.", Form, BadInput, e);
        }
        catch (Exception e) when (LabCsv.IsOfFile(e))
        {
            throw LabCsv.Unreadable(path, e, Form);
        }
    }

    private static BidMarket Market(string path, JsonElement json)
    {
        var counter = Field(path, json, Counter);
        if (counter.ValueKind != JsonValueKind.Array || counter.GetArrayLength() is 0 or > MostPrices)
        {
            throw Wrong($"{path}, field {Counter}: there is no list of 1 to {MostPrices} counts.");
        }

        var counts = counter.EnumerateArray().Select((count, price) => Whole(path, $"{Counter}, price {price}", count, MostImpressions)).ToArray();
        var market = new BidMarket(counts, Whole(path, "clk_train", Field(path, json, "clk_train")));
        if (market.Highest == 0 || market.Cost == 0)
        {
            throw Wrong($"{path}, field {Counter}: no impression has cost anything; there is nothing to learn a price from.");
        }

        Agree(path, "imp_train", Whole(path, "imp_train", Field(path, json, "imp_train")), market.Impressions, "impressions");
        Agree(path, "cost_train", Whole(path, "cost_train", Field(path, json, "cost_train")), market.Cost, "in cost");
        return market.Clicks >= 1 && market.Clicks <= market.Impressions ? market
            : throw Wrong($"{path}, field clk_train: {market.Clicks} clicks on {market.Impressions} impressions; there must be one, and not more than impressions.");
    }

    private static JsonElement Field(string path, JsonElement json, string name) => json.TryGetProperty(name, out var field)
        ? field
        : throw Wrong($"{path}: there is no field {name}; there are {string.Join(", ", json.EnumerateObject().Take(20).Select(one => LabCsv.Shown(one.Name)))}.");

    private static long Whole(string path, string place, JsonElement value, long most = MostSum) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0 && number <= most
            ? number
            : throw Wrong($"{path}, field {place}: '{LabCsv.Shown(value.GetRawText())}' is no whole number from 0 to {most}.");

    private static void Agree(string path, string name, long said, long sum, string what)
    {
        if (said != sum)
        {
            throw Wrong($"{path}, field {name}: '{said}' is not what {Counter} adds up to, which is {sum} {what}.");
        }
    }

    private static OperatorException Wrong(string message) => new(message, Form, BadInput);
}
