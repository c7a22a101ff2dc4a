using System.CommandLine;
using Marketing.App.Hosting;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class RestoreCommand
{
    public const string Help = """
        Put a copy of the database in its place, while nobody serves the data folder.
        What stood there is kept under the data folder's backups. People who were erased after the copy was made are erased again at the next start.

        Examples:
          marketing restore /mnt/safe/shop.db --data /srv/shop
        """;

    public static Argument<string> File { get; } = new("FILE") { Description = "A copy that 'marketing backup' wrote." };

    public static Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        using var services = ShopProvider.Build(context.Root, context.Configuration());
        var replaced = services.GetRequiredService<IDatabaseCare>().Restore(parsed.GetValue(File)!);
        if (context.Json)
        {
            context.Terminal.Json(new { replaced });
        }
        else
        {
            context.Terminal.Output.WriteLine(replaced is null ? "restored" : $"restored; what stood there is {replaced} now");
        }

        return Task.FromResult(ExitStatus.Succeeded);
    }
}
