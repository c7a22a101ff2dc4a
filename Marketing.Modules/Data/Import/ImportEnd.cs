namespace Marketing.Data.Import;

/// <summary>What is known of an import once all its rows are read.</summary>
/// <param name="Tally">Figures.</param>
/// <param name="Orders">Orders written.</param>
/// <param name="Rules">What each rule did.</param>
/// <param name="Names">Better names of products.</param>
/// <param name="Countries">Later countries of customers.</param>
/// <param name="Reading">How the file was read.</param>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="At">System time.</param>
/// <param name="Seconds">Time it took.</param>
internal sealed record ImportEnd(ImportTally Tally, long Orders, IReadOnlyList<RuleCount> Rules, IReadOnlyList<BetterDetail> Names, IReadOnlyList<BetterDetail> Countries, OrderReading Reading, string Hash, DateTimeOffset At, double Seconds);
