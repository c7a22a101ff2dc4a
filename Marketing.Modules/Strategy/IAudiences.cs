using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Strategy;

/// <summary>Who should be reached.</summary>
/// <param name="Code">Machine name: <c>win-back</c>, <c>everybody</c>, <c>segment:CODE</c>, or <c>alike:CODE</c>; shown in words by the host.</param>
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

/// <summary>The look-alike audiences, or why there are none.</summary>
public abstract record AlikeAudiences
{
    private AlikeAudiences()
    {
    }

    /// <summary>There they are.</summary>
    /// <param name="Model">The transformer that tells who is alike.</param>
    /// <param name="Audiences">The audiences with their size.</param>
    public sealed record Listed(ModelVersion Model, IReadOnlyList<AudienceSummary> Audiences) : AlikeAudiences;

    /// <summary>No trained transformer is kept.</summary>
    public sealed record NoModel : AlikeAudiences;

    /// <summary>The file of the transformer cannot be read.</summary>
    /// <param name="Model">The transformer.</param>
    /// <param name="Message">What is wrong with the file.</param>
    /// <param name="Fix">What a person can do about it.</param>
    public sealed record Unreadable(ModelVersion Model, string Message, string Fix) : AlikeAudiences;
}

/// <summary>Audiences for campaigns.</summary>
public interface IAudiences
{
    /// <summary>The audiences of <see cref="AudienceCodes.Standing"/> with their size.</summary>
    Task<IReadOnlyList<AudienceSummary>> ListAsync(CancellationToken cancellation);

    /// <summary>
    /// The audiences of <see cref="AudienceCodes.Alike"/> with their size, by the transformer in charge of recommendations or else the newest that is kept: those nearest to the segment's customers
    /// (<see cref="ILookAlikes"/>), outside the segment, as many as the segment has, with a cosine above 0. The first time after a change of the shop or the model takes seconds.
    /// </summary>
    Task<AlikeAudiences> ListAlikeAsync(CancellationToken cancellation);

    /// <summary>Members now, in order of customer id.</summary>
    /// <exception cref="ArgumentException">No audience has that code.</exception>
    /// <exception cref="OperatorException">It is a look-alike audience, and no trained transformer is kept or its file cannot be read.</exception>
    Task<IReadOnlyList<AudienceMember>> MembersAsync(string code, CancellationToken cancellation);
}
