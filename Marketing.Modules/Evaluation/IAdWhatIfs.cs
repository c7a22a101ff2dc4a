using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.Evaluation;

/// <summary>Another way to choose in a placement.</summary>
public abstract record AdAlternative
{
    private AdAlternative()
    {
    }

    /// <summary>Every candidate equally often.</summary>
    public sealed record Chance : AdAlternative;

    /// <summary>One advertisement whenever it may be shown, and chance else.</summary>
    /// <param name="Ad">Which.</param>
    public sealed record Always(AdId Ad) : AdAlternative;

    /// <summary>A method that learned from the first half of the stretch; it is asked about the second half.</summary>
    /// <param name="Settings">How it decides, and what it learns from.</param>
    public sealed record Learned(AdPolicySettings Settings) : AdAlternative;
}

/// <summary>What another policy would have earned.</summary>
/// <param name="Placement">Placement.</param>
/// <param name="First">First day of the shop.</param>
/// <param name="Last">Last day, with it.</param>
/// <param name="Alternative">The other policy.</param>
/// <param name="Goal">What is counted.</param>
/// <param name="WindowMinutes">How long after a choice something may come of it.</param>
public sealed record AdWhatIfQuestion(string Placement, DateOnly First, DateOnly Last, AdAlternative Alternative, AdGoal Goal = AdGoal.Click, int WindowMinutes = 60);

/// <summary>What must be known to read an answer.</summary>
public enum AdCaveat
{
    /// <summary>Only choices for the first place are compared: what stands beside them hangs on them.</summary>
    FirstPlaceOnly,

    /// <summary>The other policy learned from the first half; the figures are of the second half.</summary>
    SecondHalf,

    /// <summary>Choices whose window is not over are left out.</summary>
    OpenWindow,

    /// <summary>Choices for people who are held out are left out.</summary>
    HeldOutLeftOut,

    /// <summary>Orders are told of known customers and of what the shop reports alone.</summary>
    ReportedOrders,

    /// <summary>Answers of the same person are taken as independent; where few people ask often, the interval is too narrow.</summary>
    RowsIndependent,

    /// <summary>People would have met the other policy on other days too: what one choice does to later ones is not in it.</summary>
    OneChoice,
}

/// <summary>An answer.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="From">Time of the first choice that is compared, or null where there is none.</param>
/// <param name="To">Time of the last.</param>
/// <param name="Choices">Choices compared.</param>
/// <param name="Taught">Choices that the other policy learned from.</param>
/// <param name="Answer">What the estimators say a choice, or why the logs cannot answer. Of margin in minor units.</param>
/// <param name="Logged">What was earned a choice, with its interval; null where there is no answer.</param>
/// <param name="Would">What the other policy would have earned a choice (doubly robust), with its interval; null as above.</param>
/// <param name="Gain">The difference a choice, of the same choices; null as above.</param>
/// <param name="Caveats">What must be known to read it.</param>
public sealed record AdWhatIf(
    AdWhatIfQuestion Question,
    DateTimeOffset? From,
    DateTimeOffset? To,
    long Choices,
    long Taught,
    OffPolicyAnswer Answer,
    OffPolicyFigure.Estimated? Logged,
    OffPolicyFigure.Estimated? Would,
    OffPolicyFigure.Estimated? Gain,
    IReadOnlyList<AdCaveat> Caveats);

/// <summary>Asks the ledger what another policy would have earned. Nothing is written.</summary>
public interface IAdWhatIfs
{
    /// <summary>Longest stretch, days.</summary>
    const int MostDays = 366;

    /// <summary>Most choices that are compared; of more the latest are.</summary>
    const int MostChoices = 2_000_000;

    /// <summary>Estimates, or says why the logs cannot tell.</summary>
    /// <exception cref="OperatorException">The days are in the wrong order or too many, or the settings do not do; the message says the fix.</exception>
    Task<AdWhatIf> AskAsync(AdWhatIfQuestion question, IProgress<Progress>? progress, CancellationToken cancellation);
}
