namespace Marketing.Kernel;

/// <summary>What a user may do; each role includes the ones after it.</summary>
public enum Role : long
{
    /// <summary>Everything, including users, channels and live sending.</summary>
    Administrator = 1,

    /// <summary>Campaigns, imports, models.</summary>
    Marketer = 2,

    /// <summary>Reads everything, runs evaluations and exports without personal data.</summary>
    Analyst = 3,

    /// <summary>Reads figures; personal data is masked.</summary>
    Viewer = 4,
}

/// <summary>Somebody who signs in.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Sign-in name, unique without regard to case.</param>
/// <param name="Role">Role.</param>
/// <param name="Created">When.</param>
/// <param name="LastSignIn">System time, or null.</param>
/// <param name="Disabled">Whether sign-in is refused.</param>
/// <param name="Stamp">Changes with the password, the role and a disabling: sessions with an old stamp end.</param>
public sealed record User(UserId Id, string Name, Role Role, DateTimeOffset Created, DateTimeOffset? LastSignIn, bool Disabled, string Stamp);

/// <summary>How an attempt to sign in ended.</summary>
public abstract record SignIn
{
    private SignIn()
    {
    }

    /// <summary>Welcome.</summary>
    /// <param name="User">Who.</param>
    public sealed record Accepted(User User) : SignIn;

    /// <summary>Name or password is wrong, or the account is disabled; which of them is not told.</summary>
    public sealed record Refused : SignIn;

    /// <summary>Too many failures under this name, whether anybody has it or not.</summary>
    /// <param name="Until">System time of the next possible attempt.</param>
    public sealed record LockedOut(DateTimeOffset Until) : SignIn;
}

/// <summary>Accounts of the people who use the program.</summary>
public interface IAccounts
{
    /// <summary>Whether any account exists.</summary>
    Task<bool> AnyAsync(CancellationToken cancellation);

    /// <summary>A token for a one-time link that lets its bearer create the administrator; earlier tokens end. Valid for 24 hours; stored hashed.</summary>
    Task<string> IssueSetupTokenAsync(CancellationToken cancellation);

    /// <summary>Whether a setup token would be accepted now.</summary>
    Task<bool> IsSetupTokenValidAsync(string token, CancellationToken cancellation);

    /// <summary>Uses a setup token up and creates the administrator, whose first sign-in this is.</summary>
    /// <returns>The user, or null when the token is not valid.</returns>
    /// <exception cref="FluentValidation.ValidationException">Name or password does not do.</exception>
    Task<User?> CreateAdministratorAsync(string token, string name, string password, CancellationToken cancellation);

    /// <summary>
    /// Checks a name and a password; counts failures and locks the name out after several, each time for longer. A name that
    /// nobody has takes the same time and is locked out alike.
    /// </summary>
    Task<SignIn> SignInAsync(string name, string password, CancellationToken cancellation);

    /// <summary>The user of a session that still stands, or null: the user is disabled, the stamp has changed, or the session was ended.</summary>
    /// <param name="user">Whose session it is.</param>
    /// <param name="stamp">The user's stamp when it began.</param>
    /// <param name="session">Its own random name.</param>
    /// <param name="cancellation">Stops the wait.</param>
    Task<User?> FindSessionAsync(UserId user, string stamp, string session, CancellationToken cancellation);

    /// <summary>Ends one session for good.</summary>
    /// <param name="session">Its own random name.</param>
    /// <param name="expires">System time after which its cookie is worthless anyway.</param>
    /// <param name="cancellation">Stops the wait.</param>
    Task EndSessionAsync(string session, DateTimeOffset expires, CancellationToken cancellation);

    /// <summary>All users by name.</summary>
    Task<IReadOnlyList<User>> ListAsync(CancellationToken cancellation);

    /// <summary>One user, or null.</summary>
    Task<User?> FindAsync(UserId user, CancellationToken cancellation);

    /// <summary>Adds a user.</summary>
    /// <exception cref="FluentValidation.ValidationException">Name taken, or name or password does not do.</exception>
    Task<User> CreateAsync(string name, string password, Role role, CancellationToken cancellation);

    /// <summary>Changes role and disabling. The last enabled administrator cannot be demoted or disabled.</summary>
    /// <exception cref="FluentValidation.ValidationException">It would leave no administrator.</exception>
    Task ChangeAsync(UserId user, Role role, bool disabled, CancellationToken cancellation);

    /// <summary>Gives somebody a new random password of 24 characters, lifts the lock of the name and ends every session; written into the audit log.</summary>
    /// <param name="name">Sign-in name.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The password, or null when nobody has the name.</returns>
    Task<string?> ResetPasswordAsync(string name, string actor, CancellationToken cancellation);

    /// <summary>Sets a new password.</summary>
    /// <exception cref="FluentValidation.ValidationException">The password does not do.</exception>
    Task SetPasswordAsync(UserId user, string password, CancellationToken cancellation);
}
