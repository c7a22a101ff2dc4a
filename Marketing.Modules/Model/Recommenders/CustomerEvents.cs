using System.Runtime.CompilerServices;
using Marketing.Data;

namespace Marketing.Model.Recommenders;

/// <summary>
/// Looks, carts and what was taken out of carts again, of each known customer in order of time, kept beside their snapshot. Invented ones
/// are among them only as long as all are.
/// </summary>
internal sealed class CustomerEvents
{
    private static readonly ConditionalWeakTable<ShopSnapshot, Lazy<CustomerEvents>> Kept = [];
    private readonly int[] _start;
    private readonly int[] _event;

    private CustomerEvents(ShopSnapshot snapshot)
    {
        var (customers, events) = (snapshot.Customers.Count, snapshot.Events);
        _start = new int[customers + 1];
        for (var e = 0; e < events.Count; e++)
        {
            if (IsSign(events, e))
            {
                _start[events.Customer[e] + 1]++;
            }
        }

        for (var i = 0; i < customers; i++)
        {
            _start[i + 1] += _start[i];
        }

        // Events are sorted by time, so those of a customer stay so.
        _event = new int[_start[^1]];
        var next = _start.AsSpan(0, customers).ToArray();
        for (var e = 0; e < events.Count && _event.Length > 0; e++)
        {
            if (IsSign(events, e))
            {
                _event[next[events.Customer[e]]++] = e;
            }
        }
    }

    /// <summary>The events of a snapshot's customers, grouped once.</summary>
    public static CustomerEvents Of(ShopSnapshot snapshot) => Kept.GetValue(snapshot, key => new Lazy<CustomerEvents>(() => new CustomerEvents(key))).Value;

    /// <summary>How many there are.</summary>
    public int Count => _event.Length;

    /// <summary>Events of a customer, oldest first.</summary>
    public ReadOnlySpan<int> Row(int customer) => _event.AsSpan(_start[customer], _start[customer + 1] - _start[customer]);

    private static bool IsSign(EventColumns events, int e) =>
        events.Customer[e] >= 0 && events.Product[e] >= 0 && events.Kind[e] is EventKind.View or EventKind.Cart or EventKind.RemoveFromCart && events.SomeSimulated?[e] is not true;
}
