using System.Text.Json;
using Marketing.Kernel;

namespace Marketing.Data.Ledger;

/// <summary>What many decisions of a run or campaign share.</summary>
internal readonly record struct DecisionFrame(
    DecisionKind Kind, RunId? Run, CampaignId? Campaign, string Action, string Policy, ModelVersionId? Model, string? Arm, string? ConsentBasis, long Cost, string Candidates)
{
    public static DecisionFrame Of(RunId? run, DecisionDraft draft) =>
        new(draft.Kind, run, draft.Campaign, draft.Action, draft.Policy, draft.Model, draft.Arm, draft.ConsentBasis, draft.CostMinor, draft.Candidates);

    /// <summary>The content as text that no other frame has.</summary>
    public string ToText() => JsonSerializer.Serialize<object?[]>([(long)Kind, Run?.Value, Campaign?.Value, Action, Policy, Model?.Value, Arm, ConsentBasis, Cost, Candidates]);
}
