namespace Marketing.Data;

/// <summary>Ways by which personal data may leave the program.</summary>
public static class TransferPlaces
{
    /// <summary>Live sending of mails over SMTP; files in the outbox stay on the machine and are no transfer.</summary>
    public const string Mail = "mail";

    /// <summary>The list of customers as a file.</summary>
    public const string CustomerList = "customer-list";

    /// <summary>Everything about one person as a file, for that person.</summary>
    public const string PersonCopy = "person-copy";

    /// <summary>Rejected and changed rows of an import as a file.</summary>
    public const string ImportRows = "import-rows";

    /// <summary>Customers, decisions and outcomes read by other programs over the interface.</summary>
    public const string Api = "api";

    /// <summary>Hashed addresses of an advertising campaign's audience as a file, for a network.</summary>
    public const string AdAudience = "ad-audience";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Mail, CustomerList, PersonCopy, ImportRows, Api, AdAudience];
}

/// <summary>Lawful bases of a transfer (GDPR Art. 6(1)) and safeguards for countries without the same law (Art. 45 to 49).</summary>
public static class TransferTerms
{
    /// <summary>Lawful bases.</summary>
    public static IReadOnlyList<string> Bases { get; } = ["consent", "contract", "legal-obligation", "legitimate-interest"];

    /// <summary>Adequacy decision, standard contractual clauses, binding corporate rules, explicit consent to the transfer.</summary>
    public static IReadOnlyList<string> Safeguards { get; } = ["adequacy", "standard-clauses", "binding-rules", "explicit-consent"];
}

/// <summary>A transfer to be recorded.</summary>
/// <param name="Place">One of <see cref="TransferPlaces"/>.</param>
/// <param name="Recipient">Who gets the data: a firm, a department, a kind of people.</param>
/// <param name="Country">Where the recipient keeps them: ISO 3166-1 alpha-2 code.</param>
/// <param name="Basis">One of <see cref="TransferTerms.Bases"/>.</param>
/// <param name="Safeguard">One of <see cref="TransferTerms.Safeguards"/>, or null where none is needed.</param>
/// <param name="Purpose">What the recipient does with them.</param>
public sealed record TransferDraft(string Place, string Recipient, string Country, string Basis, string? Safeguard, string Purpose);

/// <summary>A recorded transfer.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Terms">What was recorded.</param>
/// <param name="Actor">Who recorded it.</param>
/// <param name="Created">When, system time.</param>
/// <param name="Ended">When it was ended, or null while it holds.</param>
/// <param name="EndedBy">Who ended it, or null.</param>
public sealed record Transfer(long Id, TransferDraft Terms, string Actor, DateTimeOffset Created, DateTimeOffset? Ended, string? EndedBy);

/// <summary>Who answers for the processing.</summary>
/// <param name="Name">Name of the firm or person.</param>
/// <param name="Contact">How to reach it: address, mail, phone.</param>
/// <param name="Country">ISO 3166-1 alpha-2 code.</param>
/// <param name="Officer">The data protection officer with contact, or null when there is none.</param>
public sealed record DataController(string Name, string Contact, string Country, string? Officer);

/// <summary>One activity of the register of processing (GDPR Art. 30(1)). What are codes the reader's words are found by.</summary>
/// <param name="Code">Machine name of the activity.</param>
/// <param name="Bases">Lawful bases.</param>
/// <param name="Recipients">Transfers that hold for it.</param>
/// <param name="Periods">How long its data are kept.</param>
public sealed record ProcessingActivity(string Code, IReadOnlyList<string> Bases, IReadOnlyList<Transfer> Recipients, IReadOnlyList<RetentionPeriod> Periods);

/// <summary>The register of processing as it holds now.</summary>
/// <param name="Controller">Who answers for it, or null while nobody has said it.</param>
/// <param name="Activities">The activities.</param>
public sealed record ProcessingRegister(DataController? Controller, IReadOnlyList<ProcessingActivity> Activities);

/// <summary>To whom personal data may go, and the register that tells it. What nobody has recorded does not leave.</summary>
public interface ITransfers
{
    /// <summary>Recorded transfers, those that hold first, the newest of each first.</summary>
    Task<IReadOnlyList<Transfer>> ListAsync(CancellationToken cancellation);

    /// <summary>Records a transfer; it holds at once.</summary>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; the message names it and the fix.</exception>
    Task<Transfer> AddAsync(TransferDraft draft, string actor, CancellationToken cancellation);

    /// <summary>Ends a transfer; false when it had ended or is not there.</summary>
    Task<bool> EndAsync(long transfer, string actor, CancellationToken cancellation);

    /// <summary>Why nothing may leave by a way, with the place and the fix, or null when it may. The demo shop's people are made up and may.</summary>
    /// <param name="place">One of <see cref="TransferPlaces"/>.</param>
    /// <param name="cancellation">Stops the reading.</param>
    Task<string?> ObstacleAsync(string place, CancellationToken cancellation);

    /// <summary>Says who answers for the processing.</summary>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; the message names it and the fix.</exception>
    Task SaveControllerAsync(DataController controller, string actor, CancellationToken cancellation);

    /// <summary>The register of processing.</summary>
    Task<ProcessingRegister> RegisterAsync(CancellationToken cancellation);
}
