using System.ComponentModel.DataAnnotations;

namespace Marketing.App.Web;

/// <summary>Settings of the dashboard, section <c>Pages</c>.</summary>
public sealed class PagesOptions
{
    /// <summary>Largest file that may be uploaded, in bytes. Larger ones are imported with the command line.</summary>
    [Range(1, long.MaxValue)]
    public long LargestUpload { get; set; } = 2L * 1024 * 1024 * 1024;
}
