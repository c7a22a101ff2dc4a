using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Tests.Model.Contacts;

/// <summary>
/// Customers who answer mails with orders at once, and tire of them: fatigue f goes to (f + 1) / 2 with a mail and to f / 2 without. What they buy by themselves,
/// 3 (0.5 + taste) exp(-0.8 f), falls with it, and so does what a mail adds, 4 taste exp(-0.3 f) - 0.2; a step may be the last with probability 0.01 + 0.02 f. A mail nearly always pays
/// at once, and in the long run only for those of strong taste who are not tired.
/// </summary>
internal static class FatigueWorld
{
    public const double Gamma = 0.9;
    public const double MailShare = 0.5;
    private const double Noise = 0.5;

    public static readonly IReadOnlyList<string> Features = ["taste", "fatigue"];
    public static readonly IReadOnlyList<string> Actions = [ContactLog.Nothing, "mail"];

    /// <summary>What a chance policy logs.</summary>
    public static ContactLog Log(ulong seed, int customers, int steps)
    {
        var random = new SeededRandom(seed);
        var trajectories = Enumerable.Range(0, customers).Select(customer =>
        {
            var (state, taken) = (Start(random), new List<ContactStep>());
            while (taken.Count < steps && (taken.Count == 0 || !taken[^1].Ends))
            {
                var action = random.NextDouble() < MailShare ? 1 : 0;
                var (reward, next, ends) = Step(state, action, random);
                taken.Add(new ContactStep(state, action, action == 1 ? MailShare : 1 - MailShare, reward, taken.Count, ends));
                state = next;
            }

            return new ContactTrajectory($"c{customer}", taken);
        });
        return Sound(ContactLog.Take(Features, Actions, [.. trajectories.Where(one => one.Steps.Count > 1 || one.Steps[0].Ends)]));
    }

    public static ContactLog Sound(ContactLogOutcome outcome) => Assert.IsType<ContactLogOutcome.Taken>(outcome).Log;

    /// <summary>What a policy truly earns a customer, discounted, on the same customers and luck for every policy.</summary>
    public static double Return(IContactPolicy policy, int customers = 4000, int steps = 60, ulong seed = 77) =>
        Return((state, luck) => Assert.IsType<ContactChoice.Chosen>(policy.Choose(state, luck)).Action, customers, steps, seed);

    /// <summary>The same of whoever chooses by state and luck.</summary>
    public static double Return(Func<float[], ulong, int> choose, int customers = 4000, int steps = 60, ulong seed = 77)
    {
        var sum = 0.0;
        for (var customer = 0; customer < customers; customer++)
        {
            var random = new SeededRandom(seed + ((ulong)customer * 7919));
            var (state, weight) = (Start(random), 1.0);
            for (var step = 0; step < steps; step++, weight *= Gamma)
            {
                var action = choose(state, seed ^ (((ulong)customer * 1000) + (ulong)step));
                var (reward, next, ends) = Step(state, action, random);
                sum += weight * reward;
                state = next;
                if (ends)
                {
                    break;
                }
            }
        }

        return sum / customers;
    }

    /// <summary>Whether a mail is best in the long run for a taste, by fatigue from 0 to 1 in even steps: value iteration on that grid, with lines between.</summary>
    public static bool[] Best(double taste, int grid = 400)
    {
        var (value, mails) = (new double[grid + 1], new bool[grid + 1]);
        for (var round = 0; round < 200; round++)
        {
            var next = new double[grid + 1];
            for (var i = 0; i <= grid; i++)
            {
                var tired = i / (double)grid;
                var (left, mailed) = (Worth(0), Worth(1));
                (mails[i], next[i]) = (mailed > left, Math.Max(mailed, left));

                double Worth(int action)
                {
                    var at = (tired + action) / 2 * grid;
                    var (below, share) = (Math.Min((int)at, grid - 1), at - Math.Min((int)at, grid - 1));
                    return Pay(taste, tired, action) + (Gamma * (1 - Leaving(tired)) * (((1 - share) * value[below]) + (share * value[below + 1])));
                }
            }

            value = next;
        }

        return mails;
    }

    private static double Pay(double taste, double tired, int action) => (3 * (0.5 + taste) * Math.Exp(-0.8 * tired)) + (action == 1 ? (4 * taste * Math.Exp(-0.3 * tired)) - 0.2 : 0);

    private static double Leaving(double tired) => 0.01 + (0.02 * tired);

    private static float[] Start(SeededRandom random) => [(float)random.NextDouble(), (float)random.NextDouble()];

    private static (double Reward, float[] Next, bool Ends) Step(float[] state, int action, SeededRandom random)
    {
        var (taste, tired) = (state[0], state[1]);
        var noise = Noise * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return (Pay(taste, tired, action) + noise, [taste, (tired + action) / 2], random.NextDouble() < Leaving(tired));
    }
}
