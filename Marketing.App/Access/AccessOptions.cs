using System.ComponentModel.DataAnnotations;

namespace Marketing.App.Access;

/// <summary>Settings of sessions and guards, from the section <c>Access</c>.</summary>
internal sealed class AccessOptions
{
    /// <summary>How long a session lasts without a request.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00")]
    public TimeSpan SessionLife { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long a session goes on after its user was disabled or changed, at most.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SessionCheck { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Sign-ins and setups that one address may try a minute.</summary>
    [Range(1, 10_000)]
    public int AttemptsPerMinute { get; set; } = 10;

    /// <summary>Names of hosts under which the program may be asked, beside localhost, IP addresses, the shop's public address and the names it listens on.</summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Addresses or networks of reverse proxies whose word on the visitor's address and scheme is believed, beside this machine.</summary>
    public IList<string> TrustedProxies { get; } = [];
}
