namespace Marketing.Kernel;

/// <summary>A module's part in the rights of a person. Each module that keeps something about people implements it; Data calls all of them.</summary>
public interface IPersonalData
{
    /// <summary>Name of the part in the exported archive, for example <c>orders</c>.</summary>
    string Part { get; }

    /// <summary>Everything this module keeps about a customer, as a value that serialises to JSON.</summary>
    Task<object> ExportAsync(CustomerId customer, CancellationToken cancellation);

    /// <summary>Removes or makes anonymous what this module keeps about a customer; returns the rows touched.</summary>
    Task<long> EraseAsync(CustomerId customer, CancellationToken cancellation);

    /// <summary>Removes what is older than the module's retention period; returns the rows removed.</summary>
    Task<long> ExpireAsync(DateTimeOffset now, CancellationToken cancellation);
}
