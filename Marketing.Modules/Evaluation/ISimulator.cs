using Marketing.Kernel;

namespace Marketing.Evaluation;

/// <summary>What to simulate.</summary>
/// <param name="World">One of <see cref="ISimulator.Worlds"/>.</param>
/// <param name="Policies">Some of <see cref="ISimulator.Policies"/>; chance and the oracle are always beside them.</param>
/// <param name="Days">Days that count, 1 to 3,650; 90 more under chance come before them.</param>
/// <param name="Customers">Customers at the beginning, 50 to 100,000.</param>
/// <param name="Products">Products, 10 to 5,000.</param>
/// <param name="FirstSeed">The first seed.</param>
/// <param name="Seeds">How many seeds, 1 to 1,000.</param>
public sealed record SimulationQuestion(string World, IReadOnlyList<string> Policies, int Days = 180, int Customers = 2000, int Products = 200, long FirstSeed = 1, int Seeds = 1);

/// <summary>What a policy earned above chance on the same luck, in units of money.</summary>
/// <param name="Mean">Mean over seeds.</param>
/// <param name="Low">Lower end of the 95 % interval (Student, paired by seed); null for one seed.</param>
/// <param name="High">Upper end.</param>
public sealed record SimulatedGain(double Mean, double? Low, double? High);

/// <summary>What a policy did in simulated shops, means over seeds.</summary>
/// <param name="Policy">Policy.</param>
/// <param name="Profit">Margin less returns, reversed payments and contacts.</param>
/// <param name="Gain">Above chance; null for chance itself.</param>
/// <param name="OfOracle">Gain as a share of the oracle's; null where that gained nothing.</param>
/// <param name="Revenue">Paid by customers.</param>
/// <param name="Units">Units sold.</param>
/// <param name="Visits">Visits of people.</param>
/// <param name="Messages">Messages.</param>
/// <param name="Advertisements">Advertisements elsewhere.</param>
/// <param name="Spent">Spent on both.</param>
/// <param name="Unsubscribed">Customers who want no more messages.</param>
/// <param name="Left">Customers who left for good.</param>
public sealed record SimulatedPolicy(string Policy, double Profit, SimulatedGain? Gain, double? OfOracle, double Revenue, double Units, double Visits, double Messages, double Advertisements, double Spent, double Unsubscribed, double Left);

/// <summary>What came out. Every number of it is simulated.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Policies">Chance first, the oracle last unless it was asked for earlier.</param>
/// <param name="Seconds">Time it took.</param>
public sealed record SimulationReport(SimulationQuestion Question, IReadOnlyList<SimulatedPolicy> Policies, double Seconds);

/// <summary>
/// Shops of customers whose tastes, price sense, fatigue and answers to messages are known, with seasons, returns, bots and fraud: for dry runs and for comparing ways to decide. Policies see what a shop
/// sees; the same seed gives the same shop and the same luck.
/// </summary>
public interface ISimulator
{
    /// <summary>Names of the worlds.</summary>
    IReadOnlyList<string> Worlds { get; }

    /// <summary>Names of the policies.</summary>
    IReadOnlyList<string> Policies { get; }

    /// <summary>Runs every policy on every seed.</summary>
    /// <exception cref="OperatorException">A name is not known, or a number is out of its range; the message names it and the fix.</exception>
    Task<SimulationReport> RunAsync(SimulationQuestion question, IProgress<Progress>? progress, CancellationToken cancellation);
}
