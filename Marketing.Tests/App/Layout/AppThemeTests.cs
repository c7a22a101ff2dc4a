using Marketing.App.Components.Layout;
using MudBlazor;
using MudBlazor.Utilities;

namespace Marketing.Tests.App.Layout;

public sealed class AppThemeTests
{
    public static TheoryData<string, string, string> Pairs()
    {
        var pairs = new TheoryData<string, string, string>();
        foreach (var (name, palette) in new (string, Palette)[] { ("light", AppTheme.Theme.PaletteLight), ("dark", AppTheme.Theme.PaletteDark) })
        {
            foreach (var (part, text) in new (string, MudColor)[]
            {
                ("text", palette.TextPrimary), ("secondary text", palette.TextSecondary), ("accent", palette.Primary), ("success", palette.Success),
                ("warning", palette.Warning), ("error", palette.Error), ("info", palette.Info),
            })
            {
                pairs.Add($"{name} {part} on surface", text.ToString(MudColorOutputFormats.Hex), palette.Surface.ToString(MudColorOutputFormats.Hex));
                pairs.Add($"{name} {part} on background", text.ToString(MudColorOutputFormats.Hex), palette.Background.ToString(MudColorOutputFormats.Hex));
            }

            pairs.Add($"{name} button", palette.PrimaryContrastText.ToString(MudColorOutputFormats.Hex), palette.Primary.ToString(MudColorOutputFormats.Hex));
            pairs.Add($"{name} error button", palette.ErrorContrastText.ToString(MudColorOutputFormats.Hex), palette.Error.ToString(MudColorOutputFormats.Hex));
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Text_meets_the_contrast_of_WCAG_AA(string name, string text, string ground) =>
        Assert.True(Contrast(text, ground) >= 4.5, $"{name}: {text} on {ground} has {Contrast(text, ground):0.00}.");

    [Fact]
    public void The_contrast_is_WCAG_s()
    {
        Assert.Equal(21, Contrast("#000000", "#ffffff"), 6);
        Assert.Equal(4.48, Contrast("#777777", "#ffffff"), 2);
    }

    // WCAG 2.2, relative luminance and contrast ratio.
    private static double Contrast(string a, string b)
    {
        var (first, second) = (Luminance(a), Luminance(b));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    private static double Luminance(string hex)
    {
        double Channel(int at)
        {
            var share = Convert.ToInt32(hex.Substring(at, 2), 16) / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }
}
