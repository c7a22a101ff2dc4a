using System.CommandLine;
using Marketing.App.Api;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class FeaturesCommand
{
    public static string Help => $"""
        Write the features of customers or products as of now as CSV, with the treatments of missing values and outliers in force.
        Rows that a treatment leaves out are not written; standard error says how many.

        Columns of customers:
        {Columns(FeatureTable.Customers)}

        Columns of products:
        {Columns(FeatureTable.Products)}

        Examples:
          marketing features > features.csv
          marketing features products --out products.csv
          marketing features --raw --json
        """;

    public static Argument<string> Of { get; } = Kinds();

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
        await using var services = await SharedFolder.OpenToReadAsync(context, "Download the file on the page 'Missing values and outliers' of the dashboard, or stop that process first.", showsPeople: true, cancellation);
        if (services.GetRequiredService<IShop>() is not { IsEmpty: false, Profile.Currency: var currency })
        {
            throw new OperatorException("The shop has no orders yet, so there are no features.", "Bring orders in with 'marketing import FILE', or start 'marketing demo'.");
        }

        var (kind, raw, path) = (parsed.GetValue(Of)!, parsed.GetValue(Raw), parsed.GetValue(Out));
        var target = WholeFile.Named(path);
        if (kind == FeatureTable.Customers)
        {
            await TransferGate.AskAsync(services, TransferPlaces.CustomerList, "The features of customers are not written: they are personal data.", cancellation);
        }

        var (frame, rows, leftOut) = await FeatureTable.TakeAsync(services.GetRequiredService<IFeatures>(), services.GetRequiredService<IAuditLog>(), kind, raw, CommandContext.Actor, cancellation);
        if (target is not null)
        {
            await WholeFile.WriteAsync(target, writer => FeatureTable.WriteAsync(writer, frame, kind, currency, cancellation));
        }

        if (context.Json)
        {
            var columns = FeatureTable.Columns(Words.In(Words.English), kind, currency);
            context.Terminal.Json(new { frame.Snapshot.AsOf, raw, rows, leftOut, treated = frame.Changes, columns, file = path, values = path is null ? FeatureTable.Rows(frame, kind, currency) : null });
        }
        else if (path is null)
        {
            await FeatureTable.WriteAsync(context.Terminal.Output, frame, kind, currency, cancellation);
        }

        await SayAsync(context.Terminal.Error, frame, kind, rows, leftOut);
        return ExitStatus.Succeeded;
    }

    private static Argument<string> Kinds()
    {
        var kinds = new Argument<string>("of") { Description = "Whose features: customers or products.", DefaultValueFactory = _ => FeatureTable.Customers };
        kinds.AcceptOnlyFromAmong([.. FeatureTable.Kinds]);
        return kinds;
    }

    private static string Columns(string kind) =>
        string.Join('\n', FeatureTable.Columns(Words.In(Words.English), kind, "CURRENCY").Select(column => $"  {column.Name,-26}{column.Meaning}"));

    private static async Task SayAsync(TextWriter error, FeatureFrame frame, string kind, long rows, long leftOut)
    {
        foreach (var change in FeatureTable.Changes(frame, kind))
        {
            await error.WriteLineAsync($"{change.Feature}: {Numerals.Whole(change.Filled)} filled, {Numerals.Whole(change.Marked)} outliers, {Numerals.Whole(change.Capped)} moved, {Numerals.Whole(change.Dropped)} left out");
        }

        await error.WriteLineAsync($"{Numerals.Whole(rows)} {kind} written, {Numerals.Whole(leftOut)} left out");
    }
}
