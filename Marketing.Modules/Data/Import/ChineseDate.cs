namespace Marketing.Data.Import;

/// <summary>The parts of a date written in Chinese: <c>2024年12月1日</c>, <c>2024年12月01日 10:30</c>, <c>2024年12月1日下午3时05分9秒</c>.</summary>
internal static class ChineseDate
{
    /// <summary>Takes what follows the number of the year off the beginning.</summary>
    public static bool TryParts(ref ReadOnlySpan<byte> rest, out int month, out int day)
    {
        day = month = 0;
        return Skip(ref rest, "年"u8) && Number(ref rest, out month)
            && Skip(ref rest, "月"u8) && Number(ref rest, out day)
            && (Skip(ref rest, "日"u8) || Skip(ref rest, "号"u8));
    }

    /// <summary>Takes what follows the number of the hour off the beginning; minutes and seconds may be missing.</summary>
    public static bool TryClock(ref ReadOnlySpan<byte> rest, out int minute, out int second)
    {
        minute = second = 0;
        if (!Skip(ref rest, "时"u8) && !Skip(ref rest, "点"u8))
        {
            return false;
        }

        if (rest.IsEmpty)
        {
            return true;
        }

        return Number(ref rest, out minute) && Skip(ref rest, "分"u8) && (rest.IsEmpty || (Number(ref rest, out second) && Skip(ref rest, "秒"u8)));
    }

    /// <summary>Takes the half of the day off the beginning; true for the afternoon, null where none is said.</summary>
    public static bool? HalfOfDay(ref ReadOnlySpan<byte> rest) =>
        rest.IsEmpty || rest[0] < 0x80 ? null
        : Skip(ref rest, "上午"u8) ? false
        : Skip(ref rest, "下午"u8) ? true
        : null;

    private static bool Number(ref ReadOnlySpan<byte> rest, out int value) => DateText.Number(ref rest, out value, out _);

    // Blanks may stand between the parts.
    private static bool Skip(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> sign)
    {
        if (!rest.StartsWith(sign))
        {
            return false;
        }

        rest = rest[sign.Length..].TrimStart((byte)' ');
        return true;
    }
}
