using System.CommandLine;
using System.Globalization;
using FluentValidation;
using Marketing.App.Api.V1;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class PromotionsCommand
{
    public const string Help = """
        The calendar of promotions, the latest first: what they are about, when, and by how much the price is cut.
        Forecasts of demand know them from the next turn on. It works beside a running 'marketing serve', too.

        Examples:
          marketing promotions
          marketing promotions add "Spring sale" 2026-04-01 2026-04-07 20% --category Tea
        """;

    public const string ListHelp = """
        List the promotions, the latest first.

        Examples:
          marketing promotions list --json
        """;

    public const string AddHelp = """
        Plan a promotion of the whole shop, of a category or of listed products. Where two cover a product on a day, the deeper cut counts.

        Examples:
          marketing promotions add "Spring sale" 2026-04-01 2026-04-07 20%
          marketing promotions add "Tea week" 2026-05-04 2026-05-10 0.15 --products TEA-1,TEA-2 --note "As last year"
        """;

    public const string RemoveHelp = """
        Delete a promotion, as if it had never been.

        Examples:
          marketing promotions remove 12
        """;

    public const string ImportHelp = """
        Add all promotions of a CSV file, or none when a row does not do.
        Its columns are name, first, last and cut; products (codes apart by semicolons) or category say what it is about, without them it is the
        whole shop; note may stand beside them. Promotions of the past are marks on the charts of demand, and count where sales of the last 56 days are put back to the usual price before a planned lift is added.
        One that is there already is not added again.

        Examples:
          marketing promotions import promotions.csv
        """;

    private const int MostCodes = 5;

    public static Argument<string> Name { get; } = new("NAME") { Description = "Name of the promotion." };

    public static Argument<string> First { get; } = new("FIRST") { Description = "First day, for example 2026-04-01." };

    public static Argument<string> Last { get; } = new("LAST") { Description = "Last day." };

    public static Argument<string> Cut { get; } = new("CUT") { Description = "Cut of the usual price, for example 20% or 0.2." };

    public static Argument<long> Number { get; } = new("NUMBER") { Description = "Number out of 'marketing promotions'." };

    public static Argument<string> File { get; } = new("FILE") { Description = "CSV in UTF-8 with the columns name, first, last and cut." };

    public static Option<string?> Products { get; } = new("--products") { Description = "Codes of the products, apart by semicolons or commas.", HelpName = "CODES" };

    public static Option<string?> Category { get; } = new("--category") { Description = "Category as the shop writes it, or a level above.", HelpName = "NAME" };

    public static Option<string> Note { get; } = new("--note") { Description = "Why, for whoever looks at it later.", HelpName = "TEXT", DefaultValueFactory = _ => "" };

    public static async Task<int> ListAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var all = (await services.GetRequiredService<IPromotions>().ListAsync(new TableQuery(Take: 100_000), cancellation)).Items;
        var today = services.GetRequiredService<IShop>().DayOf(services.GetRequiredService<BusinessClock>().GetUtcNow());
        if (context.Json)
        {
            context.Terminal.Json(all.Select(one => PromotionEndpoints.Shown(one, today)));
            return ExitStatus.Succeeded;
        }

        if (all.Count == 0)
        {
            context.Terminal.Output.WriteLine("No promotion is planned. 'marketing promotions add NAME FIRST LAST CUT' plans one.");
        }

        foreach (var one in all)
        {
            context.Terminal.Output.WriteLine(Line(one, today));
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> AddAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var category = parsed.GetValue(Category);
        if (parsed.GetValue(Products) is not null && category is not null)
        {
            throw new OperatorException("A promotion is of products or of a category, not of both.", "Leave --products or --category out.", ExitStatus.BadInput);
        }

        var scope = parsed.GetValue(Products) is not null ? PromotionScope.Products : category is not null ? PromotionScope.Category : PromotionScope.Shop;
        var cut = PromotionDraft.ReadCut(parsed.GetValue(Cut)!) ?? throw new OperatorException($"{parsed.GetValue(Cut)} is no cut of a price.", "Write it as 20% or 0.2.", ExitStatus.BadInput);
        var draft = new PromotionDraft(parsed.GetValue(Name)!, scope, category, [], Date(parsed, First), Date(parsed, Last), cut, parsed.GetValue(Note)!);
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var promotions = services.GetRequiredService<IPromotions>();
        try
        {
            var codes = await promotions.CodesAsync(parsed.GetValue(Products) ?? "", cancellation);
            var (added, isNew) = await promotions.AddAsync(draft with { Products = codes }, CommandContext.Actor, cancellation);
            var today = services.GetRequiredService<IShop>().DayOf(services.GetRequiredService<BusinessClock>().GetUtcNow());
            if (context.Json)
            {
                context.Terminal.Json(PromotionEndpoints.Shown(added, today));
            }
            else
            {
                context.Terminal.Output.WriteLine(Line(added, today));
            }

            context.Terminal.Error.WriteLine(isNew ? "It counts in forecasts of demand from the next turn on." : "It stood in the calendar already; nothing was added.");
            return ExitStatus.Succeeded;
        }
        catch (ValidationException refused)
        {
            throw new OperatorException(string.Join(Environment.NewLine + "           ", refused.Errors.Select(failure => failure.ErrorMessage)), "Nothing was changed.", ExitStatus.BadInput);
        }
    }

    public static async Task<int> RemoveAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var removed = await services.GetRequiredService<IPromotions>().RemoveAsync(parsed.GetValue(Number), CommandContext.Actor, cancellation)
            ?? throw new OperatorException($"There is no promotion {parsed.GetValue(Number)}.", "'marketing promotions' lists them.", ExitStatus.BadInput);
        context.Terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Promotion {removed.Id} ({removed.Draft.Name}) is deleted."));
        return ExitStatus.Succeeded;
    }

    public static async Task<int> ImportAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var path = GivenFile.Existing(parsed.GetValue(File)!);
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        await using var text = System.IO.File.OpenRead(path);
        switch (await services.GetRequiredService<IPromotions>().ImportAsync(text, Path.GetFileName(path), CommandContext.Actor, cancellation))
        {
            case PromotionsOutcome.Refused({ } refused):
                throw GivenFile.Refused(refused);
            case PromotionsOutcome.Taken(var added, var known):
                context.Terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(added, "promotion")} added, {known} there already."));
                break;
        }

        return ExitStatus.Succeeded;
    }

    private static DateOnly Date(ParseResult parsed, Argument<string> argument) => DateOnly.TryParseExact(parsed.GetValue(argument), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new OperatorException($"{parsed.GetValue(argument)} is no day.", "Write it as 2026-04-01.", ExitStatus.BadInput);

    private static string Line(PlannedPromotion one, DateOnly today)
    {
        var about = one.Draft.Scope switch
        {
            PromotionScope.Shop => "whole shop",
            PromotionScope.Category => $"category {one.Draft.Category}",
            _ => string.Join(", ", one.Draft.Products.Take(MostCodes)) + (one.Draft.Products.Count > MostCodes ? $" and {one.Draft.Products.Count - MostCodes} more" : ""),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{one.Id,4}  {one.Draft.First:yyyy-MM-dd} to {one.Draft.Last:yyyy-MM-dd}  {one.Draft.Cut * 100,5:0.#} % off  {Reading.Word(one.StateOn(today)),-8}  {one.Draft.Name}: {about}");
    }
}
