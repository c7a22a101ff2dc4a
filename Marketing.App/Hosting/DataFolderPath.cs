namespace Marketing.App.Hosting;

/// <summary>Which folder a command works on.</summary>
internal static class DataFolderPath
{
    public const string Variable = "MARKETING_DATA";

    /// <summary>Name of the folder under the current one, when nothing else is said.</summary>
    public const string Name = "data";

    /// <summary>The option, else the environment variable, else <see cref="Name"/> under the current folder; made absolute.</summary>
    public static string Resolve(string? option)
    {
        var chosen = string.IsNullOrWhiteSpace(option) ? Environment.GetEnvironmentVariable(Variable) : option;
        return Path.GetFullPath(string.IsNullOrWhiteSpace(chosen) ? Name : chosen);
    }
}
