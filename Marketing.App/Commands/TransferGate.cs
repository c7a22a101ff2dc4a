using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>Keeps personal data in at the command line as at the dashboard, while nobody has recorded to whom they go.</summary>
internal static class TransferGate
{
    /// <summary>Stops a command that would hand personal data out.</summary>
    /// <param name="services">The shop.</param>
    /// <param name="place">One of <see cref="TransferPlaces"/>.</param>
    /// <param name="message">What is not done, and why.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="OperatorException">Nothing may leave by that way; the fix says how it may.</exception>
    public static async Task AskAsync(IServiceProvider services, string place, string message, CancellationToken cancellation)
    {
        if (await services.GetRequiredService<ITransfers>().ObstacleAsync(place, cancellation) is { } obstacle)
        {
            throw new OperatorException(message, obstacle);
        }
    }
}
