namespace Marketing.Kernel;

/// <summary>Deletes files one by one, so that one that is held by another program does not keep the others.</summary>
public sealed class StuckFiles
{
    private int _count;
    private string? _first;
    private Exception? _why;

    /// <summary>Deletes one file; false when it could not go, which is remembered.</summary>
    /// <param name="path">Names the file in the message.</param>
    /// <param name="delete">Deletes it.</param>
    public bool TryDelete(string path, Action delete)
    {
        try
        {
            delete();
            return true;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            (_count, _first, _why) = (_count + 1, _first ?? path, _why ?? failed);
            return false;
        }
    }

    /// <summary>Tells of the files that could not go.</summary>
    /// <exception cref="StuckFilesException">There is one at least; the message names the first of them.</exception>
    public void ThrowIfAny()
    {
        if (_why is not null)
        {
            throw new StuckFilesException(_count, _first!, _why);
        }
    }
}

/// <summary>Files could not be deleted.</summary>
/// <param name="count">How many.</param>
/// <param name="first">Path of the first of them.</param>
/// <param name="why">Why it could not.</param>
public sealed class StuckFilesException(int count, string first, Exception why) : OperatorException(
    $"{count} file{(count == 1 ? "" : "s")} could not be deleted, the first: {first} ({why.Message})",
    "Close the program that holds it, or give this program the right to delete there; the next run tries again.",
    inner: why)
{
    /// <summary>How many.</summary>
    public int Count { get; } = count;

    /// <summary>Path of the first of them.</summary>
    public string First { get; } = first;
}
