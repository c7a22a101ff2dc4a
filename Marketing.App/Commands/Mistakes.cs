using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Marketing.App.Hosting;

namespace Marketing.App.Commands;

/// <summary>What is wrong with a command line, in the words of whoever typed it.</summary>
internal static partial class Mistakes
{
    /// <summary>What is wrong, a sentence each, and at the end where to read on; empty when nothing is.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        // The parser takes whatever a list of files may hold for a file, options that there are not among it.
        var strays = parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash) ? [] : parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens).Select(token => token.Value).Where(value => IsOption().IsMatch(value)).ToList();
        List<string> found = [.. NamelessFiles(parsed)];
        found.AddRange(parsed.Action is ParseErrorAction
            ? [.. strays.Select(stray => NoOption(stray, parsed)), .. Errors(parsed).Distinct().Where(error => !strays.Exists(stray => error.Contains(stray, StringComparison.Ordinal)))]
            : [.. strays.Select(stray => NoOption(stray, parsed))]);
        return found.Count == 0 ? found : [.. found, $"'{Typed(parsed)} --help' says what there is."];
    }

    // A variable of a script that was never set gives a name without a letter.
    private static IEnumerable<string> NamelessFiles(ParseResult parsed) => parsed.CommandResult.Children.OfType<OptionResult>()
        .Where(option => option.Option.HelpName == "FILE" && option.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
        .Select(option => $"{option.Option.Name} needs the name of a file.");

    private static IEnumerable<string> Errors(ParseResult parsed)
    {
        var (command, unknown) = (parsed.CommandResult.Command, parsed.Errors.Any(IsUnknown) ? parsed.UnmatchedTokens : []);
        if (command.Subcommands.Count > 0 && unknown is [var name, ..] && !IsOption().IsMatch(name))
        {
            // What follows belongs to the command that was meant.
            return [$"'{name}' is no command of '{Typed(parsed)}'.{Spelling.Hint(name, command.Subcommands.Select(known => known.Name))}"];
        }

        // The word behind an option that there is not is its value.
        return unknown.Where((token, i) => i == 0 || !IsOption().IsMatch(unknown[i - 1]) || IsOption().IsMatch(token))
            .Select(token => IsOption().IsMatch(token) ? NoOption(token, parsed) : $"'{Typed(parsed)}' takes no '{token}'.")
            .Concat(parsed.Errors.Where(error => !IsUnknown(error)).Select(error => InWords(error, parsed)));
    }

    private static bool IsUnknown(ParseError error) => error.Message.StartsWith("Unrecognized command or argument", StringComparison.Ordinal);

    private static string NoOption(string stray, ParseResult parsed)
    {
        var name = stray.Split('=')[0];
        if (parsed.CommandResult.Command is { TreatUnmatchedTokensAsErrors: false, Arguments: [var first, ..] })
        {
            return $"'{name}' stands before {first.Name}: what is of a kind comes behind it, as in '{Typed(parsed)} {first.Name} {name} VALUE'.";
        }

        return $"'{name}' is no option of '{Typed(parsed)}'.{Spelling.Hint(name, Options(parsed))}{(parsed.CommandResult.Command.Arguments.Count > 0 ? " If it is a value, write -- before it." : "")}";
    }

    private static IEnumerable<string> Options(ParseResult parsed)
    {
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult command; result = result.Parent)
        {
            foreach (var option in command.Command.Options)
            {
                yield return option.Name;
            }
        }
    }

    private static string Typed(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Parent: not null } command; result = result.Parent)
        {
            names.Push(command.Command.Name);
        }

        return string.Join(' ', names.Prepend("marketing"));
    }

    /// <summary>The parser's message with the kind of value that is wanted in place of the name of a type.</summary>
    private static string InWords(ParseError error, ParseResult parsed) =>
        error.SymbolResult is OptionResult { Option: var option } && error.Message.StartsWith("Required argument missing", StringComparison.Ordinal)
            ? $"{option.Name} needs {Kind(option.ValueType.FullName!)}."
            : error.Message.StartsWith("Required argument missing", StringComparison.Ordinal)
            ? $"'{Typed(parsed)}' needs {string.Join(' ', parsed.CommandResult.Command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0).Select(argument => argument.HelpName ?? argument.Name))}."
            : error.Message.StartsWith("Required command was not provided", StringComparison.Ordinal)
            ? $"'{Typed(parsed)}' needs one of: {string.Join(", ", parsed.CommandResult.Command.Subcommands.Select(command => command.Name))}."
            : NoneOf().Match(error.Message) is { Success: true } other
            ? NotAmong(other.Groups["typed"].Value, [.. Among().Matches(other.Groups["list"].Value).Select(match => match.Groups["word"].Value)], error.SymbolResult as OptionResult)
            : Wanted().Match(error.Message) is { Success: true } mistake
            ? $"{(mistake.Groups["place"].Value == "option" ? mistake.Groups["name"].Value : $"'{mistake.Groups["name"].Value}'")}: '{mistake.Groups["typed"].Value}' is not {Kind(mistake.Groups["type"].Value)}."
            : error.Message;

    private static string NotAmong(string typed, IReadOnlyList<string> words, OptionResult? option) =>
        $"{(option is null ? "" : $"{option.Option.Name}: ")}'{typed}' is not one of: {string.Join(", ", words)}.{Spelling.Hint(typed, words)}";

    private static string Kind(string type) => type switch
    {
        _ when type.Contains("DateOnly", StringComparison.Ordinal) => "a day such as 2027-01-31",
        _ when type.Contains("DateTime", StringComparison.Ordinal) => "a time such as 2027-01-31 or 2027-01-31T09:30:00Z",
        _ when type.Contains("Int", StringComparison.Ordinal) => "a whole number",
        _ when type.Contains("Double", StringComparison.Ordinal) || type.Contains("Decimal", StringComparison.Ordinal) => "a number such as 1.57",
        _ when type.Contains("Boolean", StringComparison.Ordinal) => "true or false",
        _ when type.Contains("String", StringComparison.Ordinal) => "a value",
        _ => "a value that can be read",
    };

    [GeneratedRegex("^--?[a-zA-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex IsOption();

    [GeneratedRegex("^Argument '(?<typed>.*)' not recognized. Must be one of:(?<list>.*)$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex NoneOf();

    [GeneratedRegex("'(?<word>[^']+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Among();

    [GeneratedRegex("^Cannot parse argument '(?<typed>.*)' for (?<place>option|command|argument) '(?<name>.*)' as expected type '(?<type>.*)'", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Wanted();
}
