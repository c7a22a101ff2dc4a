using Marketing.Model;

namespace Marketing.Tests.Model.Policies;

/// <summary>What a policy keeps between two lessons changes no probability.</summary>
public sealed class KnownRankingsTests
{
    [Theory]
    [InlineData("thompson", 0)]
    [InlineData("linear-thompson", 3)]
    [InlineData("logistic-thompson", 3)]
    public void AskedAgainTheProbabilitiesAreTheSameAndFollowWhatIsLearned(string kind, int features)
    {
        var (often, once) = (PolicyRig.Create(kind, features, 1, 2, 3, 4), PolicyRig.Create(kind, features, 1, 2, 3, 4));
        float[] first = features == 0 ? [] : [1, 0, 0.5f], second = features == 0 ? [] : [1, 1, -0.5f];
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 5; i++)
            {
                often.Asked(first, [1, 2, 3, 4], 2);
                often.Asked(second, [1, 3]);
            }

            Assert.Equal(once.Asked(first, [1, 2, 3, 4], 2), often.Asked(first, [1, 2, 3, 4], 2));
            Assert.Equal(once.Asked(second, [1, 3]), often.Asked(second, [1, 3]));
            Assert.Equal(once.Asked(first, [1, 3]), often.Asked(first, [1, 3]));
            var before = often.Asked(first, [1, 2, 3, 4], 2);
            foreach (var policy in (IPolicy[])[often, once])
            {
                policy.Learn(PolicyRig.Reward(first, 2, 1), PolicyRig.Reward(second, 3, 0));
            }

            Assert.NotEqual(before, often.Asked(first, [1, 2, 3, 4], 2));
        }
    }

    [Fact]
    public void AChoiceIsToldTheSameProbabilityWhetherItWasAskedBeforeOrNot()
    {
        var policy = PolicyRig.Create("thompson", 0, 1, 2, 3);
        policy.Learn(PolicyRig.Reward([], 2, 1));
        var told = Enumerable.Range(0, 60).Select(i => policy.Choose([], [1, 2, 3], (ulong)i).Places[0]).ToLookup(place => place.Arm, place => place.Probability);
        Assert.All(told, arm => Assert.Single(arm.Distinct()));
        Assert.Equal(1, told.Sum(arm => arm.First()), 6);
    }
}
