using Marketing.Kernel;

namespace Marketing.Strategy;

/// <summary>Who should be reached.</summary>
/// <param name="Code">Machine name: <c>win-back</c>, <c>everybody</c>, or <c>segment:CODE</c>; shown in words by the host.</param>
/// <param name="Rule">Its rule as shown to people.</param>
/// <param name="Customers">How many are in it now.</param>
/// <param name="Reachable">How many of them have an address that is not suppressed and agreed to marketing mail.</param>
/// <param name="Suppressed">How many of them agreed to marketing mail, but have a suppressed address.</param>
/// <param name="Fresh">How many of those who can be reached no campaign wrote to or held out within the days of rest between two messages.</param>
public sealed record AudienceSummary(string Code, string Rule, int Customers, int Reachable, int Suppressed, int Fresh);

/// <summary>A member of an audience.</summary>
/// <param name="Customer">Whom.</param>
/// <param name="Reasons">Why they are in it.</param>
public sealed record AudienceMember(CustomerId Customer, IReadOnlyList<Data.Reason> Reasons);

/// <summary>Audiences for campaigns.</summary>
public interface IAudiences
{
    /// <summary>All audiences with their size.</summary>
    Task<IReadOnlyList<AudienceSummary>> ListAsync(CancellationToken cancellation);

    /// <summary>Members now, in order of customer id.</summary>
    /// <exception cref="ArgumentException">No audience has that code.</exception>
    Task<IReadOnlyList<AudienceMember>> MembersAsync(string code, CancellationToken cancellation);
}
