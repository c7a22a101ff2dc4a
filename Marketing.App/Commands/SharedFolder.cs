using Marketing.App.Hosting;
using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>The data folder, which one process holds: a command waits its turn, or writes small things beside a program that serves.</summary>
internal static class SharedFolder
{
    /// <summary>The shop, opened for this command alone.</summary>
    /// <param name="context">Folder and configuration.</param>
    /// <param name="instead">What to do while another process holds the folder.</param>
    /// <param name="cancellation">Ends the opening.</param>
    public static async Task<ServiceProvider> OpenAsync(CommandContext context, string instead, CancellationToken cancellation)
    {
        var services = ShopProvider.Build(context.Root, context.Configuration());
        try
        {
            RefuseWhileHeld(services, instead);
            await ShopStart.OpenAsync(services, cancellation);
            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>The shop for a command that may run beside a program that serves: that one has migrated the folder already, otherwise it is opened here.</summary>
    public static ServiceProvider OpenBeside(CommandContext context)
    {
        var services = ShopProvider.Build(context.Root, context.Configuration());
        try
        {
            if (services.GetRequiredService<IDatabaseCare>() is var care && care.HeldBy() is null)
            {
                care.Open();
            }

            return services;
        }
        catch
        {
            services.Dispose();
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
