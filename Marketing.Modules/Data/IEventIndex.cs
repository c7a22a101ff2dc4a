namespace Marketing.Data;

/// <summary>The index by which events are found; it is put in order beside whoever writes events.</summary>
public interface IEventIndex
{
    /// <summary>Does everything that is due, in short steps between which others write.</summary>
    Task TendAsync(CancellationToken cancellation);
}
