namespace Marketing.Data.Import;

/// <summary>Cells that tell otherwise than the others of their column, and so few that they may be slips of the pen.</summary>
internal static class Slips
{
    private const int Most = 3;
    private const double Share = 0.005;

    /// <summary>Whether some of the cells that tell anything are no more than slips.</summary>
    public static bool Are(long cells, long all) => cells <= Most && cells < Share * all;
}
