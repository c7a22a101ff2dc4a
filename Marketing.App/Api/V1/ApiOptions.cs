using System.ComponentModel.DataAnnotations;

namespace Marketing.App.Api.V1;

/// <summary>Limits of the REST interface; section <c>Api</c>.</summary>
internal sealed class ApiOptions
{
    /// <summary>Most items of one request.</summary>
    [Range(1, 10_000)]
    public int MostItems { get; set; } = 1_000;

    /// <summary>Most bytes of a body as it comes over the line.</summary>
    [Range(1_000, 100_000_000)]
    public int MostBytes { get; set; } = 8_000_000;

    /// <summary>Most bytes of a body once it is unpacked.</summary>
    [Range(1_000, 1_000_000_000)]
    public int MostUnpackedBytes { get; set; } = 16_000_000;

    /// <summary>Requests of one key a minute.</summary>
    [Range(1, 10_000_000)]
    public int RequestsPerMinute { get; set; } = 60_000;

    /// <summary>Most rows of one page of a reading.</summary>
    [Range(1, 1_000)]
    public int MostRows { get; set; } = 500;
}
