using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Consents;

public sealed class PreferenceLinksTests : IDisposable
{
    private readonly ShopRig _rig = new();

    private IPreferenceLinks Links => _rig.Get<IPreferenceLinks>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_token_names_its_person_also_after_a_restart()
    {
        await _rig.OpenForBusinessAsync();
        var token = Links.Token(new CustomerId(42), _rig.Now);
        Assert.Equal(token, Links.Token(new CustomerId(42), _rig.Now));
        await _rig.RestartAsync();
        Assert.Equal(new CustomerId(42), Links.Read(token));
        Assert.Equal($"https://tea.test/preferences/{token}", Links.Page(token));
        Assert.Equal($"https://tea.test/unsubscribe/{token}", Links.OneClick(token));
    }

    [Fact]
    public async Task Changing_any_letter_of_a_token_makes_it_lead_nowhere()
    {
        await _rig.OpenForBusinessAsync();
        var token = Links.Token(new CustomerId(42), _rig.Now);
        for (var place = 0; place < token.Length; place++)
        {
            var forged = string.Concat(token.AsSpan(0, place), token[place] == 'A' ? "B" : "A", token.AsSpan(place + 1));
            Assert.Null(Links.Read(forged));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("ÄÖÜ")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public async Task What_is_no_token_leads_nowhere(string token)
    {
        await _rig.OpenForBusinessAsync();
        Assert.Null(Links.Read(token));
    }

    [Fact]
    public async Task A_token_runs_out_and_another_shop_does_not_know_it()
    {
        await _rig.OpenForBusinessAsync();
        var token = Links.Token(new CustomerId(42), _rig.Now);
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(399));
        Assert.NotNull(Links.Read(token));
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Null(Links.Read(token));
        using var other = new ShopRig();
        await other.OpenForBusinessAsync();
        Assert.Null(other.Get<IPreferenceLinks>().Read(token));
    }
}
