using Dapper;
using FluentValidation;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Execution.Channels;
using Marketing.Tests.Support;

namespace Marketing.Tests.Execution.Channels;

public sealed class ChannelKeeperTests : IDisposable
{
    private static readonly ChannelSettings _settings = new(Live: true, "mail.tea.test", 587, "starttls", "shop", HasPassword: false, "shop@tea.test", "Tea & Cups");
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_password_is_kept_encrypted_and_never_shown()
    {
        await _rig.OpenForBusinessAsync();
        await SaveAsync(_settings, "pass word");
        var shown = await _rig.Get<IOutbox>().ChannelAsync(default);
        Assert.Equal(_settings with { HasPassword = true }, shown);
        var stored = _rig.Folder.Database.Read(connection => connection.QuerySingle<string>("select password from execution_channel"));
        Assert.DoesNotContain("pass word", stored);
        Assert.Equal("pass word", await _rig.Get<ChannelKeeper>().PasswordAsync(default));
    }

    [Fact]
    public async Task A_kept_password_stays_when_other_things_change_and_goes_with_its_user()
    {
        await _rig.OpenForBusinessAsync();
        await SaveAsync(_settings, "pass word");
        await SaveAsync(_settings with { FromName = "Tea", Live = false }, null);
        Assert.Equal("pass word", await _rig.Get<ChannelKeeper>().PasswordAsync(default));
        await SaveAsync(_settings with { User = null }, null);
        Assert.Null(await _rig.Get<ChannelKeeper>().PasswordAsync(default));
    }

    [Theory]
    [InlineData("mail.elsewhere.test", "shop")]
    [InlineData("mail.tea.test", "other")]
    public async Task A_kept_password_is_not_handed_to_another_server_or_user(string host, string user)
    {
        await _rig.OpenForBusinessAsync();
        await SaveAsync(_settings, "pass word");
        var refused = await Assert.ThrowsAsync<ValidationException>(() => SaveAsync(_settings with { Host = host, User = user }, null));
        Assert.Contains("Enter the password again", Assert.Single(refused.Errors).ErrorMessage);
        Assert.Equal(_settings with { HasPassword = true }, await _rig.Get<IOutbox>().ChannelAsync(default));
        await SaveAsync(_settings with { Host = host, User = user }, "new");
        Assert.Equal("new", await _rig.Get<ChannelKeeper>().PasswordAsync(default));
    }

    [Fact]
    public async Task What_cannot_be_used_is_refused_with_the_fix()
    {
        await _rig.OpenForBusinessAsync();
        await RefusedAsync(_settings with { From = "shop" }, "not a mail address");
        await RefusedAsync(_settings with { From = "shop@tea.test\r\nBcc: x@y.test" }, "not a mail address");
        await RefusedAsync(_settings with { FromName = "Tea\r\nBcc: x@y.test" }, "in one line");
        await RefusedAsync(_settings with { Port = 0 }, "587");
        await RefusedAsync(_settings with { Security = "ssl" }, "starttls, tls or none");
        await RefusedAsync(_settings with { Security = "none" }, "travel readable");
        await RefusedAsync(_settings with { Host = "mail server" }, "not a mail server");
        await RefusedAsync(_settings with { From = "shop@example.com" }, "an example");
        Assert.False((await _rig.Get<IOutbox>().ChannelAsync(default)).Live);
    }

    [Fact]
    public async Task The_demo_shop_never_sends()
    {
        await _rig.Get<IShop>().SaveAsync(ShopProfile.Default with { IsDemo = true, PublicAddress = "https://tea.test" }, default);
        await RefusedAsync(_settings, "demo shop never sends");
    }

    private Task SaveAsync(ChannelSettings settings, string? password) => _rig.Get<IOutbox>().SaveChannelAsync(settings, password, "ann", default);

    private async Task RefusedAsync(ChannelSettings settings, string words) =>
        Assert.Contains((await Assert.ThrowsAsync<ValidationException>(() => SaveAsync(settings, "p"))).Errors, failure => failure.ErrorMessage.Contains(words, StringComparison.Ordinal));
}
