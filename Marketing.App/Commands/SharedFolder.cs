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

    /// <summary>The shop, opened for this command alone.</summary>
    /// <param name="context">Folder and configuration.</param>
    /// <param name="instead">What to do while another process holds the folder.</param>
    /// <param name="cancellation">Ends the opening.</param>
    public static Task<ServiceProvider> OpenAsync(CommandContext context, string instead, CancellationToken cancellation) => OpenAsync(context, services =>
    {
        RefuseWhileHeld(services, instead);
        return ShopStart.OpenAsync(services, cancellation);
    });

    /// <summary>The shop, also beside a program that serves it: for what that program keeps no copy of in its memory, or looks for itself.</summary>
    /// <param name="context">Folder and configuration.</param>
    /// <param name="cancellation">Ends the opening.</param>
    public static Task<ServiceProvider> OpenBesideAsync(CommandContext context, CancellationToken cancellation) =>
        // A program that serves has the folder already migrated; otherwise it is opened here, as at every start.
        OpenAsync(context, services => services.GetRequiredService<IDatabaseCare>().HeldBy() is null
            ? ShopStart.OpenAsync(services, cancellation)
            : services.GetRequiredService<IShop>().OpenAsync(cancellation));

    /// <summary>The shop for files: alone, or beside a program that serves it and takes files from its queue.</summary>
    /// <param name="context">Folder and configuration.</param>
    /// <param name="instead">What to do while a process holds the folder that takes none.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <returns>The shop, and whether a program serves it.</returns>
    public static async Task<(ServiceProvider Services, bool IsServed)> OpenForFilesAsync(CommandContext context, string instead, CancellationToken cancellation)
    {
        var served = false;
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
        });
        return (services, served);
    }

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
