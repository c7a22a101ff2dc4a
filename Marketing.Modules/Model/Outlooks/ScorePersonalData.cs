using Marketing.Kernel;

namespace Marketing.Model.Outlooks;

/// <summary>What is expected of a person: shown to them, and erased with them.</summary>
internal sealed class ScorePersonalData(ScoreCustomers scores) : IPersonalData
{
    public string Part => "scores";

    public async Task<IReadOnlyList<PersonalTable>> ExportAsync(Person person, CancellationToken cancellation) =>
        await scores.FindAsync(person.Customer, cancellation).ConfigureAwait(false) is { } score
            ? [new PersonalTable("scores", [new Dictionary<string, object?>
            {
                ["as_of"] = score.Round.AsOf.ToUnixTimeMilliseconds(),
                ["horizon_days"] = score.Round.HorizonDays,
                ["churn"] = score.Outlook.Churn,
                ["next_order_days"] = score.Outlook.NextOrderDays,
                ["spend"] = score.Outlook.Spend,
            }])]
            : [];

    public async Task<IReadOnlyList<ErasedPart>> EraseAsync(Person person, CancellationToken cancellation) =>
        [new ErasedPart("scores deleted", await scores.ForgetAsync(person.Customer, cancellation).ConfigureAwait(false))];
}
