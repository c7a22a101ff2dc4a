using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>A file that a command was given, and that changes nothing where it does not do.</summary>
internal static class GivenFile
{
    /// <summary>The whole path of a file that is there.</summary>
    /// <exception cref="OperatorException">There is none.</exception>
    public static string Existing(string file) => Path.GetFullPath(file) is var path && File.Exists(path)
        ? path
        : throw new OperatorException($"There is no file {path}.", "Check the name; nothing was changed.", ExitStatus.BadInput);

    /// <summary>What is wrong with a file, and where.</summary>
    public static OperatorException Refused(ImportOutcome.Refused refused)
    {
        var place = (refused.Row > 0 ? $", row {refused.Row}" : "") + (refused.Column is null ? "" : $", column {refused.Column}");
        return new OperatorException($"{refused.File}{place}: {refused.Reason}", refused.Fix, ExitStatus.BadInput);
    }
}
