using System.CommandLine;
using Marketing.App.Hosting;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class BackupCommand
{
    public const string Help = """
        Write a consistent copy of the database, also while the program serves.
        The copy is complete or absent. It holds the database alone: keep the folders models and keys and the file erased.keys with it.
        A file that is there is replaced when it is a copy that a backup has written, otherwise left alone. 'marketing restore' puts it back.

        Examples:
          marketing backup                       a dated copy under the data folder's backups
          marketing backup /mnt/safe/shop.db     this file
        """;

    public static Argument<string?> File { get; } = new("FILE")
    {
        Description = "File to write; default: a dated name under the data folder's backups.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        SharedFolder.RefuseWithoutShop(context);
        using var services = ShopProvider.Build(context.Root, context.Configuration());
        var path = services.GetRequiredService<IDatabaseCare>().Backup(parsed.GetValue(File));
        if (context.Json)
        {
            context.Terminal.Json(new { path, bytes = new FileInfo(path).Length });
        }
        else
        {
            context.Terminal.Output.WriteLine(path);
        }

        return Task.FromResult(ExitStatus.Succeeded);
    }
}
