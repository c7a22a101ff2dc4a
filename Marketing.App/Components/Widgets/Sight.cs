using System.Security.Claims;
using Marketing.App.Access;
using Marketing.Kernel;

namespace Marketing.App.Components.Widgets;

/// <summary>
/// What the reader of a page may see of people: the one place that decides. Chosen once at the root of the page; until it is known who
/// reads, everything is masked.
/// </summary>
internal sealed class Sight
{
    /// <summary>Whether names and addresses may be read. A search looks into them: whoever may not must not find them letter by letter either.</summary>
    public bool MayRead { get; private set; }

    /// <summary>What somebody may see.</summary>
    public static Sight Of(ClaimsPrincipal reader)
    {
        var sight = new Sight();
        sight.Use(reader);
        return sight;
    }

    /// <summary>Says who reads.</summary>
    public void Use(ClaimsPrincipal reader) => MayRead = Policies.Opens(Role.Analyst, reader);

    /// <summary>A name or an address.</summary>
    public string Person(string? text) => MayRead || string.IsNullOrEmpty(text) ? text ?? "" : Masking.Of(text);

    /// <summary>A number that the shop gave; some shops give people their address as number.</summary>
    public string Number(string? number) => MayRead || number is null || !number.Contains('@', StringComparison.Ordinal) ? number ?? "" : Masking.Email(number);

    /// <summary>A text in which anything about a person may stand.</summary>
    public string Text(string? text) => MayRead || string.IsNullOrEmpty(text) ? text ?? "" : Masking.Dots;
}
