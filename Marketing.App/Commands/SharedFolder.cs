using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>Commands that write refuse while another process holds the folder, and say what to do instead.</summary>
internal static class SharedFolder
{
    public static void RefuseWhileHeld(IServiceProvider services, string instead)
    {
        if (services.GetRequiredService<IDatabaseCare>().HeldBy() is { } process)
        {
            var folder = services.GetRequiredService<DataFolder>().Root;
            throw new OperatorException($"The data folder {folder} is in use by another process of this program{(process == 0 ? "" : $" (process {process})")}.", instead);
        }
    }
}
