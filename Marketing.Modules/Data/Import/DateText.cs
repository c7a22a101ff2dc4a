using System.Runtime.CompilerServices;

namespace Marketing.Data.Import;

/// <summary>In which order a file writes the parts of a date.</summary>
internal enum DateOrder
{
    YearMonthDay,
    DayMonthYear,
    MonthDayYear,
}

/// <summary>Orders of dates by the names that the form of a file uses.</summary>
internal static class DateOrders
{
    /// <summary>The order of a name, or null for an unknown one.</summary>
    public static DateOrder? Of(string? name) => name switch
    {
        "year-first" => DateOrder.YearMonthDay,
        "day-first" => DateOrder.DayMonthYear,
        "month-first" => DateOrder.MonthDayYear,
        _ => null,
    };

    /// <summary>The name of an order.</summary>
    public static string Name(DateOrder order) => order switch
    {
        DateOrder.DayMonthYear => "day-first",
        DateOrder.MonthDayYear => "month-first",
        _ => "year-first",
    };
}

/// <summary>A date and time as written: no zone is known yet, unless the text carries an offset.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="Millisecond">Milliseconds since midnight.</param>
/// <param name="OffsetMinutes">Minutes east of UTC when the text says so, or null.</param>
internal readonly record struct WrittenTime(int Day, int Millisecond, int? OffsetMinutes);

/// <summary>Reads the usual ways to write a date: <c>2011-12-09 12:50:00</c>, <c>09/12/2011 12:50</c>, <c>12/9/2011 1:50 PM</c>, <c>2011年12月9日 12时50分</c> ...</summary>
internal static class DateText
{
    private const int EarliestYear = 1900;
    private const int LatestYear = 2200;

    /// <summary>The orders in which a text can be read; none when it is not a date.</summary>
    public static IReadOnlyList<DateOrder> Readings(ReadOnlySpan<byte> text)
    {
        var readings = new List<DateOrder>(2);
        foreach (var order in (ReadOnlySpan<DateOrder>)[DateOrder.YearMonthDay, DateOrder.DayMonthYear, DateOrder.MonthDayYear])
        {
            if (TryParse(text, order, out _))
            {
                readings.Add(order);
            }
        }

        return readings;
    }

    /// <summary>Reads a date in one order; everything but the order of its parts is recognised by itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> text, DateOrder order, out WrittenTime time)
    {
        time = default;
        var rest = text;
        if (!Number(ref rest, out var first, out var firstDigits))
        {
            return false;
        }

        int second, third, thirdDigits;
        var isChinese = !Separator(ref rest, out var separator);
        if (isChinese)
        {
            thirdDigits = 0;
            if (order != DateOrder.YearMonthDay || !ChineseDate.TryParts(ref rest, out second, out third))
            {
                return false;
            }
        }
        else if (!Number(ref rest, out second, out _) || !Separator(ref rest, out var again) || again != separator || !Number(ref rest, out third, out thirdDigits))
        {
            return false;
        }

        var (year, month, day, yearDigits) = order switch
        {
            DateOrder.YearMonthDay => (first, second, third, firstDigits),
            DateOrder.DayMonthYear => (third, second, first, thirdDigits),
            _ => (third, first, second, thirdDigits),
        };
        if (yearDigits != 4 || year is < EarliestYear or > LatestYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        if (!TimeOfDay(ref rest, isChinese, out var millisecond) || !Offset(rest, out var offset))
        {
            return false;
        }

        time = new WrittenTime(new DateOnly(year, month, day).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber, millisecond, offset);
        return true;
    }

    // In Chinese the time may follow the day without a blank.
    private static bool TimeOfDay(ref ReadOnlySpan<byte> rest, bool isChinese, out int millisecond)
    {
        millisecond = 0;
        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest[0] is (byte)' ' or (byte)'T')
        {
            rest = rest[1..].TrimStart((byte)' ');
        }
        else if (!isChinese)
        {
            return false;
        }

        var half = ChineseDate.HalfOfDay(ref rest);
        if (!Number(ref rest, out var hour, out _))
        {
            return false;
        }

        var (minute, second, thousandths) = (0, 0, 0);
        if (rest.IsEmpty || rest[0] != ':')
        {
            if (!ChineseDate.TryClock(ref rest, out minute, out second))
            {
                return false;
            }
        }
        else if (!Clock(ref rest, out minute, out second, out thousandths))
        {
            return false;
        }

        if (!(half is { } afternoon ? Halved(ref hour, afternoon) : HalfOfDay(ref rest, ref hour)) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        millisecond = ((((hour * 60) + minute) * 60) + second) * 1000 + thousandths;
        return true;
    }

    private static bool Clock(ref ReadOnlySpan<byte> rest, out int minute, out int second, out int thousandths)
    {
        (second, thousandths) = (0, 0);
        rest = rest[1..];
        return Number(ref rest, out minute, out _)
            && (!Skip(ref rest, ':') || Number(ref rest, out second, out _))
            && (!Skip(ref rest, '.') || Thousandths(ref rest, out thousandths));
    }

    private static bool HalfOfDay(ref ReadOnlySpan<byte> rest, ref int hour)
    {
        var word = rest.TrimStart((byte)' ');
        if (word.Length < 2 || (word[1] | 0x20) != 'm' || (word[0] | 0x20) is not ('a' or 'p'))
        {
            return true;
        }

        var afternoon = (word[0] | 0x20) == 'p';
        rest = word[2..];
        return hour > 0 && Halved(ref hour, afternoon);
    }

    private static bool Halved(ref int hour, bool afternoon)
    {
        if (hour > 12)
        {
            return false;
        }

        hour = (hour % 12) + (afternoon ? 12 : 0);
        return true;
    }

    private static bool Offset(ReadOnlySpan<byte> rest, out int? minutes)
    {
        minutes = null;
        rest = rest.TrimStart((byte)' ');
        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest.Length == 1 && rest[0] is (byte)'Z' or (byte)'z')
        {
            minutes = 0;
            return rest.Length == 1;
        }

        var sign = rest[0] switch { (byte)'+' => 1, (byte)'-' => -1, _ => 0 };
        rest = rest[1..];
        if (sign == 0 || !Number(ref rest, out var hours, out var digits))
        {
            return false;
        }

        var rests = 0;
        if (digits == 4)
        {
            (hours, rests) = (hours / 100, hours % 100);
        }
        else if (Skip(ref rest, ':') && !Number(ref rest, out rests, out _))
        {
            return false;
        }

        minutes = sign * ((hours * 60) + rests);
        return rest.IsEmpty && hours <= 14 && rests < 60;
    }

    /// <summary>Takes a number of up to four digits off the beginning.</summary>
    public static bool Number(ref ReadOnlySpan<byte> rest, out int value, out int digits)
    {
        value = 0;
        digits = 0;
        while (digits < rest.Length && digits < 5 && rest[digits] is >= (byte)'0' and <= (byte)'9')
        {
            value = (value * 10) + rest[digits++] - '0';
        }

        rest = rest[digits..];
        return digits is > 0 and < 5;
    }

    private static bool Thousandths(ref ReadOnlySpan<byte> rest, out int value)
    {
        value = 0;
        var digits = 0;
        while (digits < rest.Length && rest[digits] is >= (byte)'0' and <= (byte)'9')
        {
            value = digits < 3 ? (value * 10) + rest[digits] - '0' : value;
            digits++;
        }

        for (var i = digits; i < 3; i++)
        {
            value *= 10;
        }

        rest = rest[digits..];
        return digits > 0;
    }

    private static bool Separator(ref ReadOnlySpan<byte> rest, out byte separator)
    {
        separator = rest.IsEmpty ? (byte)0 : rest[0];
        if (separator is not ((byte)'-' or (byte)'/' or (byte)'.'))
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }

    private static bool Skip(ref ReadOnlySpan<byte> rest, char wanted)
    {
        if (rest.IsEmpty || rest[0] != wanted)
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }
}
