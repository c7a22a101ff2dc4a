using MudBlazor;

namespace Marketing.App.Components.Layout;

/// <summary>The one theme: calm greys, one teal accent, system fonts. Every pair of text and ground meets WCAG AA.</summary>
internal static class AppTheme
{
    private static readonly string[] Fonts =
    [
        "system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial",
        "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", "sans-serif",
    ];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b6b6b",
            PrimaryContrastText = "#ffffff",
            Secondary = "#3d5166",
            Tertiary = "#6b4f9e",
            Info = "#1d5fa8",
            Success = "#1f6f3a",
            Warning = "#8a5300",
            WarningContrastText = "#ffffff",
            Error = "#b3261e",
            Dark = "#24313d",
            Background = "#f5f7f8",
            BackgroundGray = "#eceff1",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1b262f",
            DrawerBackground = "#ffffff",
            DrawerText = "#2b3a46",
            DrawerIcon = "#52636f",
            TextPrimary = "#1b262f",
            TextSecondary = "#51606b",
            TextDisabled = "#7b8891",
            ActionDefault = "#4b5b66",
            ActionDisabled = "#97a2aa",
            ActionDisabledBackground = "#e3e8eb",
            Divider = "#dde3e7",
            DividerLight = "#e9edf0",
            LinesDefault = "#dde3e7",
            LinesInputs = "#84929c",
            TableLines = "#e3e8eb",
            TableHover = "#f0f5f5",
            TableStriped = "#f8fafb",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#5cc9c2",
            PrimaryContrastText = "#06201f",
            Secondary = "#a9bccd",
            SecondaryContrastText = "#10181f",
            Tertiary = "#c0a9ee",
            TertiaryContrastText = "#1d1233",
            Info = "#86b8f0",
            InfoContrastText = "#0b1d31",
            Success = "#7fcf97",
            SuccessContrastText = "#0b2413",
            Warning = "#f0b866",
            WarningContrastText = "#2c1b00",
            Error = "#f2938c",
            ErrorContrastText = "#37100d",
            Dark = "#dce3e8",
            DarkContrastText = "#151c22",
            Background = "#12181d",
            BackgroundGray = "#1a2127",
            Surface = "#1a2228",
            AppbarBackground = "#1a2228",
            AppbarText = "#e6ecf0",
            DrawerBackground = "#1a2228",
            DrawerText = "#d5dde3",
            DrawerIcon = "#a3b1bb",
            TextPrimary = "#e6ecf0",
            TextSecondary = "#a9b6bf",
            TextDisabled = "#74828c",
            ActionDefault = "#b4c0c9",
            ActionDisabled = "#5d6a74",
            ActionDisabledBackground = "#28323a",
            Divider = "#2c3841",
            DividerLight = "#242f37",
            LinesDefault = "#2c3841",
            LinesInputs = "#72818c",
            TableLines = "#2a353d",
            TableHover = "#202a31",
            TableStriped = "#1d262c",
            Skeleton = "#2a353d",
        },
        LayoutProperties = new LayoutProperties
        {
            DefaultBorderRadius = "6px",
            DrawerWidthLeft = "232px",
            AppbarHeight = "56px",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.875rem", LineHeight = "1.5", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = Fonts, FontSize = "1.5rem", FontWeight = "600", LineHeight = "1.3", LetterSpacing = "-0.01em" },
            H2 = new H2Typography { FontFamily = Fonts, FontSize = "1.125rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
            H3 = new H3Typography { FontFamily = Fonts, FontSize = "1rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
            H4 = new H4Typography { FontFamily = Fonts, FontSize = "1.5rem", FontWeight = "600", LineHeight = "1.3", LetterSpacing = "-0.01em" },
            H5 = new H5Typography { FontFamily = Fonts, FontSize = "1.125rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = Fonts, FontSize = "1rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Fonts, FontSize = "0.875rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Fonts, FontSize = "0.8125rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Caption = new CaptionTypography { FontFamily = Fonts, FontSize = "0.75rem", LineHeight = "1.4", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "0.875rem", FontWeight = "600", LetterSpacing = "normal", TextTransform = "none" },
        },
    };
}
