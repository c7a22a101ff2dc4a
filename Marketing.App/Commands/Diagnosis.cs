using Marketing.App.Hosting;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Model;
using Microsoft.Extensions.Options;

namespace Marketing.App.Commands;

/// <summary>One thing looked at.</summary>
/// <param name="Check">What.</param>
/// <param name="Status"><c>ok</c>, <c>warn</c> or <c>fail</c>.</param>
/// <param name="Found">What was found.</param>
/// <param name="Fix">What to do, or null.</param>
internal sealed record Finding(string Check, string Status, string Found, string? Fix = null);

/// <summary>Looks at everything the program stands on; changes nothing, and works while the program serves.</summary>
internal sealed class Diagnosis(CommandContext context, TimeProvider system)
{
    private const long Scarce = 1L << 30;
    private const long Exhausted = 100L << 20;
    private static readonly TimeSpan _backupAge = TimeSpan.FromDays(7);
    private readonly List<Finding> _found = [];

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var configuration = Settings();
        var folder = Folder();
        if (configuration is null)
        {
            return _found;
        }

        int? holder = null;
        if (folder is not null)
        {
            await using var services = ShopProvider.Build(context.Root, configuration);
            Options(services);
            var care = services.GetRequiredService<IDatabaseCare>();
            holder = Holder(care);
            if (Database(care, folder))
            {
                await StoredAsync(services, cancellation);
                await ErasedAsync(services, cancellation);
                await ModelFilesAsync(services, cancellation);
                await MailFilesAsync(services, folder, cancellation);
            }

            Backups(care, folder);
        }

        Trees();
        Addresses(configuration, holder);
        return _found;
    }

    private void Trees()
    {
        if (TreeLibrary.IsThere)
        {
            Add("trees", "ok", "LightGBM can be loaded");
        }
        else
        {
            Add("trees", "warn", "LightGBM cannot be loaded here; FastTree grows the trees instead, more slowly", "On Linux with an Intel or AMD processor, install libgomp1. There is no LightGBM for ARM.");
        }
    }

    private static string Size(long bytes) => bytes >= 1L << 30 ? $"{bytes / (double)(1L << 30):0.0} GB" : $"{bytes / (double)(1L << 20):0} MB";

    private void Add(string check, string status, string found, string? fix = null) => _found.Add(new Finding(check, status, found, fix));

    private IConfigurationRoot? Settings()
    {
        try
        {
            var configuration = context.Configuration();
            Add("settings", "ok", "every settings file can be read");
            foreach (var unknown in SettingNames.Unknown(configuration))
            {
                Add("settings", "warn", unknown, $"Nothing reads it: mend or remove it in {Path.Combine(context.Root, "appsettings.json")}, in the environment or in --set.");
            }

            return configuration;
        }
        catch (OperatorException e)
        {
            Add("settings", "fail", e.Message, e.Fix);
            return null;
        }
    }

    private DataFolder? Folder()
    {
        if (File.Exists(context.Root))
        {
            Add("data folder", "fail", $"{context.Root} is a file", "Name the folder that holds the shop with --data FOLDER.");
            return null;
        }

        if (!Directory.Exists(context.Root))
        {
            Add("data folder", "warn", $"{context.Root} is not there yet", "Start the program once, or name the folder with --data FOLDER.");
            return null;
        }

        try
        {
            var folder = new DataFolder(context.Root);
            var probe = Path.Combine(context.Root, $".doctor-{Environment.ProcessId}");
            File.WriteAllBytes(probe, new byte[4096]);
            File.Delete(probe);
            Add("data folder", "ok", $"{folder.Root} can be read and written");
            Secrecy(folder);
            var free = new DriveInfo(context.Root).AvailableFreeSpace;
            Add("free space", free < Exhausted ? "fail" : free < Scarce ? "warn" : "ok", $"{Size(free)} free", free < Scarce ? "Free some space: an import of a million rows needs about 300 MB." : null);
            return folder;
        }
        catch (OperatorException e)
        {
            Add("data folder", "fail", e.Message, e.Fix);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Add("data folder", "fail", $"{context.Root} cannot be written: {e.Message}", "Give this user the right to write there, and check the free space.");
        }

        return null;
    }

    private void Secrecy(DataFolder folder)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder.Root) & Others) != 0)
        {
            Add("data folder", "warn", $"other users of this machine can look into {folder.Root}", $"As its owner run: chmod 700 {folder.Root}");
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder.Keys) & (UnixFileMode.OtherRead | UnixFileMode.OtherExecute)) != 0)
        {
            Add("keys", "warn", $"other users of this machine can read {folder.Keys}", $"Run: chmod 700 {folder.Keys}");
        }
    }

    private void Options(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            Add("options", "ok", "every setting has a value that does");
        }
        catch (OptionsValidationException e)
        {
            Add("options", "fail", string.Join(' ', e.Failures), $"Mend it in {Path.Combine(context.Root, "appsettings.json")}, in the environment or in --set.");
        }
    }

    private int? Holder(IDatabaseCare care)
    {
        var holder = care.HeldBy();
        Add("in use", "ok", holder switch
        {
            null => "no process holds the folder",
            0 => "a process holds the folder",
            _ => $"process {holder} holds the folder",
        });
        return holder;
    }

    private bool Database(IDatabaseCare care, DataFolder folder)
    {
        if (!File.Exists(folder.Database))
        {
            Add("database", "warn", "there is none yet", "Start the program once; it creates the database.");
            return false;
        }

        var problems = care.CheckIntegrity();
        if (problems.Count > 0)
        {
            Add("database", "fail", string.Join(' ', problems.Take(3)), $"Stop the program and restore a sound copy from {folder.Backups} with 'marketing restore FILE'.");
            return false;
        }

        Add("database", "ok", $"{folder.Database} is sound ({Size(new FileInfo(folder.Database).Length)})");
        var pending = care.Pending();
        Add("migrations", pending.Count == 0 ? "ok" : "warn", pending.Count == 0 ? "the schema is up to date" : $"{pending.Count} to apply: {string.Join(", ", pending)}", pending.Count == 0 ? null : "The next start applies them, after a backup.");
        return pending.Count == 0;
    }

    private async Task StoredAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var runs = services.GetRequiredService<IRuns>();
        var newest = (await runs.ListAsync(null, new TableQuery(Take: 1), cancellation)).Items is [var run] ? run : null;
        var behind = newest is not null && newest.Started > system.GetUtcNow() + TimeSpan.FromMinutes(1);
        Add("clock", behind ? "fail" : "ok", $"this machine's clock says {system.GetUtcNow():yyyy-MM-dd HH:mm} UTC" + (behind ? $", but a run began at {newest!.Started:yyyy-MM-dd HH:mm} UTC" : ""), behind ? "Set the clock of this machine." : null);
        var turn = await runs.LatestAsync("loop", null, cancellation);
        Add("last turn", turn?.State is RunState.Failed or RunState.Interrupted ? "warn" : "ok", turn is null ? "none yet" : $"{turn.State.ToString().ToLowerInvariant()}, begun {turn.Started:yyyy-MM-dd HH:mm} UTC{(turn.Message is null ? "" : $": {turn.Message}")}", turn?.State is RunState.Failed or RunState.Interrupted ? "The program takes it up again; 'marketing run-loop' does so at once." : null);
        var chain = await services.GetRequiredService<IAuditLog>().VerifyAsync(cancellation);
        Add("audit log", chain.Broken is null ? "ok" : "fail", chain.Broken is null ? $"the chain of {chain.Lines} line(s) holds" : $"line {chain.Broken}: {chain.Problem}", chain.Broken is null ? null : "Compare with a backup: the lines were changed outside the program.");
    }

    private async Task ErasedAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var back = await services.GetRequiredService<IPrivacy>().CountBroughtBackAsync(cancellation);
        Add("erase list", back == 0 ? "ok" : "warn", back == 0 ? "nobody on it stands in the database" : $"{back:N0} customer record(s) of people who were erased stand in the database again: it is an older copy", back == 0 ? null : "Start the program, anew if it serves: it erases them again.");
    }

    private async Task ModelFilesAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var models = services.GetRequiredService<IModels>();
        var versions = (await models.ListAsync(null, new TableQuery(Take: 10), cancellation)).Items;
        var sound = 0;
        foreach (var version in versions)
        {
            try
            {
                await (version.Purpose == ModelPurposes.Recommend ? (Task)models.LoadAsync(version.Id, cancellation) : models.LoadOutlookAsync(version.Id, cancellation));
                sound++;
            }
            catch (OperatorException e)
            {
                Add("models", version.State == ModelState.Champion ? "fail" : "warn", e.Message, version.State == ModelState.Champion ? "Roll back on the page Models, or run 'marketing run-loop' to train anew." : e.Fix);
            }
        }

        Add("models", "ok", versions.Count == 0 ? "none trained yet" : $"{sound} of the newest {versions.Count} files are complete and unchanged");
    }

    private async Task MailFilesAsync(IServiceProvider services, DataFolder folder, CancellationToken cancellation)
    {
        var strays = await services.GetRequiredService<IOutbox>().CountStraysAsync(cancellation);
        Add("mail files", strays == 0 ? "ok" : "warn", strays == 0 ? "every one belongs to a message" : $"{strays} file(s) in {folder.Outbox} belong to no message", strays == 0 ? null : "They name people, and no period of retention ends them. They were written after the backup that is now in place, or put there by hand: delete those that nobody needs.");
    }

    private void Backups(IDatabaseCare care, DataFolder folder)
    {
        var copies = Directory.GetFiles(folder.Backups, "*.db").Select(path => new FileInfo(path)).OrderByDescending(file => file.LastWriteTimeUtc).ToList();
        if (copies.Count == 0)
        {
            Add("backups", "warn", "there is none", "Run 'marketing backup', and keep a copy on another machine.");
            return;
        }

        var broken = copies.Take(5).Where(file => care.CheckIntegrity(file.FullName).Count > 0).Select(file => file.Name).ToList();
        if (broken.Count > 0)
        {
            Add("backups", "fail", $"damaged: {string.Join(", ", broken)}", "Remove them and run 'marketing backup'.");
        }

        var sound = copies.Take(5).FirstOrDefault(file => !broken.Contains(file.Name));
        if (sound is not null)
        {
            var old = system.GetUtcNow() - new DateTimeOffset(sound.LastWriteTimeUtc) > _backupAge;
            Add("backups", old ? "warn" : "ok", $"{copies.Count}; the newest sound one is {sound.Name}", old ? "It is older than a week: run 'marketing backup'." : null);
        }
    }

    private void Addresses(IConfiguration configuration, int? holder)
    {
        try
        {
            foreach (var url in ListenAddresses.Choose(context.Urls, configuration))
            {
                var problem = ListenAddresses.Problem(url);
                var (status, found, fix) = problem is null ? ("ok", $"{url} is free", (string?)null)
                    : holder is not null ? ("ok", $"{url} is in use, as it should be while the program serves", null)
                    : ("fail", problem.Message, problem.Fix);
                Add("address", status, found, fix);
                if (!ListenAddresses.IsLoopback(url) && !url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
                {
                    Add("address", "warn", $"{url} can be reached from other machines without encryption", "Put a proxy with HTTPS before it, or listen on localhost.");
                }
            }
        }
        catch (OperatorException e)
        {
            Add("address", "fail", e.Message, e.Fix);
        }
    }
}
