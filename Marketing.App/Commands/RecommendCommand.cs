using System.CommandLine;
using System.Globalization;
using Marketing.App.Api;
using Marketing.App.Api.V1;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Commands;

internal static class RecommendCommand
{
    public const string Help = """
        Write the recommendations of every customer as of now, a line of JSON each.
        The reasons are in words, as GET /api/v1/recommendations answers. The rules of the shop hold, for the place named.

        Examples:
          marketing recommend --out lists.ndjson
          marketing recommend --n 5 --placement mail > lists.ndjson
        """;

    public static Option<string?> Out { get; } = new("--out") { Description = "File to write, complete or not at all; standard output when not said.", HelpName = "FILE" };

    public static Option<int> Products { get; } = Counted();

    public static Option<string?> Placement { get; } = new("--placement") { Description = "Place that the rules are asked for, for example home or mail.", HelpName = "NAME" };

    public static Option<string> Language { get; } = Known();

    public static Command AddTo(Command command)
    {
        command.Options.Add(Out);
        command.Options.Add(Products);
        command.Options.Add(Placement);
        command.Options.Add(Language);
        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(Placement) is { } named && !RecommendationQuery.IsPlacement(named))
        {
            throw new OperatorException("The place has a name that none has.", $"Name it with {RecommendationQuery.PlacementForm}, for example home.");
        }

        var target = WholeFile.Named(parsed.GetValue(Out));
        await using var services = await SharedFolder.OpenToReadAsync(context, "Read /api/v1/recommendations/export of that process, or stop it first.", showsPeople: true, cancellation);
        await TransferGate.AskAsync(services, TransferPlaces.CustomerList, "The recommendations are not written: they are personal data.", cancellation);
        var (recommendations, answer) = (services.GetRequiredService<IRecommendations>(), new ListAnswer(services.GetRequiredService<IShop>(), services.GetRequiredService<ISnapshots>()));
        var (query, words) = (new RelatedQuery(parsed.GetValue(Products), parsed.GetValue(Placement)), Words.In(parsed.GetValue(Language)!));
        IReadOnlyDictionary<string, int> written = new Dictionary<string, int>();
        async Task WriteAsync(TextWriter writer) => written = await ListExport.WriteAsync(writer, recommendations, answer, query, words, cancellation);
        await services.GetRequiredService<IAuditLog>().WriteAsync(CommandContext.Actor, "people.export", "recommendations", new { Place = TransferPlaces.CustomerList, Filter = $"n={query.Take} placement={query.Placement}" }, cancellation);
        await (target is { } path ? WholeFile.WriteAsync(path, WriteAsync) : WriteAsync(context.Terminal.Output));
        await context.Terminal.Error.WriteLineAsync($"{Numerals.Whole(written.Values.Sum())} customers: {string.Join(", ", written.Select(kind => $"{kind.Key} {Numerals.Whole(kind.Value)}"))}");
        return ExitStatus.Succeeded;
    }

    private static Option<int> Counted()
    {
        var count = new Option<int>("--n") { Description = $"Products of a list, 1 to {RecommendationQuery.Longest}.", DefaultValueFactory = _ => 10, HelpName = "NUMBER" };
        count.Validators.Add(result =>
        {
            // What is no number at all is the parser's to say.
            if (result.Tokens is [var token] && int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number is < 1 or > RecommendationQuery.Longest)
            {
                result.AddError($"--n is a whole number from 1 to {RecommendationQuery.Longest}.");
            }
        });
        return count;
    }

    private static Option<string> Known()
    {
        var language = new Option<string>("--language") { Description = "Language of the reasons.", DefaultValueFactory = _ => Words.English };
        language.AcceptOnlyFromAmong([.. Words.Languages]);
        return language;
    }
}
