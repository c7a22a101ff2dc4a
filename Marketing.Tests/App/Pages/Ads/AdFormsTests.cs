using System.Globalization;
using System.Text.RegularExpressions;
using FluentValidation;
using Marketing.App.Components.Pages.Ads;
using Marketing.Execution;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Pages.Ads;

/// <summary>What is typed is told when it does not do, and never cut to what would.</summary>
public sealed partial class AdFormsTests
{
    [Theory]
    [InlineData("2.5", "Places")]
    [InlineData("99999999999", "Places")]
    [InlineData(null, "Places")]
    public void Places_that_are_no_whole_number_are_told_at_their_field(string? typed, string field)
    {
        var form = new PlacementForm { Code = "home", Name = "Front page", Places = typed is null ? null : decimal.Parse(typed, CultureInfo.InvariantCulture) };
        Assert.Equal(field, Assert.Single(Assert.Throws<ValidationException>(form.Placement).Errors).PropertyName);
    }

    [Fact]
    public void Numbers_of_a_policy_that_are_out_of_range_reach_the_validator_as_they_are()
    {
        var form = ChallengerForm.Of(AdPolicySettings.Default, "GBP");
        (form.Window, form.Exploration, form.Value) = (-1, -5, 0);
        var settings = form.Settings([], "GBP");
        Assert.Equal((-60, -500L, 0.0), (settings.WindowMinutes, settings.ExplorationBudget, settings.RewardValue));
        form.Exploration = decimal.MaxValue;
        Assert.True(form.Settings([], "GBP").ExplorationBudget > AdCampaignDraftValidator.MostMoney);
    }

    [Fact]
    public void No_field_of_a_number_cuts_what_is_typed()
    {
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "Marketing.App", "Components", "Pages", "Ads"), "*.razor").Select(File.ReadAllText).ToList();
        Assert.Contains(pages, page => page.Contains("MudNumericField", StringComparison.Ordinal));
        Assert.DoesNotContain(pages, page => Cutting().IsMatch(page));
    }

    [GeneratedRegex("<MudNumericField[^\\n]* (Min|Max)=")]
    private static partial Regex Cutting();
}
