using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Features.Demand;

/// <summary>Messages sent, in the shop's days. Pure.</summary>
internal static class MessageDays
{
    /// <summary>Messages of each day of a frame; those before its first day, and those that its picture cannot know, are left out. Empty where none is left.</summary>
    public static float[] Of(IReadOnlyList<MessagesSent> messages, DemandFrame frame)
    {
        var calendar = new ShopCalendar(frame.Snapshot.TimeZone);
        var (first, days) = (ShopCalendar.Day(frame.FirstDay), new float[frame.Days]);
        foreach (var sent in messages.Where(sent => sent.From < frame.Snapshot.AsOf))
        {
            var day = calendar.DayOf(sent.From) - first;
            if (day >= 0 && day < days.Length)
            {
                days[day] += sent.Messages;
            }
        }

        return Array.TrueForAll(days, messages => messages == 0) ? [] : days;
    }

    /// <summary>Days after the last of a frame on which messages are planned, or went out already.</summary>
    public static IReadOnlySet<DateOnly> Ahead(IReadOnlyList<MessagesSent> messages, DemandFrame frame) =>
        messages.Select(sent => frame.DateOf(sent.From)).Where(day => day >= frame.DateOf(frame.Days)).ToHashSet();
}
