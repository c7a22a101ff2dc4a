using System.CommandLine;
using Marketing.App.Access;
using Marketing.App.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Marketing.App.Commands;

internal static class ServeCommand
{
    public const string Help = """
        Serve the dashboard and run the loop every night.
        The first start prints a one-time link that creates the administrator.

        Examples:
          marketing serve
          marketing serve --data /srv/shop --urls http://localhost:8080
        """;

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var configuration = context.Configuration();
        var urls = ListenAddresses.Choose(context.Urls, configuration);
        ListenAddresses.Check(urls);
        await using var app = ShopHost.Build(context.Root, configuration, urls);
        await ShopStart.OpenAsync(app.Services, cancellation);
        await ServeAsync(app, urls, context, cancellation);
        return ExitStatus.Succeeded;
    }

    /// <summary>Listens until it is told to stop.</summary>
    public static async Task ServeAsync(WebApplication app, IReadOnlyList<string> urls, CommandContext context, CancellationToken cancellation)
    {
        foreach (var unknown in SettingNames.Unknown(context.Configuration()))
        {
            await context.Terminal.Error.WriteLineAsync($"marketing: among the settings, {unknown}");
        }

        await ShopHost.ListenAsync(app, urls, cancellation);
        var listening = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        await context.Terminal.Output.WriteLineAsync($"The dashboard is on {string.Join(" and ", listening.Select(SetupLink.Reachable))}. Ctrl-C stops it.");
        if (await app.Services.GetRequiredService<SetupLink>().IssueAsync(cancellation) is { } link)
        {
            await context.Terminal.Output.WriteLineAsync($"Create the administrator with this one-time link, good for 24 hours: {link}");
        }

        await context.Terminal.Output.FlushAsync(cancellation);
        await app.WaitForShutdownAsync(cancellation);
        await context.Terminal.Error.WriteLineAsync("Stopped.");
    }
}
