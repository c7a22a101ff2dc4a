using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Marketing.Strategy.Audiences;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Strategy.Audiences;

public sealed class AlikeAudiencesTests : IDisposable
{
    private const string LikeChampions = "alike:champions";

    private readonly ShopRig _rig = new();

    private IAudiences Audiences => _rig.Get<IAudiences>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Those_who_still_buy_more_than_a_little_are_the_ones_to_find_more_of()
    {
        Assert.Equal(["champions", "loyal", "potential-loyalist"], SegmentCatalogue.Expandable);
        Assert.Equal(["alike:champions", "alike:loyal", "alike:potential-loyalist"], AudienceCodes.Alike);
        Assert.Equal(AudienceCodes.Standing.Concat(AudienceCodes.Alike), AudienceCodes.All);
    }

    [Fact]
    public async Task The_members_are_the_customers_most_like_the_segment_and_outside_it()
    {
        var model = await _rig.AddAlikesAsync();
        var now = await _rig.Get<ISegments>().CurrentAsync(default);
        var customers = now.Frame.Snapshot.Customers;
        var listed = Assert.IsType<AlikeAudiences.Listed>(await Audiences.ListAlikeAsync(default));
        Assert.Equal(model.Id, listed.Model.Id);
        Assert.Equal(AudienceCodes.Alike, listed.Audiences.Select(audience => audience.Code));
        foreach (var segment in SegmentCatalogue.Expandable)
        {
            int[] seeds = [.. Enumerable.Range(0, customers.Count).Where(customer => now.Of[customer] >= 0 && now.Codes[now.Of[customer]] == segment)];
            Assert.NotEmpty(seeds);
            var wanted = (await _rig.Get<ILookAlikes>().FindAsync(model.Id, now.Frame.Snapshot, seeds, seeds.Length, null, default))!.Customers.Where(one => one.Likeness > 0).OrderBy(one => customers.Id[one.Customer]).ToList();
            var members = await Audiences.MembersAsync(AudienceCodes.AlikePrefix + segment, default);
            Assert.NotEmpty(members);
            Assert.Equal(wanted.Select(one => new CustomerId(customers.Id[one.Customer])), members.Select(member => member.Customer));
            Assert.DoesNotContain(members, member => seeds.Contains(customers.IndexOf(member.Customer)));
            Assert.InRange(members.Count, 1, seeds.Length);
            foreach (var (one, member) in wanted.Zip(members))
            {
                var reason = Assert.Single(member.Reasons);
                Assert.Equal((ReasonCodes.LikeSegment, $"{segment} {one.Likeness.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)} 1"), (reason.Code, string.Join(' ', reason.Arguments)));
            }

            Assert.Equal(members.Count, listed.Audiences.Single(audience => audience.Code == AudienceCodes.AlikePrefix + segment).Customers);
        }
    }

    [Fact]
    public async Task Nobody_is_a_member_at_an_angle_of_90_degrees_and_more()
    {
        await _rig.AddAlikesAsync();
        var alikes = new ToldAlikes(question => [.. question.Seeds.Take(4).Select((_, i) => new LookAlike(i, 0.5 - (0.25 * i)))]);
        var listed = Assert.IsType<AlikeAudiences.Listed>(await With(alikes).ListAlikeAsync(default));
        Assert.All(listed.Audiences, audience => Assert.Equal(2, audience.Customers));
    }

    [Fact]
    public async Task Without_a_trained_transformer_there_are_none_and_whoever_asks_is_told_what_to_do()
    {
        _rig.AddRegulars(20);
        await _rig.TrainChampionAsync();
        Assert.IsType<AlikeAudiences.NoModel>(await Audiences.ListAlikeAsync(default));
        Assert.Equal(AudienceCodes.Standing, (await Audiences.ListAsync(default)).Select(audience => audience.Code));
        var refused = await Assert.ThrowsAsync<OperatorException>(() => Audiences.MembersAsync(LikeChampions, default));
        Assert.Contains("needs a trained transformer", refused.Message);
        Assert.Contains("Train one under Models, Trainings", refused.Fix);
        await Assert.ThrowsAsync<ArgumentException>(() => Audiences.MembersAsync("alike:lost", default));
    }

    [Fact]
    public async Task A_transformer_that_has_learned_nothing_tells_nobody()
    {
        var version = await AlikeShop.TrainAsync(_rig);
        Assert.Equal(version.Id, (await _rig.Get<IModels>().NewestAsync(ModelPurposes.Recommend, "transformer", default))!.Id);
        Assert.IsType<AlikeAudiences.NoModel>(await Audiences.ListAlikeAsync(default));
        await Assert.ThrowsAsync<OperatorException>(() => Audiences.MembersAsync(LikeChampions, default));
    }

    [Fact]
    public async Task The_transformer_in_charge_tells_else_the_newest()
    {
        var first = await _rig.AddAlikesAsync();
        await _rig.Get<IModels>().PromoteAsync(first.Id, "ann", "first", default);
        var second = await AlikeShop.TrainAsync(_rig);
        Assert.Equal(first.Id, Assert.IsType<AlikeAudiences.Listed>(await Audiences.ListAlikeAsync(default)).Model.Id);
        await _rig.TrainChampionAsync();
        Assert.Equal(second.Id, Assert.IsType<AlikeAudiences.Listed>(await Audiences.ListAlikeAsync(default)).Model.Id);
        Assert.Equal("2", (await Audiences.MembersAsync(LikeChampions, default))[0].Reasons[0].Arguments[2]);
    }

    [Fact]
    public async Task List_forecast_and_members_wait_for_one_computation_until_shop_or_model_change()
    {
        await _rig.AddAlikesAsync();
        var counted = new ToldAlikes(_rig.Get<ILookAlikes>());
        var audiences = With(counted);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => (Task)audiences.ListAlikeAsync(default)).Concat(AudienceCodes.Alike.Select(code => audiences.MembersAsync(code, default))));
        Assert.Equal(1, counted.Asked);
        await AlikeShop.TrainAsync(_rig);
        await audiences.MembersAsync(LikeChampions, default);
        await audiences.ListAlikeAsync(default);
        Assert.Equal(2, counted.Asked);
        _rig.Get<ISnapshots>().Invalidate();
        await audiences.ListAlikeAsync(default);
        await audiences.MembersAsync(LikeChampions, default);
        Assert.Equal(3, counted.Asked);
    }

    [Fact]
    public async Task A_model_that_cannot_be_read_is_told_as_such_until_its_file_is_mended()
    {
        var model = await _rig.AddAlikesAsync();
        var file = Assert.Single(Directory.GetFiles(_rig.Folder.Folder.Models, "transformer-*.model"));
        File.Move(file, file + ".away");
        await _rig.RestartAsync();
        var unreadable = Assert.IsType<AlikeAudiences.Unreadable>(await Audiences.ListAlikeAsync(default));
        Assert.Equal(model.Id, unreadable.Model.Id);
        Assert.Contains("is missing", unreadable.Message);
        Assert.NotEqual("", unreadable.Fix);
        await Assert.ThrowsAsync<OperatorException>(() => Audiences.MembersAsync(LikeChampions, default));
        File.Move(file + ".away", file);
        Assert.IsType<AlikeAudiences.Listed>(await Audiences.ListAlikeAsync(default));
    }

    [Fact]
    public async Task A_campaign_goes_to_those_whom_the_list_counts_with_the_reason()
    {
        await _rig.AddAlikesAsync();
        var listed = Assert.IsType<AlikeAudiences.Listed>(await Audiences.ListAlikeAsync(default)).Audiences.Single(audience => audience.Code == LikeChampions);
        var members = await Audiences.MembersAsync(LikeChampions, default);
        var forecast = await _rig.Get<IPlanning>().PreviewCampaignAsync(null, LikeChampions, 0, default);
        var id = await _rig.QueueAsync(Outboxes.Draft with { Audience = LikeChampions });
        var decisions = (await _rig.Get<ILedger>().ListAsync(null, id, null, null, new TableQuery(Take: 1000), default)).Items;
        Assert.Equal(members.Select(member => member.Customer), decisions.Select(decision => decision.Draft.Person()).OrderBy(customer => customer.Value));
        var sends = decisions.Where(decision => decision.Draft.Kind == DecisionKind.Send).ToList();
        Assert.Equal((listed.Reachable, listed.Reachable), (sends.Count, forecast.Send));
        Assert.NotEmpty(sends);
        Assert.All(sends, send => Assert.Equal((ReasonCodes.LikeSegment, "campaign:alike:champions"), (send.Draft.Reasons.Single().Code, send.Draft.Policy)));
        Assert.Equal(sends.Count, (await _rig.MessagesAsync(id)).Count);
    }

    [Fact]
    public async Task A_campaign_whose_model_is_gone_decides_for_nobody_says_what_to_do_and_goes_on_when_it_is_done()
    {
        AlikeShop.Fill(_rig);
        var id = await _rig.QueueAsync(Outboxes.Draft with { Audience = LikeChampions });
        var campaign = await _rig.Get<ICampaigns>().FindAsync(id, default);
        Assert.Contains("needs a trained transformer, and none is kept. Train one under Models, Trainings", campaign!.Problem);
        Assert.Equal(0, (await _rig.Get<ILedger>().ListAsync(null, id, null, null, new TableQuery(), default)).Total);
        Assert.Empty(await _rig.MessagesAsync(id));

        await AlikeShop.TrainAsync(_rig);
        Assert.Empty((await _rig.Get<ICampaigns>().QueueDueAsync(null, default)).Problems);
        Assert.NotEmpty(await _rig.MessagesAsync(id));
    }

    private ListAudiences With(ILookAlikes alikes) => new(
        _rig.Get<ISegments>(), new AlikeLists(_rig.Get<IModels>(), alikes), _rig.Get<ICustomerRecords>(), _rig.Get<ISuppressions>(), _rig.Get<ILedger>(), _rig.Get<BusinessClock>(), _rig.Get<IOptions<StrategyOptions>>());

    /// <summary>Counts how often it is asked; answers as another does, or as the test says.</summary>
    private sealed class ToldAlikes(Func<LookAlikeQuestion, IReadOnlyList<LookAlike>>? told, ILookAlikes? other = null) : ILookAlikes
    {
        private int _asked;

        public ToldAlikes(ILookAlikes other)
            : this(null, other)
        {
        }

        public int Asked => _asked;

        public Task<LookAlikeList?> FindAsync(ModelVersionId version, ShopSnapshot snapshot, IReadOnlyCollection<int> seeds, int take, IProgress<Progress>? progress, CancellationToken cancellation) =>
            throw new InvalidOperationException("One question at a time is not what audiences ask.");

        public async Task<IReadOnlyList<LookAlikeList>?> FindAsync(ModelVersionId version, ShopSnapshot snapshot, IReadOnlyList<LookAlikeQuestion> questions, IProgress<Progress>? progress, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _asked);
            return other is null ? [.. questions.Select(question => new LookAlikeList(told!(question), question.Seeds.Count))] : await other.FindAsync(version, snapshot, questions, progress, cancellation);
        }
    }
}
