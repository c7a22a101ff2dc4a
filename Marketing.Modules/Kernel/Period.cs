namespace Marketing.Kernel;

/// <summary>A stretch of time, start included, end excluded. The default value is empty.</summary>
/// <param name="Start">First instant inside.</param>
/// <param name="End">First instant after.</param>
public readonly record struct Period(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Length of the period.</summary>
    public TimeSpan Length => End - Start;

    /// <summary>Whether an instant lies inside.</summary>
    public bool Contains(DateTimeOffset instant) => instant >= Start && instant < End;

    /// <summary>The period of the same length that ends where this one starts.</summary>
    public Period Previous => new(Start - Length, Start);
}
