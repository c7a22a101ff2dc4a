namespace Marketing.App.Components.Pages.Data;

/// <summary>Steps of the import wizard, in order.</summary>
public enum ImportStep
{
    /// <summary>Which file.</summary>
    File,

    /// <summary>What it holds and which column is which field.</summary>
    Columns,

    /// <summary>The rows as they will be understood.</summary>
    Preview,

    /// <summary>Start it.</summary>
    Start,
}
