using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using FluentValidation.Results;
using Marketing.Kernel.Sql;

namespace Marketing.Kernel.Access;

/// <summary>Keys in the database, those in use also in memory for a few seconds.</summary>
internal sealed class ApiKeys(KernelApiKeysStore store, IAuditLog audit, TimeProvider system) : IApiKeys
{
    private const int LongestName = 100;
    private const int IdBytes = 8;
    private const int SecretBytes = 32;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UseNoted = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);

    private sealed record Held(StoredApiKey Stored, ApiKey Key, DateTimeOffset Read);

    public async Task<NewApiKey> CreateAsync(string name, IReadOnlyCollection<string> scopes, DateTimeOffset? expires, string actor, CancellationToken cancellation)
    {
        var now = system.GetUtcNow();
        Check(name, scopes, expires, now);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        var salt = RandomNumberGenerator.GetBytes(16);
        var stored = new StoredApiKey(id, name.Trim(), string.Join(' ', scopes.Distinct().Order()), salt, Hash(salt, secret), now, actor, expires, null, null);
        if (!await store.AddAsync(stored, cancellation).ConfigureAwait(false))
        {
            throw Wrong(nameof(name), $"There is a key called '{name.Trim()}' already. Revoke it first, or take another name.", "taken", name.Trim());
        }

        await audit.WriteAsync(actor, "api-key.create", $"key {id}", new { stored.Name, stored.Scopes }, CancellationToken.None).ConfigureAwait(false);
        return new NewApiKey(stored.ToKey(), $"mk_{id}_{secret}");
    }

    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation) => store.ListAsync(cancellation);

    public async Task<bool> RevokeAsync(string id, string actor, CancellationToken cancellation)
    {
        var revoked = await store.RevokeAsync(id, system.GetUtcNow(), cancellation).ConfigureAwait(false);
        _held.TryRemove(id, out _);
        if (revoked)
        {
            await audit.WriteAsync(actor, "api-key.revoke", $"key {id}", null, CancellationToken.None).ConfigureAwait(false);
        }

        return revoked;
    }

    public async ValueTask<ApiKey?> CheckAsync(string token, CancellationToken cancellation)
    {
        if (!TryParse(token, out var id, out var secret))
        {
            return null;
        }

        var now = system.GetUtcNow();
        if (!_held.TryGetValue(id, out var held) || now - held.Read > Fresh || now < held.Read)
        {
            if (await store.FindAsync(id, cancellation).ConfigureAwait(false) is not { } stored)
            {
                _held.TryRemove(id, out _);
                return null;
            }

            _held[id] = held = new Held(stored, stored.ToKey(), now);
        }

        if (!CryptographicOperations.FixedTimeEquals(Hash(held.Stored.Salt, secret), held.Stored.Hash)
            || held.Key.Revoked is not null || held.Key.Expires <= now)
        {
            return null;
        }

        if (held.Key.LastUsed is not { } used || now - used > UseNoted)
        {
            _held[id] = held with { Key = held.Key with { LastUsed = now } };
            await store.NoteUseAsync(id, now, cancellation).ConfigureAwait(false);
        }

        return held.Key;
    }

    private static bool TryParse(string token, out string id, out string secret)
    {
        var parts = token.Split('_');
        var whole = parts is ["mk", { Length: IdBytes * 2 }, { Length: SecretBytes * 2 }];
        (id, secret) = whole ? (parts[1], parts[2]) : ("", "");
        return whole;
    }

    private static byte[] Hash(byte[] salt, string secret) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(secret)]);

    private static void Check(string name, IReadOnlyCollection<string> scopes, DateTimeOffset? expires, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > LongestName || name.Any(char.IsControl))
        {
            throw Wrong(nameof(name), $"A key needs a name of 1 to {LongestName} characters. Name it after the program that will use it.");
        }

        if (scopes.Count == 0)
        {
            throw Wrong(nameof(scopes), $"A key needs a scope. Take those it will use out of {string.Join(", ", ApiScopes.All)}.");
        }

        if (scopes.FirstOrDefault(scope => !ApiScopes.All.Contains(scope)) is { } unknown)
        {
            throw Wrong(nameof(scopes), $"'{unknown}' is not a scope. Take some of {string.Join(", ", ApiScopes.All)}.", "unknown", unknown);
        }

        if (expires <= now)
        {
            throw Wrong(nameof(expires), "The key would have expired already. Enter a later day, or leave it empty.");
        }
    }

    private static ValidationException Wrong(string field, string message, string? code = null, object? value = null) => new([new ValidationFailure(field, message, value) { ErrorCode = code }]);
}
