using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Marketing.Kernel.Access;

/// <summary>
/// Hashes of passwords: PBKDF2 with HMAC-SHA-512 and a random salt, in the versioned format of ASP.NET Core Identity, which
/// carries its own number of rounds. Hashing is made slow on purpose, so only as many run at once as leave the pages a core.
/// </summary>
internal sealed class Passwords : IDisposable
{
    private readonly PasswordHasher<object> _hasher;
    private readonly SemaphoreSlim _gate = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lazy<string> _nobody;

    public Passwords(IOptions<KernelOptions> options)
    {
        _hasher = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.PasswordRounds }));
        _nobody = new Lazy<string>(() => _hasher.HashPassword(this, Guid.NewGuid().ToString()));
    }

    public Task<string> HashAsync(string password, CancellationToken cancellation) =>
        GatedAsync(() => _hasher.HashPassword(this, password), cancellation);

    /// <summary>Compares a password with a hash; without a hash it works as long and fails, so that time does not tell who exists.</summary>
    public Task<PasswordVerificationResult> VerifyAsync(string? hash, string password, CancellationToken cancellation) =>
        GatedAsync(
            () =>
            {
                var result = _hasher.VerifyHashedPassword(this, hash ?? _nobody.Value, password);
                return hash is null ? PasswordVerificationResult.Failed : result;
            },
            cancellation);

    public void Dispose() => _gate.Dispose();

    private async Task<T> GatedAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }
}
