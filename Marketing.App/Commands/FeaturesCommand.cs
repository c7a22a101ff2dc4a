using System.CommandLine;
using System.Text;
using Marketing.App.Api;
using Marketing.App.Hosting;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class FeaturesCommand
{
    private const string Actor = "command line";

    public static string Help => $"""
        Write the features of customers as of now as CSV, with the treatments of missing values and outliers in force.
        Customers that a treatment leaves out are not written; standard error says how many.

        Columns:
        {string.Join('\n', FeatureTable.Columns(Words.In(Words.English), "CURRENCY").Select(column => $"  {column.Name,-26}{column.Meaning}"))}

        Examples:
          marketing features > features.csv
          marketing features --out features.csv --raw
          marketing features --json
        """;

    public static Option<string?> Out { get; } = new("--out") { Description = "File to write, complete or not at all; standard output when not said.", HelpName = "FILE" };

    public static Option<bool> Raw { get; } = new("--raw") { Description = "The features as they are, without any treatment." };

    public static Command AddTo(Command command)
    {
        command.Options.Add(Out);
        command.Options.Add(Raw);
        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = ShopProvider.Build(context.Root, context.Configuration());
        SharedFolder.RefuseWhileHeld(services, "Download the file on the page 'Missing values and outliers' of the dashboard, or stop that process first.");
        await ShopStart.OpenAsync(services, cancellation);
        if (services.GetRequiredService<IShop>() is not { IsEmpty: false, Profile.Currency: var currency })
        {
            throw new OperatorException("The shop has no orders yet, so there are no features.", "Bring orders in with 'marketing import FILE', or start 'marketing demo'.");
        }

        var (raw, path) = (parsed.GetValue(Raw), parsed.GetValue(Out));
        var frame = await services.GetRequiredService<IFeatures>().CurrentAsync(cancellation);
        var treatments = services.GetRequiredService<ITreatments>();
        var table = raw ? treatments.RawCustomers(frame) : treatments.Customers(frame);
        var rows = table.Kept.LongCount(kept => kept);
        var leftOut = table.Kept.LongLength - rows;
        await services.GetRequiredService<IAuditLog>().WriteAsync(Actor, "features.download", "features of customers", new { Raw = raw, Rows = rows, LeftOut = leftOut }, cancellation);
        if (path is not null)
        {
            await WriteFileAsync(Path.GetFullPath(path), frame, table, currency, cancellation);
        }

        if (context.Json)
        {
            context.Terminal.Json(new { frame.Snapshot.AsOf, raw, rows, leftOut, table.Changes, columns = FeatureTable.Columns(Words.In(Words.English), currency), file = path, customers = path is null ? FeatureTable.Rows(frame, table, currency) : null });
        }
        else if (path is null)
        {
            await FeatureTable.WriteAsync(context.Terminal.Output, frame, table, currency, cancellation);
        }

        await SayAsync(context.Terminal.Error, table, rows, leftOut);
        return ExitStatus.Succeeded;
    }

    private static async Task SayAsync(TextWriter error, TreatedFeatures table, long rows, long leftOut)
    {
        foreach (var change in table.Changes)
        {
            await error.WriteLineAsync($"{change.Feature}: {Numerals.Whole(change.Filled)} filled, {Numerals.Whole(change.Marked)} outliers, {Numerals.Whole(change.Capped)} moved, {Numerals.Whole(change.Dropped)} customers left out");
        }

        await error.WriteLineAsync($"{Numerals.Whole(rows)} customers written, {Numerals.Whole(leftOut)} left out");
    }

    // Whoever reads the file finds the old one or the whole new one.
    private static async Task WriteFileAsync(string path, FeatureFrame frame, TreatedFeatures table, string currency, CancellationToken cancellation)
    {
        var part = path + ".part";
        try
        {
            await using (var writer = new StreamWriter(part, append: false, new UTF8Encoding(false)))
            {
                await FeatureTable.WriteAsync(writer, frame, table, currency, cancellation);
            }

            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
