namespace Marketing.Tests.Support;

/// <summary>Places of the source tree, found by walking up from the test's folder.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The built program, to be run as a process of its own.</summary>
    public static string Program { get; } = Path.Combine(Root, "Marketing.App", "bin", Configuration, "net10.0", "marketing.dll");

#if DEBUG
    public const string Configuration = "Debug";
#else
    public const string Configuration = "Release";
#endif

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Marketing.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
