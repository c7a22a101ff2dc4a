using System.CommandLine;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class ApiKeyCommand
{
    public const string Help = "Keys by which other programs send and read (REST, /api/v1).";

    public const string CreateHelp = """
        Make an API key and print it. It is shown this once; only its hash is kept. Also while the program serves.

        Examples:
          marketing api-key create till --scope orders:write --scope events:write
          marketing api-key create warehouse --scope read --expires 2027-01-31 --json
        """;

    public const string ListHelp = """
        List API keys: what they may do, when they were used last, whether they stand.

        Examples:
          marketing api-key list --json
        """;

    public const string RevokeHelp = """
        End an API key for good. A program that serves refuses it within ten seconds.

        Examples:
          marketing api-key revoke 0f3a5b7c9d1e2f40
        """;

    public static Argument<string> Name { get; } = new("NAME") { Description = "Name of the program that will use it; also its name as a sender." };

    public static Argument<string> Id { get; } = new("ID") { Description = "The middle part of the key, as 'marketing api-key list' shows it." };

    public static Option<string[]> Scopes { get; } = new("--scope") { Description = $"What it may do; may be repeated: {string.Join(", ", ApiScopes.All)}.", HelpName = "SCOPE", DefaultValueFactory = _ => [] };

    public static Option<DateTimeOffset?> Expires { get; } = new("--expires") { Description = "When it ends, for example 2027-01-31; default: never.", HelpName = "TIME" };

    public static async Task<int> CreateAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var made = await services.GetRequiredService<IApiKeys>().CreateAsync(parsed.GetValue(Name)!, parsed.GetValue(Scopes) ?? [], parsed.GetValue(Expires), CommandContext.Actor, cancellation);
        if (context.Json)
        {
            context.Terminal.Json(new { made.Key.Id, made.Key.Name, made.Key.Scopes, made.Key.Expires, made.Token });
        }
        else
        {
            context.Terminal.Output.WriteLine(made.Token);
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> ListAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var keys = await services.GetRequiredService<IApiKeys>().ListAsync(cancellation);
        if (context.Json)
        {
            context.Terminal.Json(keys);
            return ExitStatus.Succeeded;
        }

        foreach (var key in keys)
        {
            var state = key.Revoked is { } at ? $"revoked {at:yyyy-MM-dd}" : key.Expires is { } end ? $"until {end:yyyy-MM-dd}" : "stands";
            context.Terminal.Output.WriteLine($"{key.Id}  {key.Name}  {string.Join(' ', key.Scopes)}  {state}  last used {key.LastUsed?.ToString("u") ?? "never"}");
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> RevokeAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var id = parsed.GetValue(Id)!;
        if (!await services.GetRequiredService<IApiKeys>().RevokeAsync(id, CommandContext.Actor, cancellation))
        {
            throw new OperatorException($"No key {id} stands.", "'marketing api-key list' shows the keys.", ExitStatus.BadInput);
        }

        return ExitStatus.Succeeded;
    }
}
