using System.CommandLine;
using System.Globalization;
using Marketing.App.Api.V1;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class AdsCommand
{
    public const string Help = """
        Advertising campaigns, the newest first: where they stand, whether they are shown just now, and what they spent.
        It works beside a running 'marketing serve', too; what is changed is seen there within seconds.

        Examples:
          marketing ads
          marketing ads state 3 paused
        """;

    public const string ListHelp = """
        List the advertising campaigns, the newest first.

        Examples:
          marketing ads list --json
        """;

    public const string ShowHelp = """
        Show one campaign with its advertisements and its counted days of the last month.

        Examples:
          marketing ads show 3
        """;

    public const string StateHelp = """
        Start, hold or end a campaign: running, paused or ended. What has ended stays so.

        Examples:
          marketing ads state 3 running
        """;

    public const string PlacementsHelp = """
        List the placements for advertisements.

        Examples:
          marketing ads placements
        """;

    public const string ImportHelp = """
        Bring in a CSV file of a network's results, all of its rows or none when one does not do.
        Its columns are day, placement, campaign (by name or number), spend, shows and clicks; orders, margin and ad may stand beside them.
        Money is in the shop's currency with a decimal point. Rows of a day, campaign and network that were there are replaced.

        Examples:
          marketing ads import results.csv
        """;

    public const string BudgetsHelp = """
        Split a daily budget over the running campaigns so that the last unit brings the same in each, from what each brought at what it spent a day.
        Nothing is changed. It says on how many days and clicks each figure rests, with its 95 % interval over the days.

        Examples:
          marketing ads budgets --total 200
          marketing ads budgets --total 200 --days 90 --json
        """;

    public const string AudienceHelp = """
        Write the audience of a campaign for a network: a line for each address whose owner agreed to marketing mail, as SHA-256 of the trimmed address in lower case.
        It is personal data: to whom such addresses go must be recorded among the transfers.

        Examples:
          marketing ads audience 3 --out audience.csv
        """;

    private const int ShownDays = 31;

    public static Argument<long> Number { get; } = new("NUMBER") { Description = "Number out of 'marketing ads'." };

    public static Argument<string> State { get; } = new("STATE") { Description = "running, paused or ended." };

    public static Argument<string> File { get; } = new("FILE") { Description = "CSV in UTF-8 with the columns day, placement, campaign, spend, shows and clicks." };

    public static Option<decimal> Total { get; } = new("--total") { Description = "Money a day, in the shop's currency.", HelpName = "AMOUNT", Required = true };

    public static Option<int> Days { get; } = new("--days") { Description = "Days to look back, 7 to 365.", HelpName = "DAYS", DefaultValueFactory = _ => 60 };

    public static Option<string> Out { get; } = new("--out") { Description = "File to write.", HelpName = "FILE", Required = true };

    public static async Task<int> ListAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var all = (await services.GetRequiredService<IAdCampaigns>().ListAsync(new TableQuery(Take: 100_000), cancellation)).Items;
        if (context.Json)
        {
            context.Terminal.Json(all.Select(AdJson.Shown));
            return ExitStatus.Succeeded;
        }

        if (all.Count == 0)
        {
            context.Terminal.Output.WriteLine("There is no advertising campaign. They are created in the dashboard or over HTTP.");
        }

        var currency = services.GetRequiredService<IShop>().Profile.Currency;
        foreach (var one in all)
        {
            context.Terminal.Output.WriteLine(Line(one, currency));
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> ShowAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var campaigns = services.GetRequiredService<IAdCampaigns>();
        var one = await FindAsync(campaigns, parsed, cancellation);
        var shop = services.GetRequiredService<IShop>();
        var today = shop.DayOf(services.GetRequiredService<BusinessClock>().GetUtcNow());
        var days = await services.GetRequiredService<IAdResults>().DaysAsync(today.AddDays(1 - ShownDays), today, one.Id, cancellation);
        var ads = await campaigns.AdsAsync(one.Id, cancellation);
        if (context.Json)
        {
            context.Terminal.Json(new { campaign = AdJson.Shown(one), ads = ads.Select(AdJson.Shown), days = days.Select(AdJson.Shown) });
            return ExitStatus.Succeeded;
        }

        var (output, currency) = (context.Terminal.Output, shop.Profile.Currency);
        output.WriteLine(Line(one, currency));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"      placements {string.Join(", ", one.Draft.Placements)}; audience {one.Draft.Audience ?? "everybody"}; {Reading.Word(one.Draft.Pricing)}{(one.Draft.Price > 0 ? $" at {Amount(one.Draft.Price, currency)}" : "")}; a day {Bound(one.Draft.DailyBudget, currency)}, in all {Bound(one.Draft.TotalBudget, currency)}"));
        foreach (var ad in ads)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"      ad {ad.Id.Value}  {(ad.IsActive ? "active" : "rests"),-6}  {ad.Draft.Name}: {ad.Draft.Headline} -> {ad.Draft.Target}"));
        }

        foreach (var day in days.Where(day => !day.IsHeldOut).GroupBy(day => day.Day))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"      {day.Key:yyyy-MM-dd}  {Counted.Of(day.Sum(row => row.Shows), "show")}, {Counted.Of(day.Sum(row => row.Clicks), "click")}, {Counted.Of(day.Sum(row => row.Orders), "order")}, margin {Amount(day.Sum(row => row.Margin), currency)}, spend {Amount(day.Sum(row => row.Spend), currency)}"));
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> StateAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        AdCampaignState[] offered = [AdCampaignState.Running, AdCampaignState.Paused, AdCampaignState.Ended];
        var wanted = offered.Where(state => Reading.Word(state) == parsed.GetValue(State)).Cast<AdCampaignState?>().FirstOrDefault()
            ?? throw new OperatorException($"{parsed.GetValue(State)} is no state of a campaign.", "Write running, paused or ended.", ExitStatus.BadInput);
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var campaigns = services.GetRequiredService<IAdCampaigns>();
        var one = await FindAsync(campaigns, parsed, cancellation);
        var change = await campaigns.SetStateAsync(one.Id, wanted, CommandContext.Actor, cancellation);
        if (change == AdChange.NoAds)
        {
            throw new OperatorException($"Campaign {one.Id.Value} ({one.Draft.Name}) has no active advertisement and does not start.", "Add one in the dashboard or over HTTP first.", ExitStatus.BadInput);
        }

        if (change == AdChange.EndPast)
        {
            throw new OperatorException($"The end of campaign {one.Id.Value} ({one.Draft.Name}) is past, so that it does not start.", "Choose a later end in the dashboard or over HTTP first.", ExitStatus.BadInput);
        }

        if (change != AdChange.Done)
        {
            throw new OperatorException($"Campaign {one.Id.Value} ({one.Draft.Name}) is {Reading.Word(one.State)} and cannot become {Reading.Word(wanted)}.", "Only what runs or is paused can change, and what has ended stays so.", ExitStatus.BadInput);
        }

        context.Terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Campaign {one.Id.Value} ({one.Draft.Name}) is {Reading.Word(wanted)}."));
        return ExitStatus.Succeeded;
    }

    public static async Task<int> PlacementsAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var all = await services.GetRequiredService<IAdCampaigns>().PlacementsAsync(cancellation);
        if (context.Json)
        {
            context.Terminal.Json(all.Select(AdJson.Shown));
            return ExitStatus.Succeeded;
        }

        if (all.Count == 0)
        {
            context.Terminal.Output.WriteLine("There is no placement. They are created in the dashboard or over HTTP.");
        }

        foreach (var one in all)
        {
            context.Terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Code,-20}  {Reading.Word(one.Surface),-7}  {Counted.Of(one.Places, "place"),-9}  {one.Name}"));
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> ImportAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var path = GivenFile.Existing(parsed.GetValue(File)!);
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        await using var text = System.IO.File.OpenRead(path);
        switch (await services.GetRequiredService<IAdResults>().ImportAsync(text, Path.GetFileName(path), CommandContext.Actor, cancellation))
        {
            case AdResultsOutcome.Refused(var refusals, var more):
                throw GivenFile.Refused(refusals, more);
            case AdResultsOutcome.Taken(var added, var replaced):
                context.Terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(added, "row")} added, {replaced} in the place of others."));
                break;
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> BudgetsAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var (total, days) = (parsed.GetValue(Total), parsed.GetValue(Days));
        if (total <= 0 || total > AdCampaignDraftValidator.MostMoney / 1000 || days is < 7 or > 365)
        {
            throw new OperatorException("A budget of 0 or below cannot be split, nor can more than 365 days or fewer than 7 be looked at.", "Write for example --total 200 --days 60.", ExitStatus.BadInput);
        }

        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var currency = services.GetRequiredService<IShop>().Profile.Currency;
        var scale = (decimal)Math.Pow(10, Money.Decimals(currency));
        var (shares, price, unspent) = await services.GetRequiredService<IAdResults>().SplitAsync((long)Math.Max(1, Math.Round(total * scale)), days, cancellation);
        if (context.Json)
        {
            context.Terminal.Json(new { shares = shares.Select(share => new { campaign = share.Campaign.Id.Value, share.Campaign.Draft.Name, share.Share.Spend, share.Share.Margin, share.Share.Marginal, share.Share.Form, share.Share.Reason, share.Days, share.Clicks, share.Low, share.High, weak = share.IsWeak }), shadowPrice = price, unspent });
            return ExitStatus.Succeeded;
        }

        var output = context.Terminal.Output;
        foreach (var share in shares)
        {
            var interval = share is { Low: { } low, High: { } high } ? $" ({Amount((long)Math.Round(low), currency)} to {Amount((long)Math.Round(high), currency)})" : "";
            var brings = share.Share.Margin is { } margin ? $"brings {Amount((long)Math.Round(margin), currency)}{interval} a day, by {Curve(share.Share.Form)}" : $"what it brings cannot be told: {Why(share.Share.Reason)}";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{share.Campaign.Id.Value,4}  {Amount((long)Math.Round(share.Share.Spend), currency),14} a day  {share.Campaign.Draft.Name}: {brings}; it rests on {Counted.Of(share.Days, "day")} with spend and {Counted.Of(share.Clicks, "click")}"));
        }

        if (shares.Any(share => share.IsWeak))
        {
            output.WriteLine($"Weak: {string.Join(", ", shares.Where(share => share.IsWeak).Select(share => share.Campaign.Id.Value))}. With fewer than {AdBudgetShare.FewDays} days or {AdBudgetShare.FewClicks} clicks the advice is hardly more than a guess: move budgets in small steps.");
        }

        output.WriteLine(shares.Count == 0 ? "No campaign runs." : string.Create(CultureInfo.InvariantCulture, $"Left over: {Amount((long)Math.Round(unspent), currency)}."));
        return ExitStatus.Succeeded;
    }

    private static string Curve(string? form) => form switch
    {
        "log" => "returns that fall with the logarithm of the spend",
        "saturation" => "returns that fall towards a most",
        "power" => "returns that fall with a power of the spend",
        _ => "days on which more spend brought no more",
    };

    private static string Why(string? reason) => reason == "too-few-points" ? "fewer than three different spends a day are known" : "what it brought scatters so much that it may bring nothing";

    public static async Task<int> AudienceAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var path = WholeFile.Named(parsed.GetValue(Out))!;
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        await TransferGate.AskAsync(services, TransferPlaces.AdAudience, "The audience is not written: it is personal data.", cancellation);
        var one = await FindAsync(services.GetRequiredService<IAdCampaigns>(), parsed, cancellation);
        var hashes = await services.GetRequiredService<IAdResults>().AudienceAsync(one.Id, cancellation);
        await services.GetRequiredService<IAuditLog>().WriteAsync(CommandContext.Actor, "ad-audience.export", $"ad campaign {one.Id.Value}", new { Rows = hashes.Count }, cancellation);
        await WholeFile.WriteAsync(path, async writer =>
        {
            await writer.WriteLineAsync("sha256");
            foreach (var hash in hashes)
            {
                await writer.WriteLineAsync(hash);
            }
        });
        context.Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{hashes.Count:N0} {(hashes.Count == 1 ? "address" : "addresses")} written to {path}."));
        return ExitStatus.Succeeded;
    }

    private static async Task<AdCampaign> FindAsync(IAdCampaigns campaigns, ParseResult parsed, CancellationToken cancellation) =>
        await campaigns.FindAsync(new AdCampaignId(parsed.GetValue(Number)), cancellation)
            ?? throw new OperatorException($"There is no advertising campaign {parsed.GetValue(Number)}.", "'marketing ads' lists them.", ExitStatus.BadInput);

    private static string Line(AdCampaign one, string currency) => string.Create(
        CultureInfo.InvariantCulture,
        $"{one.Id.Value,4}  {Reading.Word(one.State),-7}  {Words(one.Delivery),-23}  today {Amount(one.SpentToday, currency)}, in all {Amount(one.Spent, currency)}  {one.Draft.Name}");

    private static string Words(AdDelivery delivery) => delivery switch
    {
        AdDelivery.Shown => "shown",
        AdDelivery.NotRunning => "not running",
        AdDelivery.NotYet => "not begun yet",
        AdDelivery.Over => "its end is past",
        AdDelivery.DaySpent => "the day's money spent",
        AdDelivery.AllSpent => "all its money spent",
        AdDelivery.NoAd => "no active advertisement",
        _ => "no placement",
    };

    private static string Bound(long? minor, string currency) => minor is { } amount ? $"at most {Amount(amount, currency)}" : "no bound";

    private static string Amount(long minor, string currency) => new Money(minor, currency).Major.ToString($"N{Money.Decimals(currency)}", CultureInfo.InvariantCulture) + $" {currency}";
}
