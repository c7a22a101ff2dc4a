using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using FluentValidation.Results;
using Marketing.Kernel.Sql;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Marketing.Kernel.Access;

/// <summary>Accounts in the database. All times are the system's.</summary>
internal sealed class Accounts(KernelAccessStore store, Passwords passwords, IAuditLog audit, TimeProvider system, IOptions<KernelOptions> options) : IAccounts
{
    private readonly KernelOptions _options = options.Value;
    private readonly NewAccountRules _accountRules = new(options.Value);
    private readonly PasswordRules _passwordRules = new(options.Value);

    public Task<bool> AnyAsync(CancellationToken cancellation) => store.AnyUserAsync(cancellation);

    public async Task<string> IssueSetupTokenAsync(CancellationToken cancellation)
    {
        var token = Secret();
        await store.ReplaceSetupTokenAsync(Hash(token), system.GetUtcNow() + _options.SetupLinkLife, cancellation).ConfigureAwait(false);
        return token;
    }

    public Task<bool> IsSetupTokenValidAsync(string token, CancellationToken cancellation) =>
        store.SetupTokenStandsAsync(Hash(token), system.GetUtcNow(), cancellation);

    public async Task<User?> CreateAdministratorAsync(string token, string name, string password, CancellationToken cancellation)
    {
        // Hashing is dear: it is not done for somebody without a token.
        if (!await IsSetupTokenValidAsync(token, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        var user = await NewUserAsync(name, password, Role.Administrator, cancellation).ConfigureAwait(false);
        var now = system.GetUtcNow();
        try
        {
            return await store.InsertUserAsync(user, Hash(token), now, cancellation).ConfigureAwait(false) is { } id ? ToUser(id, user, now) with { LastSignIn = now } : null;
        }
        catch (NameTakenException)
        {
            throw NameRules.Taken(user.Name);
        }
    }

    public async Task<SignIn> SignInAsync(string name, string password, CancellationToken cancellation)
    {
        var now = system.GetUtcNow();
        var forgotten = now - _options.FailureMemory;
        var nameHash = Hash(NameRules.Fold(name));
        var lockedUntil = now;
        if (await store.CountAttemptAsync(nameHash, now, forgotten, failures => lockedUntil = LockAfter(failures, now), cancellation).ConfigureAwait(false) is { } until)
        {
            return new SignIn.LockedOut(until);
        }

        var user = await store.FindUserAsync(NameRules.Fold(name), cancellation).ConfigureAwait(false);
        var tooLong = password.Length > PasswordRules.Longest;
        var verified = await passwords.VerifyAsync(tooLong ? null : user?.PasswordHash, tooLong ? "" : password, cancellation).ConfigureAwait(false);
        if (user is null || verified == PasswordVerificationResult.Failed || user.Disabled == 1)
        {
            // A name that nobody has is not written down: it may be a password.
            if (user is not null && lockedUntil > now)
            {
                await audit.WriteAsync(user.Name, "user.locked", $"user {user.Id.Value}", new { Until = lockedUntil }, cancellation).ConfigureAwait(false);
            }

            return new SignIn.Refused();
        }

        var renewed = verified == PasswordVerificationResult.SuccessRehashNeeded ? await passwords.HashAsync(password, cancellation).ConfigureAwait(false) : null;
        await store.MarkSignInAsync(user, nameHash, renewed, now, forgotten, cancellation).ConfigureAwait(false);
        return new SignIn.Accepted(user.ToUser() with { LastSignIn = now });
    }

    public async Task<User?> FindSessionAsync(UserId user, string stamp, string session, CancellationToken cancellation)
    {
        var row = await store.FindUserAsync(user, cancellation).ConfigureAwait(false);
        return row is { Disabled: 0 } && row.Stamp == stamp && !await store.HasSessionEndedAsync(session, cancellation).ConfigureAwait(false)
            ? row.ToUser()
            : null;
    }

    public Task EndSessionAsync(string session, DateTimeOffset expires, CancellationToken cancellation) =>
        store.EndSessionAsync(session, expires, system.GetUtcNow(), cancellation);

    public async Task<IReadOnlyList<User>> ListAsync(CancellationToken cancellation) =>
        (await store.ListUsersAsync(cancellation).ConfigureAwait(false)).ConvertAll(row => row.ToUser());

    public async Task<User?> FindAsync(UserId user, CancellationToken cancellation) =>
        (await store.FindUserAsync(user, cancellation).ConfigureAwait(false))?.ToUser();

    public async Task<User> CreateAsync(string name, string password, Role role, CancellationToken cancellation)
    {
        var user = await NewUserAsync(name, password, role, cancellation).ConfigureAwait(false);
        var now = system.GetUtcNow();
        return await store.InsertUserAsync(user, now, cancellation).ConfigureAwait(false) is { } id ? ToUser(id, user, now) : throw NameRules.Taken(user.Name);
    }

    public async Task ChangeAsync(UserId user, Role role, bool disabled, CancellationToken cancellation)
    {
        switch (await store.ChangeUserAsync(user, role, disabled, Secret(), cancellation).ConfigureAwait(false))
        {
            case null:
                throw Unknown(user);
            case false:
                throw new ValidationException([new ValidationFailure(nameof(User.Role), "This is the last administrator who can sign in. Make somebody else an administrator first.") { ErrorCode = "last-administrator" }]);
        }
    }

    public async Task SetPasswordAsync(UserId user, string password, CancellationToken cancellation)
    {
        var row = await store.FindUserAsync(user, cancellation).ConfigureAwait(false) ?? throw Unknown(user);
        _passwordRules.ValidateAndThrow(new Credentials(row.Name, password));
        var hash = await passwords.HashAsync(password, cancellation).ConfigureAwait(false);
        if (!await store.SetPasswordAsync(user, hash, Secret(), cancellation).ConfigureAwait(false))
        {
            throw Unknown(user);
        }
    }

    public async Task<string?> ResetPasswordAsync(string name, string actor, CancellationToken cancellation)
    {
        var folded = NameRules.Fold(name);
        if (await store.FindUserAsync(folded, cancellation).ConfigureAwait(false) is not { } user)
        {
            return null;
        }

        var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));
        await store.SetPasswordAsync(user.Id, await passwords.HashAsync(password, cancellation).ConfigureAwait(false), Secret(), cancellation).ConfigureAwait(false);
        await store.ForgetFailuresAsync(Hash(folded), system.GetUtcNow() - _options.FailureMemory, cancellation).ConfigureAwait(false);
        await audit.WriteAsync(actor, "user.reset-password", $"user {user.Id.Value}", null, cancellation).ConfigureAwait(false);
        return password;
    }

    /// <summary>The end of the lock after so many failures; the present when there is none.</summary>
    internal DateTimeOffset LockAfter(long failures, DateTimeOffset now)
    {
        if (failures < _options.FailuresBeforeLock)
        {
            return now;
        }

        var length = _options.FirstLock * Math.Pow(2, Math.Min(failures - _options.FailuresBeforeLock, 16));
        return now + (length < _options.LongestLock ? length : _options.LongestLock);
    }

    private async Task<KernelAccessStore.NewUser> NewUserAsync(string name, string password, Role role, CancellationToken cancellation)
    {
        var credentials = new Credentials(name.Trim(), password);
        _accountRules.ValidateAndThrow(credentials);
        var hash = await passwords.HashAsync(password, cancellation).ConfigureAwait(false);
        return new KernelAccessStore.NewUser(credentials.Name, NameRules.Fold(credentials.Name), role, hash, Secret());
    }

    private static User ToUser(UserId id, KernelAccessStore.NewUser user, DateTimeOffset now) => new(id, user.Name, user.Role, now, null, false, user.Stamp);

    private static InvalidOperationException Unknown(UserId user) => new($"There is no user {user.Value}.");

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
