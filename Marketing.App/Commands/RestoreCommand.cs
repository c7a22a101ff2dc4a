using System.CommandLine;
using Marketing.App.Hosting;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class RestoreCommand
{
    public const string Help = """
        Put a copy of the database in its place, while nobody serves the data folder.
        What stood there is kept under the data folder's backups. People who were erased after the copy was made are erased again
        by the file erased.keys in the data folder: a copy for another folder needs that file beside it before.

        Examples:
          marketing restore /mnt/safe/shop.db --data /srv/shop
        """;

    public static Argument<string> File { get; } = new("FILE") { Description = "A copy that 'marketing backup' wrote." };

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = ShopProvider.Build(context.Root, context.Configuration());
        var replaced = services.GetRequiredService<IDatabaseCare>().Restore(parsed.GetValue(File)!);
        if (!context.Json)
        {
            await context.Terminal.Output.WriteLineAsync(replaced is null ? "restored" : $"restored; what stood there is {replaced} now");
        }

        var erased = await EraseAgainAsync(services, cancellation);
        if (context.Json)
        {
            context.Terminal.Json(new { replaced, erasedAgain = erased });
        }
        else if (erased > 0)
        {
            await context.Terminal.Output.WriteLineAsync(erased == 1 ? "1 person erased since the backup was taken was erased again" : $"{erased:N0} people erased since the backup was taken were erased again");
        }

        return ExitStatus.Succeeded;
    }

    private static async Task<int> EraseAgainAsync(ServiceProvider services, CancellationToken cancellation)
    {
        try
        {
            return await ShopStart.OpenAsync(services, cancellation);
        }
        catch (OperatorException e)
        {
            throw new OperatorException($"The copy is in place, but it cannot be opened to erase again whom it has brought back: {e.Message}", e.Fix, e.ExitCode, e);
        }
    }
}
