using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Hosting;

/// <summary>What happens before anything else may touch the shop: the order matters.</summary>
internal static class ShopStart
{
    /// <summary>Opens the shop for a program that works on it: what the one before it left unfinished is noted and mended.</summary>
    /// <returns>People whose erasure was carried out now, since it had been broken off or undone by a restored backup.</returns>
    public static async Task<int> OpenAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await ReadyAsync(services, cancellation);
        await MendAsync(services, cancellation);
        return await EraseAsync(services, cancellation);
    }

    /// <summary>
    /// Opens the shop to look at it, or to write small things that nothing unfinished is in the way of. What is unfinished stays so, for the next
    /// program that works on it to tell of and to mend.
    /// </summary>
    public static async Task ReadyAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var log = Log(services);
        foreach (var migration in services.GetRequiredService<IDatabaseCare>().Open())
        {
            log.LogInformation("Applied migration {Migration}.", migration);
        }

        if (services.GetRequiredService<IDatabaseCare>().UnusableTurn is { } turn)
        {
            log.LogWarning("{Path} belongs to another user: it is not heeded, and commands beside this program may wait long for their turn to write. Remove it, and run commands as the user of this program.", turn);
        }

        await services.GetRequiredService<IShop>().OpenAsync(cancellation);
    }

    /// <summary>Carries out erasures that were broken off or undone by a restored backup: nobody who was erased may be shown.</summary>
    /// <returns>People erased.</returns>
    public static async Task<int> EraseAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var erased = await services.GetRequiredService<IPrivacy>().ResumeAsync(cancellation);
        if (erased > 0)
        {
            Log(services).LogWarning("{Count} erasure(s) were broken off or undone by a restored backup; they have been carried out.", erased);
        }

        return erased;
    }

    private static async Task MendAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var log = Log(services);
        var interrupted = await services.GetRequiredService<IRuns>().MarkInterruptedAsync(cancellation);
        if (interrupted > 0)
        {
            log.LogWarning("{Count} run(s) were at work when the program ended: a turn of the loop or an evaluation goes on where it stopped, by itself while the program serves; anything else is to be started again.", interrupted);
        }

        var trainings = await services.GetRequiredService<ITrainings>().CleanUpAsync(cancellation);
        if (trainings > 0)
        {
            log.LogWarning("{Count} training(s) were at work when the program ended: one of a turn goes on with it; one that a person started goes on when it is started again (Models → Trainings) or a turn trains the method. Each goes on from the last checkpoint, on the facts that it began with, or begins anew where none was written yet.", trainings);
        }

        var abandoned = await services.GetRequiredService<IImports>().CleanUpAsync(cancellation);
        if (abandoned > 0)
        {
            log.LogWarning("{Count} import(s) had not ended when the program did; nothing of them was kept.", abandoned);
        }

        var recovered = await services.GetRequiredService<IOutbox>().RecoverAsync(cancellation);
        if (recovered > 0)
        {
            log.LogWarning("{Count} message(s) were on their way when the program ended; files are written again, mails in doubt wait for a person.", recovered);
        }
    }

    private static ILogger Log(IServiceProvider services) => services.GetRequiredService<ILoggerFactory>().CreateLogger("Marketing.Start");
}
