using System.Globalization;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Jobs;

/// <summary>The part of a turn that learns whom to contact.</summary>
internal sealed class TurnContacts(IContactTrials trials, IQualityRules quality)
{
    /// <summary>Learns and judges contact policies, where there is something new.</summary>
    public async Task<string?> LearnAsync(IActiveRun run, IProgress<Progress> progress, CancellationToken cancellation) =>
        // Of broken facts nothing is learned; what was judged before stands.
        (await quality.ObstaclesAsync(run.Id, cancellation)).Count > 0 ? "contacts are not learned from: a rule of quality stands against it" : Note(await trials.LearnAsync(progress, cancellation));

    /// <summary>What came out, in a sentence.</summary>
    public static string Note(ContactTrial trial)
    {
        var (findings, method) = (trial.Kept.Findings, trial.Kept.Method);
        return trial is ContactTrial.Unchanged ? "nothing new to learn about contacts"
            : findings.Obstacle is { Code: ContactObstacles.Unfit } ? "contact policies are not compared: from these choices not even the ones to compare with can be learned"
            : findings.Obstacle is not null ? string.Create(CultureInfo.InvariantCulture, $"contact policies are not compared yet: {findings.Counts.Repeated:N0} customers with two choices of chance, {findings.Terms.LeastCustomers:N0} are needed")
            : method is null ? string.Create(CultureInfo.InvariantCulture, $"no contact policy may act: compared on {findings.Counts.Known:N0} choices of {findings.Counts.Customers:N0} customers")
            : string.Create(CultureInfo.InvariantCulture, $"the contact policy {method} may act: learned from {findings.Counts.Known:N0} choices of {findings.Counts.Customers:N0} customers");
    }
}
