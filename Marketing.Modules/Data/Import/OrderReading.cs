namespace Marketing.Data.Import;

/// <summary>How a file of orders was read.</summary>
/// <param name="Headers">Names of its columns.</param>
/// <param name="Form">How its rows are written; the order of dates as its rows decided it.</param>
internal sealed record OrderReading(string[] Headers, FileForm Form);
