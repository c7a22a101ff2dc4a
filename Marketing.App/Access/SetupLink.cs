using Marketing.Kernel;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Marketing.App.Access;

/// <summary>The one-time link that creates the administrator of a new installation.</summary>
internal sealed class SetupLink(IAccounts accounts, IServer server)
{
    /// <summary>A new link when no account exists yet, else null. Earlier links end. To be asked once the server listens.</summary>
    public async Task<string?> IssueAsync(CancellationToken cancellation)
    {
        if (await accounts.AnyAsync(cancellation))
        {
            return null;
        }

        var token = await accounts.IssueSetupTokenAsync(cancellation);
        return $"{Reachable(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault())}/setup?token={token}";
    }

    /// <summary>An address that a browser on this machine can open: "every interface" is not one.</summary>
    internal static string Reachable(string? address)
    {
        var binding = BindingAddress.Parse(address ?? "http://localhost:5080");
        var host = binding.Host is "0.0.0.0" or "[::]" or "*" or "+" ? "localhost" : binding.Host;
        return $"{binding.Scheme}://{host}:{binding.Port}{binding.PathBase}";
    }
}
