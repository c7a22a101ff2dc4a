using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Marketing.Data.Import.Kinds;

namespace Marketing.Data.Import.Files;

/// <summary>Reads one cell as a field says.</summary>
internal sealed class CellReader(FileForm form, ShopProfile shop, DateTimeOffset now)
{
    private const int LongestCode = 200;
    private const int LongestText = 10_000;
    private const int MostWords = 1000;
    private static readonly CellValue Nothing = new(CellKind.Empty, 0, 0, 0, 0);

    private static readonly HashSet<string> Yes = ["yes", "y", "true", "t", "1", "on", "subscribed", "granted", "optin", "active", "published", "是", "同意", "真", "上架", "有效"];
    private static readonly HashSet<string> No = ["no", "n", "false", "f", "0", "off", "unsubscribed", "denied", "optout", "inactive", "draft", "archived", "否", "不同意", "假", "下架", "无效"];

    private readonly ShopCalendar _calendar = new(shop.TimeZone);
    private readonly int _decimals = Kernel.Money.Decimals(shop.Currency);
    private readonly bool _comma = form.DecimalSign == "comma";
    private readonly LikelyDates _likely = LikelyDates.At(now);
    private readonly Dictionary<Field, Dictionary<string, string>> _words = new(ReferenceEqualityComparer.Instance);
    private readonly DateOrder _order = DateOrders.Of(form.Dates) ?? DateOrder.YearMonthDay;

    /// <summary>Reads a cell; the rule it broke, or null.</summary>
    /// <param name="field">As what.</param>
    /// <param name="text">Without blanks at its ends.</param>
    /// <param name="batch">Takes the text.</param>
    /// <param name="value">What was read.</param>
    public CleaningRule? Read(Field field, ReadOnlySpan<byte> text, RowBatch batch, out CellValue value)
    {
        if (text.IsEmpty)
        {
            return Missing(field, batch, out value);
        }

        value = Nothing;
        return field.Type switch
        {
            FieldType.Code or FieldType.ProductCode => Code(field.Type, text, batch, out value),
            FieldType.Email => Email(text, batch, out value),
            FieldType.Url => Url(text, batch, out value),
            FieldType.Date => Date(text, out value),
            FieldType.Whole => Whole(field, text, out value),
            FieldType.Number => Number(field, text, out value),
            FieldType.Money => Amount(field, text, out value),
            FieldType.YesNo => YesNo(text, out value),
            FieldType.Words => Word(field, text, batch, out value),
            FieldType.Currency => Encoding.UTF8.GetString(text).Equals(shop.Currency, StringComparison.OrdinalIgnoreCase) ? null : RowRule.OtherCurrency,
            FieldType.Tags => Keep(Tags(text), batch, out value),
            _ => PlainText(text, batch, out value),
        };
    }

    private CleaningRule? Missing(Field field, RowBatch batch, out CellValue value)
    {
        value = field switch
        {
            { NowWhenEmpty: true } => new CellValue(CellKind.Whole, now.ToUnixTimeMilliseconds(), 0, 0, 0),
            { WhenEmpty: { } word, Type: FieldType.YesNo } => new CellValue(CellKind.Whole, word == "yes" ? 1 : 0, 0, 0, 0),
            { WhenEmpty: { } word } => batch.Add(Encoding.UTF8.GetBytes(word)),
            _ => Nothing,
        };
        return field.Needed && value.Kind == CellKind.Empty ? RowRule.MissingValue : null;
    }

    private static CleaningRule? Code(FieldType type, ReadOnlySpan<byte> text, RowBatch batch, out CellValue value)
    {
        value = Nothing;
        if (text.Length > LongestCode)
        {
            return RowRule.TooLong;
        }

        var code = Cell.WithoutZeroDecimals(text);
        value = batch.Add(type == FieldType.ProductCode ? Cell.Capitals(code, stackalloc byte[LongestCode], out _) : code);
        return null;
    }

    private static CleaningRule? Email(ReadOnlySpan<byte> text, RowBatch batch, out CellValue value)
    {
        value = Nothing;
        if (!CellForms.IsEmail(text))
        {
            return RowRule.UnreadableEmail;
        }

        value = batch.Add(Small(text, stackalloc byte[256]));
        return null;
    }

    private static CleaningRule? Url(ReadOnlySpan<byte> text, RowBatch batch, out CellValue value)
    {
        value = Nothing;
        if (!CellForms.IsUrl(text) || text.Length > LongestText)
        {
            return RowRule.UnreadableUrl;
        }

        value = batch.Add(text);
        return null;
    }

    private CleaningRule? Date(ReadOnlySpan<byte> text, out CellValue value)
    {
        value = Nothing;
        if (!DateReading.TryRead(text, _order, _calendar, out var at))
        {
            return CleaningRule.UnreadableDate;
        }

        value = new CellValue(CellKind.Whole, at, 0, 0, 0);
        return !_likely.Hold(at) ? CleaningRule.UnlikelyDate : null;
    }

    private CleaningRule? Whole(Field field, ReadOnlySpan<byte> text, out CellValue value)
    {
        var pointed = CellForms.Pointed(text, _comma, stackalloc byte[GroupedNumber.Room]);
        var read = NumberText.TryQuantity(pointed, out var whole);
        value = new CellValue(CellKind.Whole, whole, 0, 0, 0);
        return read ? whole < field.Least ? RowRule.TooSmall : null : GroupedNumber.IsWholeNumber(pointed) ? RowRule.OutOfRange : RowRule.UnreadableWhole;
    }

    private CleaningRule? Number(Field field, ReadOnlySpan<byte> text, out CellValue value)
    {
        var pointed = CellForms.Pointed(text, _comma, stackalloc byte[GroupedNumber.Room]);
        var read = Utf8Parser.TryParse(pointed, out double number, out var used) && used == pointed.Length && double.IsFinite(number);
        value = new CellValue(CellKind.Real, 0, number, 0, 0);
        return !read ? RowRule.UnreadableNumber : number < field.Least ? RowRule.TooSmall : null;
    }

    private CleaningRule? Amount(Field field, ReadOnlySpan<byte> text, out CellValue value)
    {
        var pointed = CellForms.Pointed(text, _comma, stackalloc byte[GroupedNumber.Room]);
        var read = NumberText.TryMinor(pointed, _decimals, out var minor, out var rounded);
        value = new CellValue(CellKind.Whole, minor, 0, 0, 0);
        return !read ? GroupedNumber.IsNumber(pointed) ? RowRule.OutOfRange : RowRule.UnreadableNumber
            : minor < field.Least ? RowRule.TooSmall
            : rounded ? RowRule.MoneyRounded
            : null;
    }

    private static CleaningRule? YesNo(ReadOnlySpan<byte> text, out CellValue value)
    {
        var word = text.Length > 40 ? "" : Field.Plain(Encoding.UTF8.GetString(text));
        value = new CellValue(CellKind.Whole, Yes.Contains(word) ? 1 : 0, 0, 0, 0);
        return Yes.Contains(word) || No.Contains(word) ? null : RowRule.UnreadableYesNo;
    }

    private CleaningRule? Word(Field field, ReadOnlySpan<byte> text, RowBatch batch, out CellValue value)
    {
        value = Nothing;
        Span<char> chars = stackalloc char[64];
        if (text.Length > chars.Length)
        {
            return RowRule.UnknownWord;
        }

        // The few words of a file come again and again; each is looked up in full once.
        var word = chars[..Encoding.UTF8.GetChars(text, chars)];
        if (!_words.TryGetValue(field, out var known))
        {
            _words.Add(field, known = []);
        }

        if (!known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var stored))
        {
            if (!field.Words.TryGetValue(Field.Plain(word.ToString()), out stored) && !field.OtherWords)
            {
                return RowRule.UnknownWord;
            }

            stored ??= word.ToString();
            if (known.Count < MostWords)
            {
                known[word.ToString()] = stored;
            }
        }

        return Keep(stored, batch, out value);
    }

    private static CleaningRule? PlainText(ReadOnlySpan<byte> text, RowBatch batch, out CellValue value)
    {
        if (text.Length <= LongestText)
        {
            value = batch.Add(text);
            return null;
        }

        var end = LongestText;
        while ((text[end] & 0xC0) == 0x80)
        {
            end--;
        }

        value = batch.Add(text[..end]);
        return RowRule.TextCut;
    }

    private static CleaningRule? Keep(string text, RowBatch batch, out CellValue value)
    {
        // A number that stands for a word is stored as a number.
        value = text.Length == 1 && char.IsAsciiDigit(text[0]) ? new CellValue(CellKind.Whole, text[0] - '0', 0, 0, 0) : batch.Add(Encoding.UTF8.GetBytes(text));
        return null;
    }

    private static string Tags(ReadOnlySpan<byte> text) => JsonSerializer.Serialize(
        Encoding.UTF8.GetString(text).Split([',', ';', '，', '；', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().Order(StringComparer.Ordinal));

    private static ReadOnlySpan<byte> Small(ReadOnlySpan<byte> text, Span<byte> buffer) =>
        Ascii.IsValid(text) && text.Length <= buffer.Length && Ascii.ToLower(text, buffer, out var written) == System.Buffers.OperationStatus.Done
            ? buffer[..written]
            : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).ToLowerInvariant());
}
