using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Marketing.App.Commands;

/// <summary>Help of one command ends with its examples; the list of commands shows one line each.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private static readonly ConditionalWeakTable<Command, string> _more = [];
    private readonly HelpAction _plain = new();

    /// <summary>A command whose first line of help is its description; the rest is shown by its own help only.</summary>
    public static Command Describe(string name, string help)
    {
        var lines = help.ReplaceLineEndings("\n").Split('\n', 2);
        var command = new Command(name, lines[0]);
        _more.Add(command, lines[1]);
        return command;
    }

    public override int Invoke(ParseResult parseResult)
    {
        // The library's words for parameters that only the models know, with a bracket too many.
        var (configuration, page) = (parseResult.InvocationConfiguration, new StringWriter());
        var output = configuration.Output;
        configuration.Output = page;
        var status = _plain.Invoke(parseResult);
        configuration.Output = output;
        output.Write(page.ToString().Replace("[[--] <additional arguments>...]]", "[--NAME VALUE]...", StringComparison.Ordinal));
        if (_more.TryGetValue(parseResult.CommandResult.Command, out var more))
        {
            output.WriteLine(more);
        }

        return status;
    }
}
