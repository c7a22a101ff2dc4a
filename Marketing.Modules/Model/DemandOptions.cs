using System.ComponentModel.DataAnnotations;

namespace Marketing.Model;

/// <summary>Settings of the demand that is foretold; configuration section <c>Model:Demand</c>.</summary>
public sealed class DemandOptions
{
    /// <summary>Days for which demand is foretold: not fewer than a supplier needs, with the days between two orders.</summary>
    [Range(7, 365)]
    public int HorizonDays { get; set; } = 56;
}
