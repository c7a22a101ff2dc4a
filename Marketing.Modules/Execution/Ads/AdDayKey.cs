using Marketing.Kernel;

namespace Marketing.Execution.Ads;

/// <summary>What days are counted by.</summary>
/// <param name="Day">Day of the shop, as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="Campaign">Campaign.</param>
/// <param name="Ad">Advertisement.</param>
/// <param name="Placement">Placement.</param>
/// <param name="Policy">Policy that chose.</param>
/// <param name="IsHeldOut">Whether it was not shown, to measure.</param>
internal readonly record struct AdDayKey(int Day, AdCampaignId Campaign, AdId Ad, string Placement, string Policy, bool IsHeldOut);

/// <summary>Figures of a day.</summary>
internal readonly record struct AdDayCount(long Shows, long Clicks, long Orders, long Margin, long ShowMills, long ClickMills);

/// <summary>What a click cost, in thousandths of the minor unit; 0 where no money was left for it.</summary>
internal readonly record struct AdCharge(DecisionId Decision, int Day, AdCampaignId Campaign, AdId Ad, string Placement, string Policy, long Mills);

/// <summary>A day of a network as it tells it; spend and margin in minor units.</summary>
internal readonly record struct NetworkResult(int Day, AdCampaignId Campaign, string Placement, AdId? Ad, long Shows, long Clicks, long Orders, long Margin, long Spend);
