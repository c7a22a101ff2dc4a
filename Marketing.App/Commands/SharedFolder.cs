using Marketing.App.Hosting;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>The data folder, which one process holds: a command waits its turn, or writes small things beside a program that serves.</summary>
internal static class SharedFolder
{
    // A program that has just been started holds the folder before it works on the queue.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>The shop, opened for this command alone, which works on it as a program that serves does.</summary>
    /// <param name="context">Folder and configuration.</param>
    /// <param name="instead">What to do while another process holds the folder.</param>
    /// <param name="cancellation">Ends the opening.</param>
    public static Task<ServiceProvider> OpenAsync(CommandContext context, string instead, CancellationToken cancellation)
    {
        RefuseWithoutShop(context);
        return OpenAsync(context, services =>
        {
            RefuseWhileHeld(services, instead);
            return ShopStart.OpenAsync(services, cancellation);
        });
    }

    /// <summary>The shop, opened for this command alone, which only reads much: what a program before it left unfinished stays so.</summary>
    /// <param name="context">Folder and configuration.</param>
    /// <param name="instead">What to do while another process holds the folder.</param>
    /// <param name="showsPeople">Whether the command shows people, of whom none may be one who was erased.</param>
    /// <param name="cancellation">Ends the opening.</param>
    public static Task<ServiceProvider> OpenToReadAsync(CommandContext context, string instead, bool showsPeople, CancellationToken cancellation)
    {
        RefuseWithoutShop(context);
        return OpenAsync(context, services =>
        {
            RefuseWhileHeld(services, instead);
            return ReadyAsync(services, showsPeople, cancellation);
        });
    }

    /// <summary>
    /// The shop, also beside a program that serves it: for what that program keeps no copy of in its memory, or looks for itself. Without one, what a
    /// program before left unfinished stays so.
    /// </summary>
    /// <param name="context">Folder and configuration.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <param name="showsPeople">Whether the command shows people, of whom none may be one who was erased.</param>
    public static Task<ServiceProvider> OpenBesideAsync(CommandContext context, CancellationToken cancellation, bool showsPeople = false)
    {
        RefuseWithoutShop(context);
        // A program that serves has the folder already migrated.
        return OpenAsync(context, services => services.GetRequiredService<IDatabaseCare>().HeldBy() is null
            ? ReadyAsync(services, showsPeople, cancellation)
            : services.GetRequiredService<IShop>().OpenAsync(cancellation));
    }

    /// <summary>
    /// The shop to look at something with: as <see cref="OpenBesideAsync"/> where there is one, otherwise an empty one with the settings of the folder,
    /// of which nothing stays.
    /// </summary>
    /// <param name="context">Folder and configuration.</param>
    /// <param name="look">What looks.</param>
    /// <param name="cancellation">Ends the opening.</param>
    public static async Task<int> LookAsync(CommandContext context, Func<ServiceProvider, Task<int>> look, CancellationToken cancellation)
    {
        if (HoldsShop(context))
        {
            await using var own = await OpenBesideAsync(context, cancellation);
            return await look(own);
        }

        var passing = Directory.CreateTempSubdirectory("marketing-look-");
        try
        {
            await using var empty = ShopProvider.Build(passing.FullName, context.Configuration());
            await ShopStart.OpenAsync(empty, cancellation);
            return await look(empty);
        }
        finally
        {
            passing.Delete(recursive: true);
        }
    }

    /// <summary>The shop for files: alone, or beside a program that serves it and takes files from its queue. A folder without a shop becomes one, and that is said.</summary>
    /// <param name="context">Folder and configuration.</param>
    /// <param name="instead">What to do while a process holds the folder that takes none.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <returns>The shop, and whether a program serves it.</returns>
    public static async Task<(ServiceProvider Services, bool IsServed)> OpenForFilesAsync(CommandContext context, string instead, CancellationToken cancellation)
    {
        var (served, isNew) = (false, !HoldsShop(context));
        var services = await OpenAsync(context, async services =>
        {
            served = await IsServedAsync(services, cancellation);
            if (served)
            {
                await services.GetRequiredService<IShop>().OpenAsync(cancellation);
                return;
            }

            RefuseWhileHeld(services, instead, "It takes no files: it is a command at work, or a program that serves and is still starting, which takes a while after an update. ");
            await ShopStart.OpenAsync(services, cancellation);
            if (isNew)
            {
                context.Terminal.Error.WriteLine($"A new shop begins in {context.Root}.");
            }
        });
        return (services, served);
    }

    /// <summary>Stops a command that needs a shop: a data folder that is mistyped would otherwise become a shop that nobody finds again.</summary>
    /// <exception cref="OperatorException">The folder holds none.</exception>
    public static void RefuseWithoutShop(CommandContext context)
    {
        if (File.Exists(context.Root))
        {
            throw new OperatorException($"{context.Root} is a file, and a shop is kept in a folder.", "Name its folder with --data FOLDER.", ExitStatus.BadInput);
        }

        if (!HoldsShop(context))
        {
            throw new OperatorException($"There is no shop in {context.Root}.", "Name its folder with --data FOLDER. 'marketing serve' and 'marketing import FILE' begin a new one.", ExitStatus.BadInput);
        }
    }

    private static bool HoldsShop(CommandContext context) => File.Exists(Path.Combine(context.Root, DataFolder.DatabaseName));

    private static async Task<bool> IsServedAsync(ServiceProvider services, CancellationToken cancellation)
    {
        var (care, folder) = (services.GetRequiredService<IDatabaseCare>(), services.GetRequiredService<DataFolder>());
        for (var waited = TimeSpan.Zero; care.HeldBy() is not null; waited += Pause)
        {
            if (QueueHold.IsHeld(folder))
            {
                return true;
            }

            if (waited >= Patience)
            {
                return false;
            }

            await Task.Delay(Pause, cancellation);
        }

        return false;
    }

    private static async Task ReadyAsync(ServiceProvider services, bool showsPeople, CancellationToken cancellation)
    {
        await ShopStart.ReadyAsync(services, cancellation);
        if (showsPeople)
        {
            await ShopStart.EraseAsync(services, cancellation);
        }
    }

    private static async Task<ServiceProvider> OpenAsync(CommandContext context, Func<ServiceProvider, Task> open)
    {
        var services = ShopProvider.Build(context.Root, context.Configuration());
        try
        {
            await open(services);
            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    private static void RefuseWhileHeld(ServiceProvider services, string instead, string why = "")
    {
        if (services.GetRequiredService<IDatabaseCare>().HeldBy() is { } process)
        {
            var folder = services.GetRequiredService<DataFolder>().Root;
            throw new OperatorException($"The data folder {folder} is in use by another process of this program{(process == 0 ? "" : $" (process {process})")}.", why + instead);
        }
    }
}
