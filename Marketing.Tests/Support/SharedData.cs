namespace Marketing.Tests.Support;

/// <summary>Data that may not be in the project: <c>shared/data</c> beside it, or further up.</summary>
internal static class SharedData
{
    /// <summary>Path of a file, or null when it is not there.</summary>
    public static string? Find(string file) => Below("data", file);

    /// <summary>Path of a file of <c>shared/golden</c>.</summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public static string Golden(string file) => Below("golden", file) ?? throw new InvalidOperationException($"shared/golden/{file} is not there.");

    private static string? Below(string part, string file)
    {
        for (var folder = new DirectoryInfo(Repository.Root).Parent; folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", part, file);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}

/// <summary>A theory on such a file; skipped where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    /// <param name="file">Path below <c>shared/data</c>.</param>
    public SharedDataTheoryAttribute(string file)
    {
        File = file;
        Skip = SharedData.Find(file) is null ? $"../shared/data/{file} is missing" : null;
    }

    /// <summary>Path below <c>shared/data</c>.</summary>
    public string File { get; }
}
