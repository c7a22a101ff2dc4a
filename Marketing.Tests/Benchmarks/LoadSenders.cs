using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Marketing.Tests.Benchmarks;

/// <summary>What one stretch of load came to.</summary>
/// <param name="Events">Events answered with 200.</param>
/// <param name="Seconds">From the first request to the last answer.</param>
/// <param name="Milliseconds">Times of requests, ascending; at a fixed rate from the instant at which the request was due.</param>
internal sealed record LoadFigures(long Events, double Seconds, IReadOnlyList<double> Milliseconds)
{
    public double EventsPerSecond => Events / Seconds;

    public string Shown => string.Create(CultureInfo.InvariantCulture, $"median {At(0.5):0.0} ms, p95 {At(0.95):0.0} ms, p99 {At(0.99):0.0} ms, slowest {At(1):0.0} ms");

    private double At(double share) => Milliseconds.Count == 0 ? double.NaN : Milliseconds[Math.Min(Milliseconds.Count - 1, (int)Math.Ceiling(share * Milliseconds.Count) - 1)];
}

/// <summary>Threads of their own with plain sockets, so that the load costs the host's thread pool nothing.</summary>
internal sealed class LoadSenders(Uri address, string token, string name)
{
    private const int Batch = 100;
    private const int Visitors = 20_000;
    private const int Products = 5_000;
    private long _batch;

    /// <param name="threads">Connections.</param>
    /// <param name="length">How long.</param>
    /// <param name="batchesPerSecond">Requests that are due a second, over all connections; null for as many as are answered.</param>
    public LoadFigures Run(int threads, TimeSpan length, double? batchesPerSecond)
    {
        var (start, due, times, events) = (Stopwatch.GetTimestamp(), -1L, new List<double>(), 0L);
        var senders = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            using var line = new LoadLine(address, token);
            var own = new List<double>();
            while (Stopwatch.GetElapsedTime(start) < length)
            {
                var body = Body(Interlocked.Increment(ref _batch));
                var from = TimeSpan.MaxValue;
                if (batchesPerSecond is { } rate)
                {
                    from = TimeSpan.FromSeconds(Interlocked.Increment(ref due) / rate);
                    var wait = from - Stopwatch.GetElapsedTime(start);
                    if (wait > TimeSpan.Zero)
                    {
                        Thread.Sleep(wait);
                    }
                }

                // A sleep may end a little early.
                var sent = Stopwatch.GetElapsedTime(start);
                from = sent < from ? sent : from;
                line.Post("/api/v1/events", body);
                own.Add((Stopwatch.GetElapsedTime(start) - from).TotalMilliseconds);
                Interlocked.Add(ref events, Batch);
            }

            lock (times)
            {
                times.AddRange(own);
            }
        })).ToList();
        senders.ForEach(sender => sender.Start());
        senders.ForEach(sender => sender.Join());
        times.Sort();
        return new LoadFigures(events, Stopwatch.GetElapsedTime(start).TotalSeconds, times);
    }

    private byte[] Body(long batch)
    {
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var text = new StringBuilder(Batch * 220).Append('[');
        for (var i = 0; i < Batch; i++)
        {
            var number = (batch * Batch) + i;
            text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""{"id":"{{name}}-{{number}}","kind":"view","at":"{{now}}","visitor":"visitor-{{number * 7919 % Visitors}}","session":"session-{{number / 8}}","product":"LOAD-{{number * 104729 % Products}}","url":"https://shop.example/p/{{number % Products}}"}""");
        }

        return Encoding.UTF8.GetBytes(text.Append(']').ToString());
    }
}
