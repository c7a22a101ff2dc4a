using System.ComponentModel.DataAnnotations;

namespace Marketing.Strategy;

/// <summary>Settings of the contact policy; configuration section <c>Strategy:Contacts</c>.</summary>
public sealed class ContactsOptions
{
    /// <summary>Cost of one mail, minor units.</summary>
    [Range(0L, 1_000_000L)]
    public long MailCost { get; set; }

    /// <summary>Share of the choices of a steered campaign that chance makes, half of them for each action, so that the log stays one that can be learned from.</summary>
    [Range(0.01, 0.5)]
    public double Exploration { get; set; } = 0.1;

    /// <summary>Days after which the last moment of a customer is over, and what came of it is counted.</summary>
    [Range(1, 365)]
    public int HorizonDays { get; set; } = 30;

    /// <summary>Days back up to which choices are learned from and judged by: a shop changes, and a verdict is about how its sequences begin.</summary>
    [Range(30, 3650)]
    public int WindowDays { get; set; } = 365;

    /// <summary>What a margin is worth one day later, so that near ones count for more.</summary>
    [Range(0.5, 1.0)]
    public double DailyDiscount { get; set; } = 0.98;

    /// <summary>Customers with two moments of chance below whom nothing is learned.</summary>
    [Range(10, 1_000_000)]
    public int LeastCustomers { get; set; } = 200;

    /// <summary>Customers that are learned from at most; of more, so many are drawn by hash.</summary>
    [Range(100, 1_000_000)]
    public int MostCustomers { get; set; } = 50_000;

    /// <summary>Share of the discounted moments that weights must tell before a policy may act.</summary>
    [Range(0.0, 1.0)]
    public double LeastCovered { get; set; } = 0.5;

    /// <summary>Rows of the log below which conservative Q-learning, which learns by a network, is not tried.</summary>
    [Range(1000, 100_000_000)]
    public int NetworkRows { get; set; } = 20_000;

    /// <summary>Minutes after which its fit is given up.</summary>
    [Range(1, 240)]
    public int NetworkMinutes { get; set; } = 10;
}
