using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Strategy.Planning;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Planning;

public sealed class DecideCampaignTests : IDisposable
{
    private static readonly CampaignId _first = new(1);
    private static readonly CampaignId _second = new(2);
    private readonly ShopRig _rig = new();

    private IPlanning Planning => _rig.Get<IPlanning>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task The_two_arms_carry_their_probabilities_and_come_from_the_draw()
    {
        _rig.AddRegulars(1000);
        var decisions = await DecideAsync(_first, 0.2);
        var (sends, holdouts) = (Of(decisions, DecisionKind.Send), Of(decisions, DecisionKind.Holdout));
        Assert.All(sends, draft => Assert.Equal(("mail", 0.8, "treatment"), (draft.Action, draft.Propensity, draft.Arm)));
        Assert.All(holdouts, draft => Assert.Equal(("nothing", 0.2, "holdout", ReasonCodes.Holdout, "20"), (draft.Action, draft.Propensity, draft.Arm, draft.Reasons[0].Code, draft.Reasons[0].Arguments[0])));
        Assert.Equal(1, sends[0].Propensity + holdouts[0].Propensity);
        Assert.All(sends, draft => Assert.True(HoldoutDraw.Of(_first, draft.Person()) >= 0.2));
        Assert.All(holdouts, draft => Assert.True(HoldoutDraw.Of(_first, draft.Person()) < 0.2));
        Assert.All(decisions, decision => Assert.Equal("mail,nothing", decision.Draft.Candidates));

        // Binomial with n = 800 and p = 0.2: 4 standard deviations are 45.
        Assert.Equal(800, sends.Count + holdouts.Count);
        Assert.InRange(holdouts.Count, 115, 205);
    }

    [Fact]
    public async Task Who_may_not_be_written_to_is_left_out_with_the_reason_and_never_in_an_arm()
    {
        _rig.AddRegulars(100);
        var decisions = await DecideAsync(_first, 0.5);
        Assert.Equal(100, decisions.Count);
        Assert.All(decisions.Select(decision => decision.Draft), draft =>
        {
            var expected = (draft.Person().Value % 10) switch { 0 => ReasonCodes.NoAddress, 5 => ReasonCodes.NoConsent, _ => null };
            Assert.Equal(expected is not null, draft.Kind == DecisionKind.Suppress);
            if (expected is not null)
            {
                Assert.Equal((expected, 1.0, null, "nothing"), (Assert.Single(draft.Reasons).Code, draft.Propensity, draft.Arm, draft.Action));
                Assert.Empty(draft.Products);
            }
        });
        Assert.All(Of(decisions, DecisionKind.Send), draft => Assert.Equal("form v1", draft.ConsentBasis));
    }

    [Fact]
    public async Task A_message_carries_products_reasons_and_model_and_a_holdout_none()
    {
        _rig.AddRegulars(60);
        var champion = await _rig.TrainChampionAsync();
        var decisions = await DecideAsync(_first, 0.3);
        Assert.All(Of(decisions, DecisionKind.Send), draft =>
        {
            Assert.InRange(draft.Products.Count, 1, 3);
            Assert.Equal([ReasonCodes.Overdue, ReasonCodes.RepeatBuyer], draft.Reasons.Select(reason => reason.Code));
            Assert.Equal($"campaign:{AudienceCodes.WinBack}", draft.Policy);
            Assert.Equal(_first, draft.Campaign);
        });
        Assert.Contains(Of(decisions, DecisionKind.Send), draft => draft.Model == champion.Id);
        Assert.All(Of(decisions, DecisionKind.Holdout), draft => Assert.Empty(draft.Products));
    }

    [Fact]
    public async Task Decided_twice_nothing_is_repeated()
    {
        _rig.AddRegulars(30);
        var first = await DecideAsync(_first, 0.3);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(1));
        await _rig.RestartAsync();
        var again = await DecideAsync(_first, 0.3);
        Assert.Equal(first.Select(decision => (decision.Id, decision.At)), again.Select(decision => (decision.Id, decision.At)));
        Assert.Equal(30, (await _rig.Get<ILedger>().ListAsync(null, _first, null, null, new TableQuery(), default)).Total);
        Assert.Equal(first.Select(decision => decision.Draft.Kind), again.Select(decision => decision.Draft.Kind));
    }

    [Fact]
    public async Task Somebody_written_to_lately_is_left_alone_until_the_days_have_passed()
    {
        _rig.AddRegulars(100);
        var before = Of(await DecideAsync(_first, 0.3), DecisionKind.Send).Select(draft => draft.Customer).ToHashSet();
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(3));
        var lately = await DecideAsync(_second, 0);
        Assert.Equal(80 - before.Count, Of(lately, DecisionKind.Send).Count);
        foreach (var draft in lately.Select(decision => decision.Draft).Where(draft => before.Contains(draft.Customer)))
        {
            var reason = Assert.Single(draft.Reasons);
            Assert.Equal((DecisionKind.Suppress, ReasonCodes.TouchedLately), (draft.Kind, reason.Code));
            Assert.Equal(["3", "7"], reason.Arguments);
        }

        _rig.Folder.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMilliseconds(1));
        Assert.Equal(80, Of(await DecideAsync(new CampaignId(3), 0), DecisionKind.Send).Count);
    }

    [Fact]
    public async Task A_forecast_says_what_the_decision_then_does_and_writes_nothing()
    {
        _rig.AddRegulars(200);
        var forecast = await Planning.PreviewCampaignAsync(_first, AudienceCodes.WinBack, 0.25, default);
        Assert.Equal(0, (await _rig.Get<ILedger>().ListAsync(null, null, null, null, new TableQuery(), default)).Total);
        var decisions = await DecideAsync(_first, 0.25);
        Assert.Equal((decisions.Count, Of(decisions, DecisionKind.Send).Count, Of(decisions, DecisionKind.Holdout).Count), (forecast.Audience, forecast.Send, forecast.Holdout));
        Assert.Equal((20, 20, 2), (forecast.LeftOut[ReasonCodes.NoAddress], forecast.LeftOut[ReasonCodes.NoConsent], forecast.LeftOut.Count));
    }

    [Fact]
    public async Task A_mailbox_gets_a_message_once_whatever_records_name_it_and_the_preview_says_so()
    {
        _rig.AddRegulars(20);

        // 11 bought two days ago by the rest of nine, 12 three.
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("update data_customers set email = 'one@buyers.test' where id in (11, 12)", transaction: transaction));
        var forecast = await Planning.PreviewCampaignAsync(_first, AudienceCodes.WinBack, 0, default);
        Assert.Equal((15, 1), (forecast.Send, forecast.LeftOut[ReasonCodes.SameAddress]));
        var decisions = await DecideAsync(_first, 0);
        Assert.Equal([(11L, DecisionKind.Send), (12L, DecisionKind.Suppress)], decisions.Where(decision => decision.Draft.Person().Value is 11 or 12).Select(decision => (decision.Draft.Person().Value, decision.Draft.Kind)));
        Assert.Equal(ReasonCodes.SameAddress, decisions.Single(decision => decision.Draft.Person().Value == 12).Draft.Reasons.Single().Code);
    }

    [Fact]
    public async Task Whoever_refuses_under_one_record_gets_no_mail_under_another_with_the_address_until_somebody_agrees_anew()
    {
        _rig.AddRegulars(20);
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("update data_customers set email = 'one@buyers.test' where id in (11, 12)", transaction: transaction));
        await _rig.Get<IConsents>().ChooseAsync(new CustomerId(11), [], "en", "page", default);
        var forecast = await Planning.PreviewCampaignAsync(_first, AudienceCodes.WinBack, 0, default);
        Assert.Equal((14, 1), (forecast.Send, forecast.LeftOut[ReasonCodes.Suppressed]));
        Assert.Equal([new CustomerId(11), new CustomerId(12)], (await _rig.Get<ISuppressions>().HeldAsync([new(11), new(12), new(13)], default)).OrderBy(id => id.Value));

        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(1));
        await _rig.Get<IConsents>().ChooseAsync(new CustomerId(12), [new ConsentUse(ConsentPurposes.Marketing, ConsentChannels.Mail)], "en", "page", default);
        Assert.Empty(await _rig.Get<ISuppressions>().HeldAsync([new(11), new(12)], default));
    }

    [Fact]
    public async Task Without_a_holdout_there_is_no_arm_and_a_share_of_one_is_refused()
    {
        _rig.AddRegulars(10);
        Assert.All(Of(await DecideAsync(_first, 0), DecisionKind.Send), draft => Assert.Equal((1.0, null), (draft.Propensity, draft.Arm)));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => DecideAsync(_second, 1));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => DecideAsync(_second, double.NaN));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Planning.DecideCampaignAsync(_second, "gone", 0.1, 3, null, default));
    }

    private Task<IReadOnlyList<Decision>> DecideAsync(CampaignId campaign, double holdout) => Planning.DecideCampaignAsync(campaign, AudienceCodes.WinBack, holdout, 3, null, default);

    private static List<DecisionDraft> Of(IEnumerable<Decision> decisions, DecisionKind kind) => [.. decisions.Select(decision => decision.Draft).Where(draft => draft.Kind == kind)];
}
