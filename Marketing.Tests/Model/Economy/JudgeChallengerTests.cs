using Marketing.Model;
using Marketing.Model.Economy;

namespace Marketing.Tests.Model.Economy;

public sealed class JudgeChallengerTests
{
    private static readonly EconomyOptions _options = new() { SkipAfter = 3, TryAgainAfter = 2 };

    // Versions newest first: l lost (interval across 0), w beat the champion, p was put in charge, n was not compared with a champion.
    [Theory]
    [InlineData("lll", 0, "", TrainingChoiceKind.Skipped, 3, 1)]
    [InlineData("llll", 1, "", TrainingChoiceKind.Skipped, 4, 2)]
    [InlineData("lll", 2, "", TrainingChoiceKind.TriedAgain, 3, 0)]
    [InlineData("lll", 7, "", TrainingChoiceKind.TriedAgain, 3, 0)]
    [InlineData("ll", 0, "", TrainingChoiceKind.Trained, 2, 0)]
    [InlineData("", 0, "", TrainingChoiceKind.Trained, 0, 0)]
    [InlineData("llw", 0, "", TrainingChoiceKind.Trained, 2, 0)]
    [InlineData("wlll", 0, "", TrainingChoiceKind.Trained, 0, 0)]
    [InlineData("llp", 0, "", TrainingChoiceKind.Trained, 2, 0)]
    [InlineData("lln", 0, "", TrainingChoiceKind.Trained, 2, 0)]
    [InlineData("lllw", 0, "", TrainingChoiceKind.Skipped, 3, 1)]
    [InlineData("lll", 0, "champion", TrainingChoiceKind.Champion, 3, 0)]
    [InlineData("lll", 1, "champion", TrainingChoiceKind.Champion, 3, 0)]
    [InlineData("lll", 0, "baseline", TrainingChoiceKind.Baseline, 3, 0)]
    [InlineData("lll", 1, "forced", TrainingChoiceKind.Forced, 3, 0)]
    public void A_turn_trains_whoever_may_pay(string versions, int skipped, string who, TrainingChoiceKind choice, int measured, int inARow)
    {
        var decided = JudgeChallenger.Of(Known(versions, skipped, who), _options);
        Assert.Equal((choice, measured, inARow), (decided.Choice, decided.Measured, decided.Skipped));
    }

    [Fact]
    public void The_best_gain_of_the_turns_that_did_not_pay_is_told()
    {
        var known = Known("lll", 0, "") with { Measured = [Lost(-0.02), Lost(0.004), Lost(-0.01), new MeasuredVersion(new Metric("gain", 0.5, 0.4, 0.6), false)] };
        Assert.Equal(0.004, JudgeChallenger.Of(known, _options).Best!.Value);
        Assert.Null(JudgeChallenger.Of(Known("w", 0, ""), _options).Best);
    }

    [Fact]
    public void Nothing_is_skipped_where_that_is_switched_off() =>
        Assert.Equal(TrainingChoiceKind.Trained, JudgeChallenger.Of(Known("llllllll", 3, ""), new EconomyOptions { SkipAfter = 0 }).Choice);

    private static ChallengerRecord Known(string versions, int skipped, string who) => new(
        who == "champion",
        who == "baseline",
        who == "forced",
        [.. versions.Select(version => version switch
        {
            'w' => new MeasuredVersion(new Metric("gain", 0.02, 0.01, 0.03), false),
            'p' => new MeasuredVersion(new Metric("gain", 0.0, -0.01, 0.01), true),
            'n' => new MeasuredVersion(null, false),
            _ => Lost(0.001),
        })],
        skipped);

    private static MeasuredVersion Lost(double gain) => new(new Metric("gain", gain, gain - 0.01, gain + 0.01), false);
}
