namespace Marketing.Data.Import;

/// <summary>Figures of one file.</summary>
internal sealed class ImportTally
{
    public long Rows { get; set; }

    public long Lines { get; set; }

    public long Returns { get; set; }

    public long Anonymous { get; set; }

    public long Unchanged { get; set; }

    public long Rejected { get; set; }

    public long Changed { get; set; }
}
