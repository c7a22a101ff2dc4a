using Marketing.App.Hosting;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>The data folder, which one process holds: a command waits its turn, or writes small things beside a program that serves.</summary>
internal static class SharedFolder
{
    /// <summary>The shop, opened for this command alone.</summary>
    /// <param name="context">Folder and configuration.</param>
    /// <param name="instead">What to do while another process holds the folder.</param>
    /// <param name="cancellation">Ends the opening.</param>
    public static Task<ServiceProvider> OpenAsync(CommandContext context, string instead, CancellationToken cancellation) => OpenAsync(context, services =>
    {
        RefuseWhileHeld(services, instead);
        return ShopStart.OpenAsync(services, cancellation);
    });

    /// <summary>The shop, also beside a program that serves it: for what that program keeps no copy of in its memory.</summary>
    /// <param name="context">Folder and configuration.</param>
    /// <param name="cancellation">Ends the opening.</param>
    public static Task<ServiceProvider> OpenBesideAsync(CommandContext context, CancellationToken cancellation) =>
        // A program that serves has the folder already migrated; otherwise it is opened here, as at every start.
        OpenAsync(context, services => services.GetRequiredService<IDatabaseCare>().HeldBy() is null
            ? ShopStart.OpenAsync(services, cancellation)
            : services.GetRequiredService<IShop>().OpenAsync(cancellation));

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

    private static void RefuseWhileHeld(ServiceProvider services, string instead)
    {
        if (services.GetRequiredService<IDatabaseCare>().HeldBy() is { } process)
        {
            var folder = services.GetRequiredService<DataFolder>().Root;
            throw new OperatorException($"The data folder {folder} is in use by another process of this program{(process == 0 ? "" : $" (process {process})")}.", instead);
        }
    }
}
