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

    /// <summary>What is wrong with rows of a file, a line each.</summary>
    /// <param name="refusals">The first of them; at least one.</param>
    /// <param name="more">How many more there are.</param>
    public static OperatorException Refused(IReadOnlyList<ImportOutcome.Refused> refusals, int more) => refusals.Count == 1 && more == 0
        ? Refused(refusals[0])
        : new OperatorException(
            string.Join(Environment.NewLine, refusals.Select(refusal => Refused(refusal)).Select(refused => $"{refused.Message} {refused.Fix}").Append(more > 0 ? $"{Counted.Of(more, "more row")} of the file {(more == 1 ? "does" : "do")} not do either." : "").Where(line => line.Length > 0)),
            "Correct these rows and bring the file in again.",
            ExitStatus.BadInput);

    /// <summary>What is wrong with a file, and where.</summary>
    public static OperatorException Refused(ImportOutcome.Refused refused)
    {
        var place = (refused.Row > 0 ? $", row {refused.Row}" : "") + (refused.Column is null ? "" : $", column {refused.Column}");
        return new OperatorException($"{refused.File}{place}: {refused.Reason}", refused.Fix, ExitStatus.BadInput);
    }
}
