namespace Marketing.Kernel;

/// <summary>What a key may be used for.</summary>
public static class ApiScopes
{
    /// <summary>Send events, and say which visitor is which customer.</summary>
    public const string Events = "events:write";

    /// <summary>Send orders and returns.</summary>
    public const string Orders = "orders:write";

    /// <summary>Send customers.</summary>
    public const string Customers = "customers:write";

    /// <summary>Send products.</summary>
    public const string Products = "products:write";

    /// <summary>Send levels of stock.</summary>
    public const string Stock = "stock:write";

    /// <summary>Send consents.</summary>
    public const string Consents = "consents:write";

    /// <summary>Publish rules about what is recommended.</summary>
    public const string Rules = "rules:write";

    /// <summary>Plan, change and delete promotions.</summary>
    public const string Promotions = "promotions:write";

    /// <summary>Ask which advertisements to show, and say what became of them.</summary>
    public const string AdServing = "ads:serve";

    /// <summary>Create, change, start and end advertising campaigns, and save placements.</summary>
    public const string Ads = "ads:write";

    /// <summary>Start and cancel trainings of models.</summary>
    public const string Models = "models:write";

    /// <summary>Read customers, segments, decisions and outcomes.</summary>
    public const string Read = "read";

    /// <summary>All scopes.</summary>
    public static IReadOnlyList<string> All { get; } = [Events, Orders, Customers, Products, Stock, Consents, Rules, Promotions, AdServing, Ads, Models, Read];
}

/// <summary>A key, without its secret.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Name">Name; also the sender's name of everything sent with it.</param>
/// <param name="Scopes">Out of <see cref="ApiScopes"/>.</param>
/// <param name="Created">System time.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="Expires">System time from which it is refused, or null for never.</param>
/// <param name="LastUsed">System time, to about a minute, or null.</param>
/// <param name="Revoked">System time, or null while it stands.</param>
public sealed record ApiKey(string Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset Created, string CreatedBy, DateTimeOffset? Expires, DateTimeOffset? LastUsed, DateTimeOffset? Revoked);

/// <summary>A key that was just made.</summary>
/// <param name="Key">The key.</param>
/// <param name="Token">What the caller sends, <c>mk_ID_SECRET</c>; it is nowhere kept and cannot be shown again.</param>
public sealed record NewApiKey(ApiKey Key, string Token);

/// <summary>Keys by which other programs may send and read.</summary>
public interface IApiKeys
{
    /// <summary>Makes a key and notes it in the audit log.</summary>
    /// <exception cref="FluentValidation.ValidationException">Name, scopes or expiry do not do; the message says what to do.</exception>
    Task<NewApiKey> CreateAsync(string name, IReadOnlyCollection<string> scopes, DateTimeOffset? expires, string actor, CancellationToken cancellation);

    /// <summary>All keys, those that stand first, newest first.</summary>
    Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation);

    /// <summary>Ends a key for good and notes it in the audit log; false when it does not stand.</summary>
    Task<bool> RevokeAsync(string id, string actor, CancellationToken cancellation);

    /// <summary>The key of a token, or null when it is unknown, wrong, expired or revoked. A key revoked by another process is known here within seconds.</summary>
    ValueTask<ApiKey?> CheckAsync(string token, CancellationToken cancellation);
}
