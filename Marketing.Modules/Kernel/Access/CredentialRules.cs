using FluentValidation;
using FluentValidation.Results;

namespace Marketing.Kernel.Access;

/// <summary>A name and a password that somebody chose. The name only serves to compare when a password alone is changed.</summary>
internal sealed record Credentials(string Name, string Password);

/// <summary>What a name must look like. The pages translate by error code, with the state in the place of the number.</summary>
internal sealed class NameRules : AbstractValidator<Credentials>
{
    public const int Shortest = 2;
    public const int Longest = 64;

    // These sign the audit log when no person acts.
    private static readonly string[] Reserved = ["SYSTEM", "COMMAND LINE"];

    public NameRules()
    {
        RuleFor(credentials => credentials.Name)
            .Must(name => name.Length is >= Shortest and <= Longest)
            .WithErrorCode("name-length").WithState(_ => Longest).WithMessage($"The name must have {Shortest} to {Longest} characters.")
            .Must(name => name.All(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '.' or '-' or '_' or '@' or '+'))
            .WithErrorCode("name-letters").WithMessage("The name may hold letters, digits, spaces and . - _ @ + only.")
            .Must(name => !Reserved.Contains(Fold(name)))
            .WithErrorCode("name-reserved").WithMessage("This name signs the audit log when no person acts. Choose another.");
    }

    /// <summary>Names that differ in case or outer spaces only are one name.</summary>
    public static string Fold(string name) => name.Trim().ToUpperInvariant();

    public static ValidationException Taken(string name) =>
        new([new ValidationFailure(nameof(Credentials.Name), $"Somebody has the name {name} already. Choose another.", name) { ErrorCode = "name-taken", CustomState = name }]);
}

/// <summary>What a password must look like: long, not the name, not one key held down.</summary>
internal sealed class PasswordRules : AbstractValidator<Credentials>
{
    // Hashing time grows with nothing else a stranger can send.
    public const int Longest = 256;
    private const int FewestDifferent = 5;

    public PasswordRules(KernelOptions options)
    {
        RuleFor(credentials => credentials.Password)
            .Must(password => password.Length >= options.PasswordLength)
            .WithErrorCode("password-short").WithState(_ => options.PasswordLength).WithMessage($"The password must have at least {options.PasswordLength} characters; a few unrelated words do well.")
            .Must(password => password.Length <= Longest)
            .WithErrorCode("password-long").WithState(_ => Longest).WithMessage($"The password may have at most {Longest} characters.")
            .Must(password => password.Distinct().Count() >= FewestDifferent || password.Length < options.PasswordLength)
            .WithErrorCode("password-plain").WithState(_ => FewestDifferent).WithMessage($"The password must have at least {FewestDifferent} different characters.")
            .Must((credentials, password) => credentials.Name.Length < NameRules.Shortest || !password.Contains(credentials.Name, StringComparison.OrdinalIgnoreCase))
            .WithErrorCode("password-name").WithMessage("The password must not contain the name.");
    }
}

/// <summary>What a new account must look like; everything that is wrong is told at once.</summary>
internal sealed class NewAccountRules : AbstractValidator<Credentials>
{
    public NewAccountRules(KernelOptions options)
    {
        Include(new NameRules());
        Include(new PasswordRules(options));
    }
}
