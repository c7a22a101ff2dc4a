using System.Globalization;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Commands;

/// <summary>Parameters of a model on the command line: <c>--NAME VALUE</c> by the field's names, which the models know and the command line does not.</summary>
internal static class ModelParameters
{
    private const string Seed = "seed";

    /// <summary>The recommenders with their parameters, a line each, for a help of the laboratory.</summary>
    public static string Recommenders() => Recommenders(LabCommand.UsualSeed);

    /// <param name="seed">The seed of the command where it has one, which takes the place of the models' own.</param>
    public static string Recommenders(long? seed)
    {
        using var services = new ServiceCollection().AddRecommenderMethods(new ConfigurationBuilder().Build()).BuildServiceProvider();
        var methods = services.GetRequiredService<IRecommenderMethods>();
        return Listed(methods.Kinds, methods.Parameters, seed);
    }

    /// <summary>Models with their parameters and what these are when not said, a line each.</summary>
    public static string Listed(IEnumerable<string> kinds, Func<string, IReadOnlyList<MethodParameter>> parameters, long? seed) =>
        string.Join('\n', kinds.Select(kind => $"  {kind,-12}{string.Join(", ", parameters(kind).Select(parameter => $"{parameter.Name} ({Usual(parameter, seed)})"))}"));

    /// <summary>Reads what the command line has left over: --NAME VALUE or --NAME=VALUE.</summary>
    /// <param name="tokens">What is left over.</param>
    /// <param name="command">The command, as it is typed.</param>
    /// <exception cref="OperatorException">It is none of that.</exception>
    public static Dictionary<string, string> Read(IReadOnlyList<string> tokens, string command)
    {
        var parameters = new Dictionary<string, string>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].StartsWith("--", StringComparison.Ordinal) || tokens[i].Length < 3)
            {
                throw Wrong($"'{tokens[i]}' is not understood.", command);
            }

            var (name, equals) = (tokens[i][2..], tokens[i].IndexOf('=', StringComparison.Ordinal) - 2);
            if (equals < 0 && i + 1 == tokens.Count)
            {
                throw Wrong($"--{name} has no value.", command);
            }

            parameters[equals < 0 ? name : name[..equals]] = equals < 0 ? tokens[++i] : name[(equals + 1)..];
        }

        return parameters;
    }

    private static OperatorException Wrong(string what, string command) =>
        new(what, $"Parameters of the model are given as --NAME VALUE; 'marketing {command} --help' lists them.", ExitStatus.BadInput);

    private static string Usual(MethodParameter parameter, long? seed) =>
        parameter.Name == Seed && seed is { } number ? number.ToString(CultureInfo.InvariantCulture)
        : parameter.Words.Count > 0 ? string.Join('/', parameter.Words)
        : parameter.Default;
}
