namespace Marketing.App.Access;

/// <summary>Where to go after a sign-in: only places of this program, so that no link can lead a fresh session elsewhere.</summary>
internal static class LocalAddress
{
    /// <summary>The address when it is a path of this program, else the first page.</summary>
    public static string Or(string? address) => IsLocal(address) ? address! : "/";

    /// <summary>Whether an address is a path here. Browsers read a backslash as a slash and drop tabs and line ends.</summary>
    public static bool IsLocal(string? address) =>
        address is ['/', ..]
        && !(address.Length > 1 && address[1] is '/' or '\\')
        && !address.Any(char.IsControl)
        && !address.StartsWith("/sign-", StringComparison.OrdinalIgnoreCase);
}
