using Bunit;
using Marketing.App.Components.Pages.Data;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Data.Import;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Pages.Data;

public sealed class ImportActionsTests : IDisposable
{
    private readonly ImportRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(Words.English, ImportState.Applied, "Too old to be taken back or shown again")]
    [InlineData(Words.Chinese, ImportState.Undone, "时间过久，无法撤销或重新应用")]
    public async Task A_file_whose_rows_have_ended_says_why_it_cannot_be_taken_back_or_shown_again(string language, ImportState state, string reason)
    {
        var import = await _rig.AppliedAsync("1,A,Cup,1,2024-01-01 10:00,2.50,7,France");
        await using var page = new PageContext(language, Role.Marketer);
        page.Services.AddSingleton<IImports>(_rig.Imports);

        var ended = page.Render<ImportActions>(parameters => parameters.Add(one => one.Import, import with { State = state, RowsEnded = true }));
        Assert.True(ended.Find("button").HasAttribute("disabled"));
        Assert.Contains(reason, ended.Markup, StringComparison.Ordinal);

        var young = page.Render<ImportActions>(parameters => parameters.Add(one => one.Import, import with { State = state }));
        Assert.False(young.Find("button").HasAttribute("disabled"));
        Assert.DoesNotContain(reason, young.Markup, StringComparison.Ordinal);
    }
}
