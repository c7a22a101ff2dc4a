using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.App.Web;

namespace Marketing.App.Components.Pages.Demand;

/// <summary>A fan chart, and the table behind it: what came, what is expected with its intervals, and what happened on the way.</summary>
internal static class FanOptions
{
    private const string Calm = "token:calm";

    /// <summary>Options of the chart. Bands stand on an unseen series each, so that what a tooltip says is written with each point.</summary>
    public static object Of(Words words, Display display, IReadOnlyList<FanPoint> points, string came)
    {
        var series = new List<(string Name, object Series, bool IsBand)>
        {
            ("", Unseen("wide", points.Select(point => point.Low95)), false),
            (words["Demand.Band", 95], Band(words["Demand.Band", 95], "wide", 0.14, points.Select(point => (point.High95 - point.Low95, point.Mean is null ? null : DemandWords.Interval(display, point.Low95, point.High95)))), true),
            ("", Unseen("narrow", points.Select(point => point.Low80)), false),
            (words["Demand.Band", 80], Band(words["Demand.Band", 80], "narrow", 0.28, points.Select(point => (point.High80 - point.Low80, point.Mean is null ? null : DemandWords.Interval(display, point.Low80, point.High80)))), true),
            (came, Line(came, "token:series0", "solid", points.Select(point => (point.Came, point.Came is null ? null : DemandWords.Units(display, point.Came)))), false),
            (words["Demand.Expected"], Line(words["Demand.Expected"], "token:series1", "dashed", points.Select(point => (point.Mean, point.Mean is null ? null : DemandWords.Units(display, point.Mean)))), false),
        };
        if (points.Any(point => point.Returned > 0))
        {
            series.Add((words["Demand.Returned"], Line(words["Demand.Returned"], "token:series3", "dotted", points.Select(point => (point.Returned, point.Returned is null ? null : DemandWords.Units(display, point.Returned)))), false));
        }

        if (points.Any(point => point.IsPromoted))
        {
            series.Add((words["Demand.Promoted"], Marks(words["Demand.Promoted"], "triangle", "token:series5", points.Select(point => (point.IsPromoted ? point.Came : null, point.IsPromoted ? words["Demand.Yes"] : null))), false));
        }

        if (points.Any(point => point.Planned.Count > 0))
        {
            series.Add((words["Demand.PlannedPromotions"], Marks(words["Demand.PlannedPromotions"], "arrow", "token:series5", points.Select((point, i) => Begun(points, i) is { Count: > 0 } begun ? (point.Mean, Listed(words, begun)) : ((double?)null, (string?)null))), false));
        }

        if (points.Any(point => point.Campaigns.Count > 0))
        {
            series.Add((words["Demand.Campaigns"], Marks(words["Demand.Campaigns"], "pin", "token:series4", points.Select(point => (point.Campaigns.Count > 0 ? point.Came ?? point.Mean : null, point.Campaigns.Count > 0 ? Listed(words, point.Campaigns) : null))), false));
        }

        if (points.Any(point => point.Holidays.Count > 0))
        {
            series.Add((words["Demand.Holidays"], Marks(words["Demand.Holidays"], "diamond", "token:series6", points.Select(point => (point.Holidays.Count > 0 ? (double?)0 : null, point.Holidays.Count > 0 ? Named(words, point) : null))), false));
        }

        if (points.Any(point => point.IsOut))
        {
            series.Add((words["Demand.Out"], Shade(words["Demand.Out"], points.Select(point => (point.IsOut ? (double?)1 : null, point.IsOut ? words["Demand.Yes"] : null))), false));
        }

        return new
        {
            grid = new { top = 84, left = 40, right = 40 },
            legend = new { type = "plain", itemWidth = 14, itemHeight = 10, itemGap = 8, data = series.Where(one => one.Name.Length > 0).DistinctBy(one => one.Name).Select(one => one.IsBand ? (object)new { name = one.Name, icon = "rect" } : new { name = one.Name }) },
            xAxis = new { type = "category", data = points.Select(point => display.Date(point.First)) },
            yAxis = new object[] { new { type = "value", min = 0, minInterval = 1, name = words["Demand.Units"], axisLabel = new { formatter = "@numberShort" } }, new { type = "value", show = false, min = 0, max = 1 } },
            tooltip = new { trigger = "axis", formatter = "@told" },
            series = series.Select(one => one.Series),
        };
    }

    /// <summary>The same as a table.</summary>
    public static ChartTable Table(Words words, Display display, IReadOnlyList<FanPoint> points, string came)
    {
        string Number(object? value) => display.Number((double)value!, 1);
        return new(
            [
                new(words[points.Count > 0 && points[0].Days > 1 ? "Demand.WeekFrom" : "Demand.Day"]),
                new(came, Number),
                new(words["Demand.Returned"], Number),
                new(words["Demand.Expected"], Number),
                new(words["Demand.LowOf", 80], Number),
                new(words["Demand.HighOf", 80], Number),
                new(words["Demand.LowOf", 95], Number),
                new(words["Demand.HighOf", 95], Number),
                new(words["Demand.Happened"]),
            ],
            [.. points.Select(point => (IReadOnlyList<object?>)[point.First, point.Came, point.Returned, point.Mean, point.Low80, point.High80, point.Low95, point.High95, Happened(words, point)])]);
    }

    private static string Happened(Words words, FanPoint point) => string.Join(
        words["Campaigns.ListComma"],
        [.. point.IsOut ? (string[])[words["Demand.Out"]] : [], .. point.IsPromoted ? (string[])[words["Demand.Promoted"]] : [], .. point.Planned, .. point.Campaigns, .. point.Holidays.Select(code => words.Code("Holiday", code))]);

    // Planned promotions of which this is the first day, or the first that is foretold: a mark on each of their days would hide what is expected.
    private static List<string> Begun(IReadOnlyList<FanPoint> points, int at) => [.. points[at].Planned.Except(at == 0 ? [] : points[at - 1].Planned)];

    private static string Listed(Words words, IEnumerable<string> names) => string.Join(words["Campaigns.ListComma"], names);

    private static string Named(Words words, FanPoint point) => string.Join(words["Campaigns.ListComma"], point.Holidays.Select(code => words.Code("Holiday", code)));

    private static object Line(string name, string color, string type, IEnumerable<(double? Value, string? Told)> data) =>
        new { name, type = "line", symbol = "none", z = 4, itemStyle = new { color }, lineStyle = new { width = 2, type }, data = Points(data) };

    private static object Unseen(string stack, IEnumerable<double?> data) =>
        new { name = "", type = "line", stack, symbol = "none", silent = true, lineStyle = new { opacity = 0 }, data = Points(data.Select(value => (value, (string?)null))) };

    private static object Band(string name, string stack, double opacity, IEnumerable<(double? Value, string? Told)> data) =>
        new { name, type = "line", stack, symbol = "none", silent = true, itemStyle = new { color = "token:series1", opacity = Math.Min(1, opacity * 3.5) }, lineStyle = new { opacity = 0 }, areaStyle = new { opacity }, data = Points(data) };

    private static object Marks(string name, string symbol, string color, IEnumerable<(double? Value, string? Told)> data) =>
        new { name, type = "scatter", symbol, symbolSize = 9, z = 5, itemStyle = new { color }, data = Points(data) };

    private static object Shade(string name, IEnumerable<(double? Value, string? Told)> data) =>
        new { name, type = "bar", yAxisIndex = 1, barWidth = "100%", z = 1, silent = true, itemStyle = new { color = Calm, opacity = 0.25 }, data = Points(data) };

    private static IEnumerable<object> Points(IEnumerable<(double? Value, string? Told)> data) => data.Select(point => new { value = point.Value, told = point.Told });
}
