using Bunit;
using Marketing.App.Components.Pages.Campaigns;
using Marketing.App.Resources;
using Marketing.Strategy;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Pages.Campaigns;

public sealed class AudienceStepTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(Words.English, "Like champions", "Transformer (large model) v1", "whose histories resemble those of its customers most")]
    [InlineData(Words.Chinese, "与“重要价值客户”相似", "Transformer（大模型） v1", "历史与该客群客户最相似的客户")]
    public async Task Look_alikes_stand_below_the_others_and_can_be_chosen(string language, string name, string model, string rule)
    {
        await _rig.AddAlikesAsync();
        await using var page = Page(_rig.Get<IAudiences>(), language);
        var (form, changed) = (new CampaignForm { Audience = "win-back" }, 0);
        var step = page.Render<AudienceStep>(with => with.Add(p => p.Form, form).Add(p => p.Changed, () => changed++));
        step.WaitForAssertion(() => Assert.Equal(AudienceCodes.All, step.FindAll("input[name=audience]").Select(input => input.GetAttribute("value"))));
        var choice = step.FindAll("label.choice").Single(label => label.QuerySelector("strong")!.TextContent == name);
        Assert.Contains(rule, choice.TextContent);
        Assert.Contains(model, step.Markup);
        Assert.DoesNotContain("‹", step.Markup);
        await choice.QuerySelector("input")!.ChangeAsync(new() { Value = "alike:champions" });
        Assert.Equal(("alike:champions", 1), (form.Audience, changed));
    }

    [Theory]
    [InlineData(Words.English, "Look-alike audiences come with a trained transformer.")]
    [InlineData(Words.Chinese, "训练 Transformer 模型后即可使用相似客户受众。")]
    public async Task Without_a_transformer_a_line_says_where_they_come_from(string language, string line)
    {
        _rig.AddRegulars(10);
        await using var page = Page(_rig.Get<IAudiences>(), language);
        var step = Step(page);
        step.WaitForAssertion(() => Assert.Contains(line, step.Markup));
        Assert.NotNull(step.Find("a[href='/models/trainings']"));
        Assert.Equal(AudienceCodes.Standing.Count, step.FindAll("input[name=audience]").Count);
    }

    [Fact]
    public async Task A_model_that_cannot_be_read_is_said_and_the_other_audiences_stay()
    {
        await _rig.AddAlikesAsync();
        File.Delete(Assert.Single(Directory.GetFiles(_rig.Folder.Folder.Models, "transformer-*.model")));
        await _rig.RestartAsync();
        await using var page = Page(_rig.Get<IAudiences>());
        var step = Step(page);
        step.WaitForAssertion(() => Assert.Contains("Look-alike audiences cannot be made, because Transformer (large model) v1 cannot be read.", step.Markup));
        Assert.Contains("is missing", step.Markup);
        Assert.Equal(AudienceCodes.Standing.Count, step.FindAll("input[name=audience]").Count);
    }

    [Fact]
    public async Task The_other_audiences_do_not_wait_for_them()
    {
        _rig.AddRegulars(10);
        var slow = new SlowAlikes(_rig.Get<IAudiences>());
        await using var page = Page(slow);
        var step = Step(page);
        step.WaitForAssertion(() => Assert.Equal(AudienceCodes.Standing.Count, step.FindAll("input[name=audience]").Count));
        Assert.NotNull(step.Find("[aria-busy=true]"));
        slow.Gate.SetResult();
        step.WaitForAssertion(() => Assert.NotNull(step.Find("a[href='/models/trainings']")));
    }

    private static IRenderedComponent<AudienceStep> Step(PageContext page) => page.Render<AudienceStep>(with => with.Add(p => p.Form, new CampaignForm { Audience = "win-back" }));

    private static PageContext Page(IAudiences audiences, string language = Words.English)
    {
        var page = new PageContext(language);
        page.Services.AddSingleton(audiences);
        return page;
    }

    /// <summary>Look-alikes that are told only when the gate opens.</summary>
    private sealed class SlowAlikes(IAudiences other) : IAudiences
    {
        public TaskCompletionSource Gate { get; } = new();

        public Task<IReadOnlyList<AudienceSummary>> ListAsync(CancellationToken cancellation) => other.ListAsync(cancellation);

        public async Task<AlikeAudiences> ListAlikeAsync(CancellationToken cancellation)
        {
            await Gate.Task;
            return await other.ListAlikeAsync(cancellation);
        }

        public Task<IReadOnlyList<AudienceMember>> MembersAsync(string code, CancellationToken cancellation) => other.MembersAsync(code, cancellation);
    }
}
