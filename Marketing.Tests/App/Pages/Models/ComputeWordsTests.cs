using Marketing.App.Components.Pages.Models;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Tests.App.Pages.Models;

public sealed class ComputeWordsTests
{
    private static readonly Words English = Words.In(Words.English);
    private static readonly Display Shown = new(English, () => new ShopProfile("Shop", "GBP", "Europe/London", true, null, null, TimeSpan.Zero));
    private static readonly ComputeReport Report = new(default, "GBP", 0.04m, true, null, 0, 0, null, 5, 10, []);

    [Theory]
    [InlineData(true, TrainingChoiceKind.Trained, "Trained as a challenger, and put in charge since")]
    [InlineData(true, TrainingChoiceKind.TriedAgain, "Trained as a challenger, and put in charge since")]
    [InlineData(true, TrainingChoiceKind.Champion, "Trained: in charge")]
    [InlineData(false, TrainingChoiceKind.Trained, "Trained as a challenger")]
    public void A_method_in_charge_is_not_said_to_be_a_mere_challenger(bool champion, TrainingChoiceKind choice, string said) =>
        Assert.Equal(said, ComputeWords.Choice(English, Shown, Method(champion, choice), Report));

    [Fact]
    public void Trainings_that_gave_no_version_are_told_in_words() =>
        Assert.Equal("4 more to measure, failed or stopped", ComputeWords.Others(English, Shown, Method(false, TrainingChoiceKind.Trained) with { WithoutVersion = 4 }));

    [Theory]
    [InlineData(0, "£0.00")]
    [InlineData(0.00021, "under £0.01")]
    [InlineData(0.37, "£0.37")]
    public void A_cost_below_the_smallest_coin_is_said_to_be_under_it(double amount, string said) =>
        Assert.Equal(said, ComputeWords.CostInWords(English, Shown, (decimal)amount));

    private static MethodCost Method(bool champion, TrainingChoiceKind choice) => new(
        ModelPurposes.Recommend, "als", champion, 0, 1, null, null, null, 0, null, null, null, null, false, new TrainingChoice(ModelPurposes.Recommend, "als", new RunId(1), default, choice, 0, null, 0), null, null);
}
