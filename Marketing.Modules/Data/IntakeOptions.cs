using System.ComponentModel.DataAnnotations;

namespace Marketing.Data;

/// <summary>How live facts are taken in.</summary>
public sealed class IntakeOptions
{
    /// <summary>How long one transaction may write before it commits, in milliseconds.</summary>
    [Range(1, 1_000)]
    public int SliceMilliseconds { get; set; } = 20;

    /// <summary>Calls that may wait for the writer; further callers wait for a place among them.</summary>
    [Range(1, 100_000)]
    public int Waiting { get; set; } = 256;

    /// <summary>How long a call waits for a place among those before it is told to come again, in seconds.</summary>
    [Range(1, 600)]
    public int PlaceSeconds { get; set; } = 10;

    /// <summary>How far ahead of the clock a sender's clock may be, in minutes; what lies further ahead is kept apart.</summary>
    [Range(0, 1_440)]
    public int AheadMinutes { get; set; } = 5;

    /// <summary>Least pause between two renewals of the current snapshot that live facts cause, in seconds.</summary>
    [Range(1, 86_400)]
    public int SnapshotPauseSeconds { get; set; } = 15;

    /// <summary>Items of one sender that may wait in quarantine; further ones are refused.</summary>
    [Range(1, 10_000_000)]
    public int MostQuarantined { get; set; } = 100_000;

    /// <summary>Newest items that the page of live events can show.</summary>
    [Range(10, 100_000)]
    public int LiveItems { get; set; } = 1_000;
}
