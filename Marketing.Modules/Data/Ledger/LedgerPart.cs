using Marketing.Kernel;

namespace Marketing.Data.Ledger;

/// <summary>Which decisions are meant; null narrows nothing.</summary>
/// <param name="Customer">Whom they concern, or null.</param>
/// <param name="Campaign">Of which campaign, or null.</param>
/// <param name="Run">Of which run, or null.</param>
/// <param name="Kind">Of which kind, or null.</param>
internal readonly record struct LedgerPart(CustomerId? Customer, CampaignId? Campaign, RunId? Run, DecisionKind? Kind);
