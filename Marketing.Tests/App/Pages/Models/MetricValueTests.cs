using Bunit;
using Marketing.App.Components.Pages.Models;
using Marketing.Model;

namespace Marketing.Tests.App.Pages.Models;

public sealed class MetricValueTests
{
    [Fact]
    public void A_figure_shows_its_interval()
    {
        using var page = new PageContext();
        var text = page.Render<MetricValue>(with => with.Add(p => p.Metric, new Metric("ndcg@10", 0.11234, 0.1049, 0.1211))).Markup;
        Assert.Contains("0.1123", text);
        Assert.Contains("0.1049 – 0.1211", text);
    }

    [Fact]
    public void A_share_of_the_catalogue_is_a_percentage_and_needs_no_interval()
    {
        using var page = new PageContext();
        var value = page.Render<MetricValue>(with => with.Add(p => p.Metric, new Metric("coverage@10", 0.253)));
        Assert.Contains("25.3 %", value.Markup);
        Assert.Empty(value.FindAll(".interval"));
    }

    [Theory]
    [InlineData("mae")]
    [InlineData("mae gain")]
    public void A_mean_error_of_spend_is_money(string name)
    {
        using var page = new PageContext();
        var text = page.Render<MetricValue>(with => with.Add(p => p.Metric, new Metric(name, 312.456, 300, 1325.5))).Markup;
        Assert.Contains("£312.46", text);
        Assert.Contains("£300.00 – £1,325.50", text);
    }

    [Fact]
    public void What_was_not_measured_is_a_dash_and_no_zero()
    {
        using var page = new PageContext();
        Assert.Equal("–", page.Render<MetricValue>(with => with.Add(p => p.Metric, (Metric?)null)).Markup.Trim());
    }
}
