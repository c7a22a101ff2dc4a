using System.Diagnostics.CodeAnalysis;
using Marketing.Data;
using Marketing.Kernel;
using NodaTime;
using NodaTime.TimeZones;
using Period = Marketing.Kernel.Period;

namespace Marketing.App.Resources;

/// <summary>
/// Figures as people read them: money in the shop's currency, dates and times in the shop's zone, in the reader's language.
/// The process runs without ICU, so the forms are written here. What is undefined is shown as a dash, never as 0.
/// </summary>
[SuppressMessage("Performance", "CA1822", Justification = "Callers hold one Display and ask it for every form, whether or not the form depends on the reader.")]
internal sealed class Display(Words words, Func<ShopProfile> shop)
{
    private static readonly string[] EnglishMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    private static readonly string[] ByteUnits = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>ISO 4217 code of the shop's books.</summary>
    public string Currency => shop().Currency;

    /// <summary>An amount in minor units of the shop's currency.</summary>
    public string Money(long? minor) => minor is { } value ? Money(new Money(value, Currency)) : Numerals.Nothing;

    /// <summary>An amount in its own currency.</summary>
    public string Money(Money amount)
    {
        var digits = Numerals.Decimal(Math.Abs(amount.Major), Kernel.Money.Decimals(amount.Currency));
        return $"{Sign(amount.Minor)}{Symbol(amount.Currency)}{digits}";
    }

    /// <summary>An average or another amount that is no whole number of minor units, in units of the shop's currency.</summary>
    public string MoneyOf(double? major) => major is { } value && double.IsFinite(value) && Math.Abs(value) < long.MaxValue / 1000
        ? Money((long)Math.Round(value * Math.Pow(10, Kernel.Money.Decimals(Currency))))
        : Numerals.Nothing;

    /// <summary>An amount in minor units, without decimals, for tiles and axes: <c>£12,345</c>, from a million on <c>£1.23m</c> or <c>£123万</c>.</summary>
    public string MoneyShort(long? minor)
    {
        if (minor is not { } value)
        {
            return Numerals.Nothing;
        }

        var major = Math.Abs(new Money(value, Currency).Major);
        return $"{Sign(value)}{Symbol(Currency)}{Short(major)}";
    }

    /// <summary>An amount in minor units as a decimal number, for files.</summary>
    public object? ForFile(object? minor) => minor is long value ? new Money(value, Currency).Major : null;

    /// <summary>A whole number.</summary>
    public string Number(long? value) => value is { } number ? Numerals.Whole(number) : Numerals.Nothing;

    /// <summary>A number with decimals; NaN and null are undefined.</summary>
    public string Number(double? value, int decimals = 1) => value is { } number ? Numerals.Decimal(number, decimals) : Numerals.Nothing;

    /// <summary>A share in [0, 1] as a percentage. What is there is not rounded away: a share too small for the decimals is <c>&lt; 0.1 %</c>, one that falls short of the whole by as little <c>&gt; 99.9 %</c>.</summary>
    public string Percent(double? share, int decimals = 1)
    {
        if (share is not { } value || !double.IsFinite(value))
        {
            return Numerals.Nothing;
        }

        var step = Math.Pow(10, -decimals);
        var (exact, rounded) = (value * 100, Math.Round(value * 100, decimals));
        var (bound, shown) = exact > 0 && rounded == 0 ? ("< ", step) : exact < 100 && rounded == 100 ? ("> ", 100 - step) : ("", exact);
        return bound + Numerals.Decimal(shown, decimals) + (words.IsChinese ? "%" : " %");
    }

    /// <summary>A relative change with its sign, from one value to another; undefined from zero.</summary>
    public string Change(double? from, double? to) => RelativeChange(from, to) is { } change
        ? (change >= 0 ? "+" : "") + Numerals.Decimal(change * 100, 1) + (words.IsChinese ? "%" : " %")
        : Numerals.Nothing;

    /// <summary>A change of a share, in percentage points.</summary>
    public string Points(double? from, double? to) => from is { } a && to is { } b && double.IsFinite(b - a)
        ? (b >= a ? "+" : "") + Numerals.Decimal((b - a) * 100, 1) + (words.IsChinese ? "个百分点" : " pp")
        : Numerals.Nothing;

    /// <summary>The relative change itself, or null where it is undefined.</summary>
    public static double? RelativeChange(double? from, double? to) =>
        from is { } a && to is { } b && a != 0 && double.IsFinite(b / a) ? (b - a) / Math.Abs(a) : null;

    /// <summary>A calendar day.</summary>
    public string Date(DateOnly day) => words.IsChinese
        ? $"{day.Year}年{day.Month}月{day.Day}日"
        : $"{day.Day} {EnglishMonths[day.Month - 1]} {day.Year}";

    /// <summary>The shop's calendar day of an instant.</summary>
    public string Date(DateTimeOffset? instant) => instant is { } value ? Date(Local(value).Date.ToDateOnly()) : Numerals.Nothing;

    /// <summary>Day and time in the shop's zone, to the minute.</summary>
    public string DateTime(DateTimeOffset? instant) => instant is { } value ? $"{Date(value)} {Time(value)}" : Numerals.Nothing;

    /// <summary>Time of day in the shop's zone, to the minute.</summary>
    public string Time(DateTimeOffset instant)
    {
        var local = Local(instant);
        return $"{local.Hour:00}:{local.Minute:00}";
    }

    /// <summary>A month.</summary>
    public string Month(DateOnly month) => words.IsChinese ? $"{month.Year}年{month.Month}月" : $"{EnglishMonths[month.Month - 1]} {month.Year}";

    /// <summary>The days of a period, both ends included.</summary>
    public string Range(Period period) => $"{Date(period.Start)} – {Date(period.End.AddTicks(-1))}";

    /// <summary>A stretch of time in its two largest units.</summary>
    public string Duration(TimeSpan? span)
    {
        if (span is not { } value)
        {
            return Numerals.Nothing;
        }

        var (day, hour, minute, second) = words.IsChinese ? ("天", "小时", "分", "秒") : (" d", " h", " min", " s");
        var between = words.IsChinese ? "" : " ";
        return value switch
        {
            { TotalSeconds: < 0 } => Numerals.Nothing,
            { TotalSeconds: < 0.9995 } => $"{value.TotalMilliseconds:0}{(words.IsChinese ? "毫秒" : " ms")}",
            { TotalSeconds: < 9.95 } => Numerals.Decimal(value.TotalSeconds, 1) + second,
            { TotalMinutes: < 1 } => Numerals.Whole((long)Math.Min(59, Math.Round(value.TotalSeconds))) + second,
            { TotalMinutes: < 60 } => $"{value.Minutes}{minute}{between}{value.Seconds}{second}",
            { TotalHours: < 24 } => $"{value.Hours}{hour}{between}{value.Minutes}{minute}",
            _ => $"{Numerals.Whole((long)value.TotalDays)}{day}{between}{value.Hours}{hour}",
        };
    }

    /// <summary>Seconds as a stretch of time.</summary>
    public string Seconds(double? seconds) => seconds is { } value && double.IsFinite(value) ? Duration(TimeSpan.FromSeconds(value)) : Numerals.Nothing;

    /// <summary>A size; a kilobyte is 1,024 bytes.</summary>
    public string Bytes(long? bytes)
    {
        if (bytes is not { } value)
        {
            return Numerals.Nothing;
        }

        var (size, unit) = ((double)value, 0);
        while (size >= 1023.5 && unit < ByteUnits.Length - 1)
        {
            (size, unit) = (size / 1024, unit + 1);
        }

        return $"{Numerals.Decimal(size, unit == 0 || size >= 99.95 ? 0 : 1)} {ByteUnits[unit]}";
    }

    /// <summary>A value with its interval: <c>0.112 (0.104 – 0.121)</c>.</summary>
    public string WithInterval(double value, double? low, double? high, Func<double, string> form) =>
        low is { } l && high is { } h ? $"{form(value)} ({form(l)} – {form(h)})" : form(value);

    /// <summary>Symbol that stands before an amount.</summary>
    public string Symbol(string currency) => currency switch
    {
        "GBP" => "£",
        "EUR" => "€",
        "USD" => words.IsChinese ? "US$" : "$",
        "CNY" => words.IsChinese ? "¥" : "CN¥",
        "JPY" => words.IsChinese ? "JP¥" : "¥",
        "INR" => "₹",
        "KRW" => "₩",
        _ => currency + "\u00a0",
    };

    /// <summary>A number short enough for an axis.</summary>
    public string Short(decimal value) => (words.IsChinese, Math.Abs(value)) switch
    {
        (true, >= 100_000_000) => Numerals.Decimal(value / 100_000_000, 2) + "亿",
        (true, >= 1_000_000) => Numerals.Decimal(value / 10_000, 0) + "万",
        (false, >= 1_000_000_000) => Numerals.Decimal(value / 1_000_000_000, 2) + "bn",
        (false, >= 1_000_000) => Numerals.Decimal(value / 1_000_000, 2) + "m",
        _ => Numerals.Decimal(value, 0),
    };

    private static string Sign(long minor) => minor < 0 ? "−" : "";

    // A zone that nobody knows can only come from a damaged row; UTC keeps the page readable.
    private ZonedDateTime Local(DateTimeOffset instant) =>
        Instant.FromDateTimeOffset(instant).InZone(TzdbDateTimeZoneSource.Default.CanonicalIdMap.ContainsKey(shop().TimeZone)
            ? DateTimeZoneProviders.Tzdb[shop().TimeZone]
            : DateTimeZone.Utc);
}
