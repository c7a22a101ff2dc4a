namespace Marketing.Tests.Browser;

/// <summary>The browser that is installed on this machine; MARKETING_CHROMIUM names another one.</summary>
internal static class Chromium
{
    public static string? Path { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("MARKETING_CHROMIUM") is { Length: > 0 } named)
        {
            return named;
        }

        string[] usual =
        [
            "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            @"C:\Program Files\Google\Chrome\Application\chrome.exe",
            @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
        ];
        return usual.FirstOrDefault(File.Exists);
    }
}

/// <summary>A test in the installed browser; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Path is null)
        {
            Skip = "No Chromium is installed; MARKETING_CHROMIUM may name one.";
        }
    }
}

/// <summary>A test in the installed browser with several cases; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (Chromium.Path is null)
        {
            Skip = "No Chromium is installed; MARKETING_CHROMIUM may name one.";
        }
    }
}
