namespace Marketing.App.Api.V1;

/// <summary>Tells the log of keys that do not stand: at once of the first, and then how many there were, no more than a line a minute.</summary>
internal sealed class RefusedKeys(TimeProvider system, ILogger<RefusedKeys> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private long? _told;
    private int _count;

    public void Note()
    {
        int count;
        lock (_gate)
        {
            _count++;
            if (_told is { } told && system.GetElapsedTime(told) < Pause)
            {
                return;
            }

            (_told, count, _count) = (system.GetTimestamp(), _count, 0);
        }

        log.LogInformation("Refused {Count} requests of programs, whose keys are unknown, expired or revoked.", count);
    }
}
