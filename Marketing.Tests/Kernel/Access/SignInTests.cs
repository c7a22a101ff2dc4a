using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Access;
using static Marketing.Tests.Kernel.Access.AccountsFixture;

namespace Marketing.Tests.Kernel.Access;

public sealed class SignInTests : IDisposable
{
    private readonly AccountsFixture _fixture = new();

    [Fact]
    public async Task The_right_password_signs_in_and_notes_the_time()
    {
        var anna = await _fixture.Accounts.CreateAsync("Anna", Password, Role.Marketer, default);
        _fixture.Folder.Clock.Advance(TimeSpan.FromHours(1));
        var accepted = Assert.IsType<SignIn.Accepted>(await _fixture.Accounts.SignInAsync(" anna ", Password, default));
        Assert.Equal(anna.Id, accepted.User.Id);
        Assert.Equal(Role.Marketer, accepted.User.Role);
        Assert.Equal(_fixture.Folder.Clock.GetUtcNow(), (await _fixture.Accounts.FindAsync(anna.Id, default))!.LastSignIn);
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_name_and_a_disabled_user_are_refused_alike()
    {
        await _fixture.Accounts.CreateAsync("root", Password, Role.Administrator, default);
        var gone = await _fixture.Accounts.CreateAsync("gone", Password, Role.Viewer, default);
        await _fixture.Accounts.ChangeAsync(gone.Id, Role.Viewer, disabled: true, default);
        Assert.IsType<SignIn.Refused>(await _fixture.Accounts.SignInAsync("root", Password + "!", default));
        Assert.IsType<SignIn.Refused>(await _fixture.Accounts.SignInAsync("nobody", Password, default));
        Assert.IsType<SignIn.Refused>(await _fixture.Accounts.SignInAsync("gone", Password, default));
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("nobody")]
    public async Task Five_failures_lock_a_name_for_a_time_that_doubles_whether_it_exists_or_not(string name)
    {
        await _fixture.Accounts.CreateAsync("anna", Password, Role.Administrator, default);
        var clock = _fixture.Folder.Clock;
        await _fixture.FailAsync(name, 5);
        var locked = Assert.IsType<SignIn.LockedOut>(await _fixture.Accounts.SignInAsync(name, Password, default));
        Assert.Equal(clock.GetUtcNow().AddMinutes(1), locked.Until);

        foreach (var minutes in (int[])[2, 4, 8, 16, 32, 60, 60])
        {
            clock.Advance(locked.Until - clock.GetUtcNow());
            await _fixture.FailAsync(name, 1);
            locked = Assert.IsType<SignIn.LockedOut>(await _fixture.Accounts.SignInAsync(name, Password, default));
            Assert.Equal(clock.GetUtcNow().AddMinutes(minutes), locked.Until);
        }
    }

    [Fact]
    public async Task A_lock_of_somebody_s_name_is_in_the_audit_log_once_and_a_strange_name_never()
    {
        var anna = await _fixture.Accounts.CreateAsync("anna", Password, Role.Administrator, default);
        await _fixture.FailAsync("anna", 5);
        await _fixture.FailAsync("hunter2 typed as a name", 5);
        await _fixture.Accounts.SignInAsync("anna", Password, default);
        var log = await new AuditLog(_fixture.Store, _fixture.Folder.Clock).ListAsync(new TableQuery(), default);
        var line = Assert.Single(log.Items);
        Assert.Equal(("user.locked", $"user {anna.Id.Value}", "anna"), (line.Action, line.Subject, line.Actor));
    }

    [Fact]
    public async Task A_reset_lets_a_locked_administrator_in_with_a_new_password_only_and_ends_the_sessions()
    {
        var anna = await _fixture.Accounts.CreateAsync("anna", Password, Role.Administrator, default);
        await _fixture.FailAsync("anna", 5);
        var password = await _fixture.Accounts.ResetPasswordAsync(" ANNA", "command line", default);
        Assert.Equal(24, password!.Length);
        Assert.IsType<SignIn.Refused>(await _fixture.Accounts.SignInAsync("anna", Password, default));
        Assert.IsType<SignIn.Accepted>(await _fixture.Accounts.SignInAsync("anna", password, default));
        Assert.Null(await _fixture.Accounts.FindSessionAsync(anna.Id, anna.Stamp, "a session", default));
        Assert.Null(await _fixture.Accounts.ResetPasswordAsync("nobody", "command line", default));
    }

    [Fact]
    public async Task A_sign_in_after_the_lock_forgets_the_failures()
    {
        await _fixture.Accounts.CreateAsync("anna", Password, Role.Administrator, default);
        await _fixture.FailAsync("anna", 5);
        _fixture.Folder.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<SignIn.Accepted>(await _fixture.Accounts.SignInAsync("anna", Password, default));
        await _fixture.FailAsync("anna", 4);
        Assert.IsType<SignIn.Accepted>(await _fixture.Accounts.SignInAsync("anna", Password, default));
    }

    [Fact]
    public async Task Failures_are_forgotten_a_day_after_the_last_one()
    {
        await _fixture.FailAsync("anna", 4);
        _fixture.Folder.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        await _fixture.FailAsync("anna", 4);
        await _fixture.FailAsync("somebody else", 1);
        Assert.Equal(2, _fixture.Folder.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from kernel_sign_in_failures")));
    }

    [Fact]
    public async Task Attempts_at_the_same_moment_cannot_outrun_the_lock()
    {
        await _fixture.Accounts.CreateAsync("anna", Password, Role.Administrator, default);
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _fixture.Accounts.SignInAsync("anna", "wrong password " + i, default)));
        Assert.Equal(5, results.Count(result => result is SignIn.Refused));
        Assert.Equal(15, results.Count(result => result is SignIn.LockedOut));
    }

    [Fact]
    public async Task A_hash_with_fewer_rounds_is_renewed_at_sign_in_and_the_session_stays()
    {
        var anna = await _fixture.Accounts.CreateAsync("anna", Password, Role.Administrator, default);
        var before = (await _fixture.Store.FindUserAsync(anna.Id, default))!;
        var stronger = _fixture.With(new KernelOptions { PasswordRounds = 2000 });
        Assert.IsType<SignIn.Accepted>(await stronger.SignInAsync("anna", Password, default));
        var after = (await _fixture.Store.FindUserAsync(anna.Id, default))!;
        Assert.NotEqual(before.PasswordHash, after.PasswordHash);
        Assert.Equal(before.Stamp, after.Stamp);
        Assert.IsType<SignIn.Accepted>(await stronger.SignInAsync("anna", Password, default));
    }

    [Fact]
    public async Task Neither_passwords_nor_typed_names_lie_in_the_file()
    {
        await _fixture.Accounts.CreateAsync("anna", Password, Role.Administrator, default);
        await _fixture.FailAsync(Password, 1);
        var texts = _fixture.Folder.Database.Read(connection => connection.Query<string>("select password_hash || stamp || name from kernel_users union all select name_hash from kernel_sign_in_failures").ToList());
        Assert.Equal(2, texts.Count);
        Assert.All(texts, text => Assert.DoesNotContain(Password, text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_session_stands_until_the_password_the_role_or_the_account_changes_or_it_is_ended()
    {
        var accounts = _fixture.Accounts;
        await accounts.CreateAsync("root", Password, Role.Administrator, default);
        var anna = await accounts.CreateAsync("anna", Password, Role.Marketer, default);
        Assert.NotNull(await accounts.FindSessionAsync(anna.Id, anna.Stamp, "one", default));

        await accounts.EndSessionAsync("one", _fixture.Folder.Clock.GetUtcNow().AddHours(12), default);
        Assert.Null(await accounts.FindSessionAsync(anna.Id, anna.Stamp, "one", default));
        Assert.NotNull(await accounts.FindSessionAsync(anna.Id, anna.Stamp, "two", default));

        await accounts.SetPasswordAsync(anna.Id, Password + "!", default);
        Assert.Null(await accounts.FindSessionAsync(anna.Id, anna.Stamp, "two", default));
        var again = (await accounts.FindAsync(anna.Id, default))!;
        await accounts.ChangeAsync(anna.Id, Role.Viewer, disabled: false, default);
        Assert.Null(await accounts.FindSessionAsync(anna.Id, again.Stamp, "two", default));
        await accounts.ChangeAsync(anna.Id, Role.Viewer, disabled: true, default);
        var disabled = (await accounts.FindAsync(anna.Id, default))!;
        Assert.Null(await accounts.FindSessionAsync(anna.Id, disabled.Stamp, "two", default));
    }

    public void Dispose() => _fixture.Dispose();
}
