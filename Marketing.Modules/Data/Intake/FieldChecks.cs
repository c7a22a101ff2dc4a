using System.Globalization;
using System.Net.Mail;
using System.Text.Json;

namespace Marketing.Data.Intake;

/// <summary>Checks the fields of one item one after the other and keeps the first finding.</summary>
internal struct FieldChecks(DateTimeOffset latest)
{
    private const int LongestText = 2_000;
    private const decimal MostMoney = 1_000_000_000m;
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first fault that no person can wave through.</summary>
    public ItemOutcome.Rejected? Fault { get; private set; }

    /// <summary>The first doubt.</summary>
    public ItemOutcome.Quarantined? Doubt { get; private set; }

    /// <summary>What to answer: a fault before a doubt, null when there is neither.</summary>
    public readonly ItemOutcome? Result => (ItemOutcome?)Fault ?? Doubt;

    public void Reject(string field, ItemRule rule, params string[] values) => Fault ??= rule.Reject(field, values);

    /// <summary>An id or a name by which something is found again.</summary>
    public void Id(string field, string? value, bool needed = true)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            if (needed || value is not null)
            {
                Reject(field, needed ? ItemRule.EmptyId : ItemRule.EmptyText);
            }
        }
        else if (value.Length > IntakeText.LongestId)
        {
            Reject(field, ItemRule.LongId, Whole(value.Length), Whole(IntakeText.LongestId));
        }
        else
        {
            Unbroken(field, value);
        }
    }

    /// <summary>A text that may be missing.</summary>
    public void Text(string field, string? value, int most = LongestText)
    {
        if (value is null)
        {
            return;
        }

        if (value.Length > most)
        {
            Reject(field, ItemRule.LongText, Whole(value.Length), Whole(most));
        }

        Unbroken(field, value);
    }

    /// <summary>A text that stays where it is missing: to take it away is said otherwise than by an empty one.</summary>
    public void Value(string field, string? value, int most = LongestText)
    {
        if (value is not null && string.IsNullOrWhiteSpace(value))
        {
            Reject(field, ItemRule.EmptyValue);
        }

        Text(field, value, most);
    }

    /// <summary>An e-mail address.</summary>
    public void Email(string field, string? value)
    {
        Text(field, value, 254);
        if (value is not null && (!MailAddress.TryCreate(value, out var address) || address.Address != value.Trim()))
        {
            Reject(field, ItemRule.NoEmail, IntakeText.Shown(value));
        }
    }

    /// <summary>When something happened. What is dated ahead of every clock is in doubt: the sender's clock may be wrong.</summary>
    public void At(string field, DateTimeOffset value)
    {
        if (value < Earliest)
        {
            Reject(field, ItemRule.TooEarly, Instant(value));
        }
        else if (value > latest)
        {
            Doubt ??= ItemRule.InFuture.Doubt(field, Instant(value));
        }
    }

    /// <summary>Money in major units, not below zero.</summary>
    public void Money(string field, decimal? value)
    {
        if (value is < 0 or > MostMoney)
        {
            Reject(field, ItemRule.NoAmount, value.Value.ToString(CultureInfo.InvariantCulture), Whole((double)MostMoney));
        }
    }

    /// <summary>A code of ISO 4217, or null for the shop's.</summary>
    public void Currency(string field, string? value)
    {
        if (value is not null && !Currencies.Known.Contains(value))
        {
            Reject(field, ItemRule.NoCurrency, IntakeText.Shown(value));
        }
    }

    /// <summary>Units above zero.</summary>
    public void Units(string field, double? value, double most = 1_000_000)
    {
        if (value is { } units && !(units > 0 && units <= most))
        {
            Reject(field, ItemRule.NoUnits, units.ToString(CultureInfo.InvariantCulture), Whole(most));
        }
    }

    /// <summary>One of a list.</summary>
    public void OneOf(string field, string? value, IReadOnlyList<string> words)
    {
        if (value is null || !words.Contains(value))
        {
            Reject(field, ItemRule.UnknownWord, IntakeText.Shown(value), string.Join(", ", words));
        }
    }

    /// <summary>A JSON object of whatever else.</summary>
    public void Object(string field, JsonElement? value, int most = 8_000)
    {
        if (value is not { } element || element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            Reject(field, ItemRule.NoObject);
        }
        else if (element.GetRawText().Length > most)
        {
            Reject(field, ItemRule.LongObject, Whole(most));
        }
    }

    private void Unbroken(string field, string value)
    {
        if (IntakeText.IsBroken(value))
        {
            Reject(field, ItemRule.BrokenText);
        }
    }

    /// <summary>A whole number as messages show it.</summary>
    public static string Whole(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
