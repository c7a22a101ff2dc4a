using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Strategy.Contacts;

/// <summary>
/// What a policy of contacts knows of a customer at an instant, where it learns and where it acts: nothing that is dated at or after it. How long ago the last and the first order
/// were, how many there were, what they came to, which gap lies between them, and <see cref="ContactHistory"/> of the messages that went out.
/// </summary>
internal sealed class ContactStates(ShopSnapshot snapshot, double? assumedMargin)
{
    /// <summary>Milliseconds of a day.</summary>
    public const double DayMs = 86_400_000;

    /// <summary>Days that are told at most, and where there are none: who never ordered is as long away as can be.</summary>
    public const float LongestDays = 365;

    /// <summary>Orders that are told at most.</summary>
    public const float MostOrders = 20;

    private const int Own = 5;

    /// <summary>Names of the numbers, in their order.</summary>
    public static IReadOnlyList<string> Features { get; } = ["days_since_order", "orders", "log_mean_margin", "order_gap", "days_since_first", .. ContactHistory.Features];

    /// <summary>Place of the days since the last order.</summary>
    public const int SinceOrder = 0;

    /// <summary>Place of the days since the last message.</summary>
    public const int SinceContact = Own;

    /// <summary>What customers bought.</summary>
    public Purchases Purchases { get; } = new(snapshot, assumedMargin);

    /// <summary>The clock of an instant, in days.</summary>
    public static double Clock(long time) => time / DayMs;

    /// <summary>Index of a customer in the snapshot, or -1 for one without any fact.</summary>
    public int IndexOf(CustomerId customer) => snapshot.Customers.IndexOf(customer);

    /// <summary>Fills the state of a customer.</summary>
    /// <param name="customer">Index, or -1.</param>
    /// <param name="time">UTC milliseconds.</param>
    /// <param name="contacts">Clocks of messages that went out, in any order; what is not before the instant does not count.</param>
    /// <param name="state">Takes as many numbers as there are features.</param>
    public void Fill(int customer, long time, IEnumerable<double> contacts, Span<float> state)
    {
        var (orders, first, last, margin) = customer < 0 ? default : Purchases.Before(customer, time);
        state[SinceOrder] = orders == 0 ? LongestDays : Days(time - last);
        state[1] = Math.Min(MostOrders, orders);
        state[2] = orders == 0 ? 0 : (float)Math.Log10(1 + Math.Max(0, margin / orders));
        state[3] = orders < 2 ? LongestDays : Days((last - first) / (orders - 1));
        state[4] = orders == 0 ? 0 : Days(time - first);
        ContactHistory.Fill(Clock(time), contacts, state[Own..]);
    }

    private static float Days(long span) => Math.Min(LongestDays, (float)(span / DayMs));
}
