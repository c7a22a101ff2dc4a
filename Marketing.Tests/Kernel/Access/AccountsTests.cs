using FluentValidation;
using Marketing.Kernel;
using static Marketing.Tests.Kernel.Access.AccountsFixture;

namespace Marketing.Tests.Kernel.Access;

public sealed class AccountsTests : IDisposable
{
    private readonly AccountsFixture _fixture = new();

    [Fact]
    public async Task A_setup_token_creates_one_administrator_once()
    {
        var accounts = _fixture.Accounts;
        Assert.False(await accounts.AnyAsync(default));
        var token = await accounts.IssueSetupTokenAsync(default);
        Assert.True(await accounts.IsSetupTokenValidAsync(token, default));
        var user = await accounts.CreateAdministratorAsync(token, "Root", Password, default);
        Assert.Equal(Role.Administrator, user!.Role);
        Assert.True(await accounts.AnyAsync(default));
        Assert.False(await accounts.IsSetupTokenValidAsync(token, default));
        Assert.Null(await accounts.CreateAdministratorAsync(token, "Second", Password, default));

        // Who sets the program up is signed in at once.
        Assert.Equal(user.Created, Assert.Single(await accounts.ListAsync(default)).LastSignIn);
        Assert.Equal(user.Created, user.LastSignIn);
    }

    [Fact]
    public async Task A_token_used_twice_at_the_same_moment_creates_one_administrator()
    {
        var token = await _fixture.Accounts.IssueSetupTokenAsync(default);
        var users = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _fixture.Accounts.CreateAdministratorAsync(token, "root " + i, Password, default)));
        Assert.Single(users, user => user is not null);
        Assert.Single(await _fixture.Accounts.ListAsync(default));
    }

    [Fact]
    public async Task A_new_setup_token_ends_the_earlier_one_and_each_ends_after_a_day()
    {
        var accounts = _fixture.Accounts;
        var first = await accounts.IssueSetupTokenAsync(default);
        var second = await accounts.IssueSetupTokenAsync(default);
        Assert.False(await accounts.IsSetupTokenValidAsync(first, default));
        Assert.Null(await accounts.CreateAdministratorAsync(first, "root", Password, default));
        _fixture.Folder.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        Assert.True(await accounts.IsSetupTokenValidAsync(second, default));
        _fixture.Folder.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(await accounts.IsSetupTokenValidAsync(second, default));
    }

    [Fact]
    public async Task A_setup_token_has_256_bits_and_survives_a_refused_password()
    {
        var token = await _fixture.Accounts.IssueSetupTokenAsync(default);
        Assert.Equal(43, token.Length);
        await Assert.ThrowsAsync<ValidationException>(() => _fixture.Accounts.CreateAdministratorAsync(token, "root", "short", default));
        Assert.True(await _fixture.Accounts.IsSetupTokenValidAsync(token, default));
    }

    [Theory]
    [InlineData("a", Password, "name-length")]
    [InlineData("a<b", Password, "name-letters")]
    [InlineData("System", Password, "name-reserved")]
    [InlineData("command line", Password, "name-reserved")]
    [InlineData("anna", "eleven char", "password-short")]
    [InlineData("anna", "aaaabbbbccccdddd", "password-plain")]
    [InlineData("anna", "my name is ANNA 1", "password-name")]
    public async Task A_name_or_password_that_does_not_do_is_refused_with_the_fix(string name, string password, string code)
    {
        var refused = await Assert.ThrowsAsync<ValidationException>(() => _fixture.Accounts.CreateAsync(name, password, Role.Viewer, default));
        var failure = Assert.Single(refused.Errors);
        Assert.Equal(code, failure.ErrorCode);
        Assert.EndsWith(".", failure.ErrorMessage);
        Assert.False(await _fixture.Accounts.AnyAsync(default));
    }

    [Fact]
    public async Task A_name_and_a_password_that_do_not_do_are_both_told()
    {
        var refused = await Assert.ThrowsAsync<ValidationException>(() => _fixture.Accounts.CreateAsync("", "", Role.Viewer, default));
        Assert.Equal(["name-length", "password-short"], refused.Errors.Select(error => error.ErrorCode).Distinct().Order());
    }

    [Fact]
    public async Task A_name_that_differs_in_case_only_is_taken()
    {
        await _fixture.Accounts.CreateAsync("Zoë 张伟", Password, Role.Viewer, default);
        var refused = await Assert.ThrowsAsync<ValidationException>(() => _fixture.Accounts.CreateAsync(" zoË 张伟 ", Password, Role.Viewer, default));
        Assert.Equal("name-taken", Assert.Single(refused.Errors).ErrorCode);
    }

    [Fact]
    public async Task The_last_administrator_can_be_neither_demoted_nor_disabled()
    {
        var accounts = _fixture.Accounts;
        var root = await accounts.CreateAsync("root", Password, Role.Administrator, default);
        var second = await accounts.CreateAsync("second", Password, Role.Administrator, default);
        await accounts.ChangeAsync(second.Id, Role.Administrator, disabled: true, default);
        foreach (var (role, disabled) in ((Role, bool)[])[(Role.Marketer, false), (Role.Administrator, true)])
        {
            var refused = await Assert.ThrowsAsync<ValidationException>(() => accounts.ChangeAsync(root.Id, role, disabled, default));
            Assert.Equal("last-administrator", Assert.Single(refused.Errors).ErrorCode);
        }

        Assert.Equal(root.Stamp, (await accounts.FindAsync(root.Id, default))!.Stamp);
        await accounts.ChangeAsync(second.Id, Role.Administrator, disabled: false, default);
        await accounts.ChangeAsync(root.Id, Role.Viewer, disabled: false, default);
        Assert.Equal(Role.Viewer, (await accounts.FindAsync(root.Id, default))!.Role);
    }

    [Fact]
    public async Task Two_administrators_who_demote_each_other_at_the_same_moment_leave_one()
    {
        var accounts = _fixture.Accounts;
        var one = await accounts.CreateAsync("one", Password, Role.Administrator, default);
        var two = await accounts.CreateAsync("two", Password, Role.Administrator, default);
        var outcomes = await Task.WhenAll(((UserId[])[one.Id, two.Id]).Select(async id => await Record.ExceptionAsync(() => accounts.ChangeAsync(id, Role.Viewer, disabled: false, default))));
        Assert.IsType<ValidationException>(Assert.Single(outcomes, outcome => outcome is not null));
        Assert.Single(await accounts.ListAsync(default), user => user.Role == Role.Administrator);
    }

    [Fact]
    public async Task A_new_password_replaces_the_old_one_and_is_held_to_the_rules()
    {
        var accounts = _fixture.Accounts;
        var anna = await accounts.CreateAsync("anna", Password, Role.Administrator, default);
        await Assert.ThrowsAsync<ValidationException>(() => accounts.SetPasswordAsync(anna.Id, "it is anna's 123", default));
        await accounts.SetPasswordAsync(anna.Id, "another horse 42", default);
        Assert.IsType<SignIn.Refused>(await accounts.SignInAsync("anna", Password, default));
        Assert.IsType<SignIn.Accepted>(await accounts.SignInAsync("anna", "another horse 42", default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => accounts.SetPasswordAsync(new UserId(99), "another horse 42", default));
    }

    public void Dispose() => _fixture.Dispose();
}
