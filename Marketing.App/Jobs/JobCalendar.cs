using Marketing.Data;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.TimeZones;

namespace Marketing.App.Jobs;

/// <summary>
/// Instants at which jobs are due. Schedules follow the real clock in the shop's zone; the stretch of history that a backtest
/// hides follows the shop's own clock.
/// </summary>
internal sealed class JobCalendar(IShop shop, TimeProvider system, IOptions<JobsOptions> options)
{
    /// <summary>The newest instant, not after now, at which the nightly turn was due.</summary>
    public DateTimeOffset LastTurn() => At(days => Today().PlusDays(-days), options.Value.Nightly).First(due => due <= system.GetUtcNow());

    /// <summary>The next instant at which the nightly turn is due.</summary>
    public DateTimeOffset NextTurn() => At(days => Today().PlusDays(days - 1), options.Value.Nightly).First(due => due > system.GetUtcNow());

    /// <summary>The newest instant, not after now, at which the evaluation was due.</summary>
    public DateTimeOffset LastEvaluation() =>
        At(days => Today().PlusDays(1).Previous(Iso(options.Value.EvaluationDay)).PlusWeeks(-days), options.Value.EvaluationTime).First(due => due <= system.GetUtcNow());

    /// <summary>The last whole calendar months of the shop before an instant.</summary>
    public Marketing.Kernel.Period BacktestWindow(DateTimeOffset now)
    {
        var day = shop.DayOf(now);
        var end = new DateOnly(day.Year, day.Month, 1);
        return new Marketing.Kernel.Period(shop.StartOf(end.AddMonths(-options.Value.BacktestMonths)), shop.StartOf(end));
    }

    /// <summary>The last whole days of the shop before an instant.</summary>
    public Marketing.Kernel.Period HorizonWindow(DateTimeOffset now, int days)
    {
        var today = shop.DayOf(now);
        return new Marketing.Kernel.Period(shop.StartOf(today.AddDays(-days)), shop.StartOf(today));
    }

    /// <summary>The shop's calendar day of an instant, as text for machines.</summary>
    public string Day(DateTimeOffset instant) => shop.DayOf(instant).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static IsoDayOfWeek Iso(DayOfWeek day) => day == DayOfWeek.Sunday ? IsoDayOfWeek.Sunday : (IsoDayOfWeek)day;

    private DateTimeZone Zone() => DateTimeZoneProviders.Tzdb.GetZoneOrNull(shop.Profile.TimeZone) ?? DateTimeZone.Utc;

    private LocalDate Today() => Instant.FromDateTimeOffset(system.GetUtcNow()).InZone(Zone()).Date;

    // A wall clock skips an hour in spring and repeats one in autumn: then the turn is due an hour later, or at the first of the two.
    private IEnumerable<DateTimeOffset> At(Func<int, LocalDate> day, TimeOnly time)
    {
        var (zone, local) = (Zone(), new LocalTime(time.Hour, time.Minute));
        for (var i = 0; ; i++)
        {
            yield return zone.ResolveLocal(day(i) + local, Resolvers.LenientResolver).ToDateTimeOffset().ToUniversalTime();
        }
    }
}
