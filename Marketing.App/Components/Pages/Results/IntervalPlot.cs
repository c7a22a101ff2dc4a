using Marketing.Model;

namespace Marketing.App.Components.Pages.Results;

/// <summary>Chart options: one line a thing, a point for the value and a bar for its interval.</summary>
internal static class IntervalPlot
{
    /// <summary>Options for the chart widget.</summary>
    /// <param name="rows">Names with their figures, top first.</param>
    /// <param name="value">Name of the figure.</param>
    /// <param name="interval">Name of the interval.</param>
    /// <param name="form">Formatter of the axis.</param>
    public static object Options(IReadOnlyList<(string Name, Metric Figure)> rows, string value, string interval, string form)
    {
        var intervals = rows.Where(row => row.Figure is { Low: not null, High: not null }).Select(row => (object)new
        {
            name = interval,
            type = "line",
            symbol = "none",
            silent = true,
            lineStyle = new { width = 6, color = "token:series0", opacity = 0.3, cap = "round" },
            itemStyle = new { color = "token:series0", opacity = 0.3 },
            tooltip = new { show = false },
            data = new object[] { new object[] { row.Figure.Low!.Value, row.Name }, new object[] { row.Figure.High!.Value, row.Name } },
        });
        var points = new
        {
            name = value,
            type = "scatter",
            symbolSize = 10,
            itemStyle = new { color = "token:series0" },
            data = rows.Select(row => new object[] { row.Figure.Value, row.Name }),
        };
        return new
        {
            legend = new { data = new[] { value, interval } },
            grid = new { top = 40, bottom = 24 },
            xAxis = new { type = "value", name = value, nameLocation = "middle", nameGap = 28, scale = false, axisLabel = new { formatter = form } },
            yAxis = new { type = "category", inverse = true, data = rows.Select(row => row.Name), axisLabel = new { hideOverlap = false, interval = 0 } },
            tooltip = new { trigger = "item", formatter = "@point" },
            series = new object[] { points }.Concat(intervals),
        };
    }
}
