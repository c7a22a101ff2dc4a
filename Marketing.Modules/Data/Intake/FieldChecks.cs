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

    public void Reject(string field, string reason, string fix) => Fault ??= new ItemOutcome.Rejected(field, reason, fix);

    /// <summary>An id or a name by which something is found again.</summary>
    public void Id(string field, string? value, bool needed = true)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            if (needed || value is not null)
            {
                Reject(field, "It is empty.", needed ? "Send the id under which your system knows it." : "Send the id, or leave the field out.");
            }
        }
        else if (value.Length > IntakeText.LongestId)
        {
            Reject(field, $"It has {value.Length:N0} characters, the most is {IntakeText.LongestId}.", "Send the short id of your system, not a text.");
        }
        else
        {
            Whole(field, value);
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
            Reject(field, $"It has {value.Length:N0} characters, the most is {most:N0}.", "Shorten it or leave it out.");
        }

        Whole(field, value);
    }

    /// <summary>An e-mail address.</summary>
    public void Email(string field, string? value)
    {
        Text(field, value, 254);
        if (value is not null && (!MailAddress.TryCreate(value, out var address) || address.Address != value.Trim()))
        {
            Reject(field, $"'{IntakeText.Shown(value)}' is no e-mail address.", "Send one address such as ann@example.com, or leave the field out.");
        }
    }

    /// <summary>When something happened. What is dated ahead of every clock is in doubt: the sender's clock may be wrong.</summary>
    public void At(string field, DateTimeOffset value)
    {
        if (value < Earliest)
        {
            Reject(field, $"{Instant(value)} is before the year 2000.", "Send the time as ISO 8601 with a zone, such as 2026-01-31T09:30:00Z; a number of seconds or milliseconds is no time.");
        }
        else if (value > latest)
        {
            Doubt ??= new ItemOutcome.Quarantined(field, $"{Instant(value)} is in the future.");
        }
    }

    /// <summary>Money in major units, not below zero.</summary>
    public void Money(string field, decimal? value)
    {
        if (value is < 0 or > MostMoney)
        {
            Reject(field, $"{value.Value.ToString(CultureInfo.InvariantCulture)} is not an amount from 0 to {MostMoney.ToString("N0", CultureInfo.InvariantCulture)}.", "Send money in major units without a sign, such as 12.50.");
        }
    }

    /// <summary>A code of ISO 4217, or null for the shop's.</summary>
    public void Currency(string field, string? value)
    {
        if (value is not null && !Currencies.Known.Contains(value))
        {
            Reject(field, $"'{IntakeText.Shown(value)}' is no currency.", "Send the three capital letters of ISO 4217, such as GBP.");
        }
    }

    /// <summary>Units above zero.</summary>
    public void Units(string field, double? value, double most = 1_000_000)
    {
        if (value is { } units && !(units > 0 && units <= most))
        {
            Reject(field, $"{units.ToString(CultureInfo.InvariantCulture)} is not a number above 0 and up to {most.ToString("N0", CultureInfo.InvariantCulture)}.", "Send the units as a number above 0; what came back is a return.");
        }
    }

    /// <summary>One of a list.</summary>
    public void OneOf(string field, string? value, IReadOnlyList<string> words)
    {
        if (value is null || !words.Contains(value))
        {
            Reject(field, $"'{IntakeText.Shown(value)}' is not known.", $"Send one of {string.Join(", ", words)}.");
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
            Reject(field, "It is not an object.", "Send a JSON object with names and values, or leave it out.");
        }
        else if (element.GetRawText().Length > most)
        {
            Reject(field, $"It is longer than {most:N0} characters.", "Send fewer or shorter values.");
        }
    }

    private void Whole(string field, string value)
    {
        if (IntakeText.IsBroken(value))
        {
            Reject(field, "It holds control characters or half of a character.", "Send text in UTF-8 without control characters.");
        }
    }

    private static string Instant(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
