using System.Globalization;
using Marketing.App.Resources;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Components.Widgets;

/// <summary>
/// Sentences out of a code and its arguments: <c>p:17</c> is a product by id, <c>m:1250</c> money in minor units,
/// <c>s:0.12</c> a share; a plain number is grouped, anything else stands as it is.
/// </summary>
internal static class ReasonWords
{
    /// <summary>The sentence in the reader's language; a code without words shows itself with its arguments.</summary>
    public static async Task<string> SayAsync(Words words, Display display, ProductNames products, string area, Reason reason, CancellationToken cancellation = default)
    {
        var arguments = new object?[reason.Arguments.Count];
        for (var index = 0; index < arguments.Length; index++)
        {
            arguments[index] = await ShowAsync(display, products, reason.Arguments[index], cancellation);
        }

        var key = $"{area}.{reason.Code}";
        try
        {
            return words.Has(key) ? words[key, arguments] : string.Join(' ', [reason.Code, .. arguments]);
        }
        catch (FormatException)
        {
            // An older row may hold fewer arguments than the sentence has places.
            return string.Join(' ', [reason.Code, .. arguments]);
        }
    }

    private static async Task<string> ShowAsync(Display display, ProductNames products, string argument, CancellationToken cancellation)
    {
        if (argument.Length > 2 && argument[1] == ':')
        {
            var rest = argument[2..];
            if (argument[0] == 'p' && long.TryParse(rest, CultureInfo.InvariantCulture, out var product))
            {
                return await products.OfAsync(new ProductId(product), cancellation);
            }

            if (argument[0] == 'm' && long.TryParse(rest, CultureInfo.InvariantCulture, out var minor))
            {
                return display.Money(minor);
            }

            if (argument[0] == 's' && double.TryParse(rest, CultureInfo.InvariantCulture, out var share))
            {
                return display.Percent(share);
            }
        }

        return long.TryParse(argument, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? display.Number(number) : argument;
    }
}
