using Marketing.Model;
using Marketing.Strategy.Contacts;

namespace Marketing.Strategy;

/// <summary>What a policy of contacts does, by what people understand at a glance.</summary>
public static class ContactPicture
{
    // Days from which on a row or a column begins.
    private static readonly int[] Messages = [0, 7, 14, 30, 60];
    private static readonly int[] Orders = [0, 30, 90, 180];

    /// <summary>Mean probability of a message by days since the last one and since the last order, over every state of a log.</summary>
    /// <param name="policy">The policy as it acts.</param>
    /// <param name="log">States, as <see cref="IContactLogs"/> lays them out.</param>
    public static IReadOnlyList<ContactCell> Of(IContactPolicy policy, ContactLog log)
    {
        var (cells, options) = (new Dictionary<(int, int), (int Count, double Sum)>(), new ContactOption[policy.Actions.Count]);
        foreach (var step in log.Trajectories.SelectMany(one => one.Steps))
        {
            var state = step.State.Span;
            if (policy.Judge(state, options) is null)
            {
                var key = (From(Messages, state[ContactStates.SinceContact], ContactHistory.Longest), From(Orders, state[ContactStates.SinceOrder], ContactStates.LongestDays));
                var (count, sum) = cells.GetValueOrDefault(key);
                cells[key] = (count + 1, sum + options[ContactActions.MailAt].Probability);
            }
        }

        return [.. cells.Select(cell => new ContactCell(cell.Key.Item1, cell.Key.Item2, cell.Value.Count, cell.Value.Sum / cell.Value.Count)).OrderBy(cell => Rank(cell.SinceMessage)).ThenBy(cell => Rank(cell.SinceOrder))];
    }

    private static int From(int[] bands, float days, double longest) => days >= longest ? -1 : bands.Last(band => band <= days);

    private static int Rank(int from) => from < 0 ? int.MaxValue : from;
}
