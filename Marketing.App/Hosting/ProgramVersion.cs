using System.Reflection;

namespace Marketing.App.Hosting;

internal static class ProgramVersion
{
    /// <summary>Version of the program without the build's mark.</summary>
    public static string Text { get; } = (typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];
}
