using FluentValidation;
using FluentValidation.Results;
using Marketing.App.Components.Pages.Campaigns;
using Marketing.Execution;
using Marketing.Kernel;

namespace Marketing.App.Components.Pages.Ads;

/// <summary>An advertising campaign as it is typed: money in units of the shop's currency, times on the shop's clock, the holdout in per cent.</summary>
public sealed record AdCampaignForm
{
    private const double Hundred = 100;

    public string Name { get; set; } = "";

    /// <summary>Code of the audience; empty for everybody, visitors too.</summary>
    public string Audience { get; set; } = "";

    /// <summary>As a browser's field gives it, for example <c>2011-12-11T09:30</c>.</summary>
    public string? Start { get; set; }

    /// <summary>As <see cref="Start"/>.</summary>
    public string? End { get; set; }

    public decimal? Daily { get; set; }

    public decimal? Total { get; set; }

    public AdPricing Pricing { get; set; } = AdPricing.Free;

    public decimal? Price { get; set; }

    /// <summary>As typed; whether it is a whole number is looked at when it is saved.</summary>
    public decimal? CapShows { get; set; } = 5;

    /// <summary>As <see cref="CapShows"/>.</summary>
    public decimal? CapDays { get; set; } = 7;

    /// <summary>Per cent.</summary>
    public double Holdout { get; set; } = 10;

    public bool Paces { get; set; }

    /// <summary>Codes of placements in order, with commas between.</summary>
    public string Placements { get; set; } = "";

    /// <summary>The codes apart.</summary>
    public IReadOnlyList<string> Codes => Placements.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The form of a campaign that is there.</summary>
    public static AdCampaignForm Of(AdCampaignDraft draft, string currency, string zone) => new()
    {
        Name = draft.Name,
        Audience = draft.Audience ?? "",
        Start = draft.Start is { } start ? ShopTime.Format(start, zone) : null,
        End = draft.End is { } end ? ShopTime.Format(end, zone) : null,
        Daily = Major(draft.DailyBudget, currency),
        Total = Major(draft.TotalBudget, currency),
        Pricing = draft.Pricing,
        Price = draft.Pricing == AdPricing.Free ? null : Major(draft.Price, currency),
        CapShows = draft.CapShows,
        CapDays = draft.CapDays,
        Holdout = Math.Round(draft.HoldoutShare * Hundred, 2),
        Paces = draft.Paces,
        Placements = Join(draft.Placements),
    };

    /// <summary>Puts a placement in or takes it out.</summary>
    public void Put(string code, bool isIn) => Placements = Join(isIn ? [.. Codes, code] : [.. Codes.Where(other => other != code)]);

    /// <summary>What was typed.</summary>
    /// <exception cref="ValidationException">A time cannot be read, an amount has more decimals than the currency, or a number is no whole one.</exception>
    public AdCampaignDraft Draft(string currency, string zone)
    {
        List<ValidationFailure> wrong = [];
        var draft = new AdCampaignDraft(
            Name.Trim(),
            Audience.Length == 0 ? null : Audience,
            Time(nameof(Start), Start, zone, wrong),
            Time(nameof(End), End, zone, wrong),
            Minor(nameof(AdCampaignDraft.DailyBudget), Daily, currency, wrong),
            Minor(nameof(AdCampaignDraft.TotalBudget), Total, currency, wrong),
            Pricing,
            Pricing == AdPricing.Free ? 0 : Minor(nameof(Price), Price, currency, wrong) ?? 0,
            CapShows is null ? null : Numbers.Whole(nameof(CapShows), CapShows, wrong),
            Numbers.Whole(nameof(CapDays), CapDays, wrong),
            Holdout / Hundred,
            Paces,
            Codes);
        return wrong.Count > 0 ? throw new ValidationException(wrong) : draft;
    }

    private static string Join(IReadOnlyList<string> codes) => string.Join(',', codes.Distinct().Order(StringComparer.Ordinal));

    private static decimal? Major(long? minor, string currency) => minor is { } value ? new Money(value, currency).Major : null;

    private static long? Minor(string field, decimal? major, string currency, List<ValidationFailure> wrong)
    {
        if (major is not { } value)
        {
            return null;
        }

        var scale = (decimal)Math.Pow(10, Money.Decimals(currency));
        if (Math.Abs(value) > AdCampaignDraftValidator.MostMoney / scale || decimal.Truncate(value * scale) != value * scale)
        {
            wrong.Add(new(field, $"{value} is no amount that can be paid in {currency}.", value) { ErrorCode = "decimals" });
            return null;
        }

        return (long)(value * scale);
    }

    private static DateTimeOffset? Time(string field, string? typed, string zone, List<ValidationFailure> wrong)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        var time = ShopTime.Parse(typed, zone);
        if (time is null)
        {
            wrong.Add(new(field, $"'{typed}' is no time.", typed) { ErrorCode = "time" });
        }

        return time;
    }
}
