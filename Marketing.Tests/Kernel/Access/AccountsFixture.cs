using Marketing.Kernel;
using Marketing.Kernel.Access;
using Marketing.Kernel.Sql;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Kernel.Access;

/// <summary>Accounts on a data folder of their own, with hashing made quick.</summary>
internal sealed class AccountsFixture : IDisposable
{
    public const string Password = "correct horse battery";
    private readonly Passwords _passwords;

    public AccountsFixture()
    {
        Store = new KernelAccessStore(Folder.Database);
        _passwords = new Passwords(Options.Create(Settings));
        Accounts = new Accounts(Store, _passwords, new AuditLog(Store, Folder.Clock), Folder.Clock, Options.Create(Settings));
    }

    public TestFolder Folder { get; } = new();

    public KernelOptions Settings { get; } = new() { PasswordRounds = 1000 };

    public KernelAccessStore Store { get; }

    public Accounts Accounts { get; }

    /// <summary>The same accounts under other settings, as after a restart.</summary>
    public Accounts With(KernelOptions settings) => new(Store, new Passwords(Options.Create(settings)), new AuditLog(Store, Folder.Clock), Folder.Clock, Options.Create(settings));

    public async Task FailAsync(string name, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.IsType<SignIn.Refused>(await Accounts.SignInAsync(name, "wrong password here", default));
        }
    }

    public void Dispose()
    {
        _passwords.Dispose();
        Folder.Dispose();
    }
}
