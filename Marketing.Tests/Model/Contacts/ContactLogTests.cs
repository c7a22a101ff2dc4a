using Marketing.Model;

namespace Marketing.Tests.Model.Contacts;

public sealed class ContactLogTests
{
    public static TheoryData<string, int, ContactStep[]> Faults() => new()
    {
        { ContactFaultCode.NoStep, 0, [] },
        { ContactFaultCode.OneStep, 1, [Step()] },
        { ContactFaultCode.Propensity, 1, [Step(propensity: 0), Step(clock: 1)] },
        { ContactFaultCode.Propensity, 2, [Step(), Step(clock: 1, propensity: double.NaN)] },
        { ContactFaultCode.Propensity, 1, [Step(propensity: 1.01), Step(clock: 1)] },
        { ContactFaultCode.Reward, 1, [Step(reward: double.NaN), Step(clock: 1)] },
        { ContactFaultCode.Reward, 1, [Step(reward: double.PositiveInfinity), Step(clock: 1)] },
        { ContactFaultCode.UnknownAction, 1, [Step(action: 2), Step(clock: 1)] },
        { ContactFaultCode.UnknownAction, 1, [Step(action: -1), Step(clock: 1)] },
        { ContactFaultCode.Clock, 2, [Step(clock: 1), Step(clock: 1)] },
        { ContactFaultCode.Clock, 2, [Step(clock: 1), Step(clock: 0)] },
        { ContactFaultCode.Clock, 1, [Step(clock: double.NaN), Step(clock: 1)] },
        { ContactFaultCode.AfterEnd, 2, [Step(ends: true), Step(clock: 1)] },
        { ContactFaultCode.State, 1, [Step(state: [1, 2]), Step(clock: 1)] },
        { ContactFaultCode.State, 1, [Step(state: [float.NaN]), Step(clock: 1)] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_wrong_is_told_with_customer_and_step(string code, int step, ContactStep[] steps)
    {
        var refused = Assert.IsType<ContactLogOutcome.Refused>(ContactLog.Take(["x"], ContactRig.Actions, [new("sound", [Step(), Step(clock: 2)]), new("anna", steps)]));
        Assert.Equal((code, "anna", step), (refused.Fault.Code, refused.Fault.Customer, refused.Fault.Step));
        Assert.EndsWith(".", refused.Fault.Why);
    }

    [Fact]
    public void An_empty_log_is_refused() =>
        Assert.Equal(ContactFaultCode.NoStep, Assert.IsType<ContactLogOutcome.Refused>(ContactLog.Take([], ContactRig.Actions, [])).Fault.Code);

    [Theory]
    [InlineData("mail,call")]
    [InlineData("nothing")]
    [InlineData("nothing,mail,mail")]
    [InlineData("nothing,")]
    public void Actions_are_two_at_least_and_nothing_is_one(string actions) =>
        Assert.Equal(ContactFaultCode.Names, Assert.IsType<ContactLogOutcome.Refused>(ContactLog.Take(["x"], actions.Split(','), [new("anna", [Step(), Step(clock: 1)])])).Fault.Code);

    [Fact]
    public void One_step_that_ends_is_a_whole_sequence() =>
        Assert.IsType<ContactLogOutcome.Taken>(ContactLog.Take(["x"], ContactRig.Actions, [new("anna", [Step(ends: true)])]));

    [Fact]
    public void History_counts_what_came_before_and_not_what_comes_now()
    {
        var log = ContactRig.Log(["x"], ContactRig.Actions, [[Step(action: 1), Step(clock: 3, action: 0), Step(clock: 5, action: 1), Step(clock: 20, action: 1), Step(clock: 200)]]);
        var told = FatigueWorld.Sound(ContactHistory.Added(log)).Trajectories[0].Steps.Select(step => step.State.ToArray());
        Assert.Equal([[1, 90, 0, 0], [1, 3, 1, 1], [1, 5, 1, 1], [1, 15, 0, 2], [1, 90, 0, 0]], told);
    }

    private static ContactStep Step(int action = 0, double propensity = 0.5, double reward = 1, double clock = 0, bool ends = false, float[]? state = null) =>
        new(state ?? [1f], action, propensity, reward, clock, ends);
}
