using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Marketing.Model.Policies;

/// <summary>
/// Probabilities of drawn rankings in one published state, by arms, ranks and context: shops ask about the same advertisements again and again between two lessons, and each time the integral is the same.
/// What is asked for a second time is kept; when it is full it starts anew.
/// </summary>
internal sealed class KnownRankings
{
    private const int MostNumbers = 1 << 17;
    private const int Remembered = 1 << 12;

    private readonly ConcurrentDictionary<int, Entry> _entries = new();
    private readonly int[] _asked = new int[Remembered];
    private long _numbers;

    private sealed record Entry(int[] Arms, float[] Context, int Ranks, double[] Probabilities)
    {
        public bool Is(ReadOnlySpan<int> arms, ReadOnlySpan<float> context, int ranks) => Ranks == ranks && arms.SequenceEqual(Arms) && context.SequenceEqual(Context);
    }

    /// <summary>Fills probabilities, a row a rank.</summary>
    /// <param name="ranking">The ranking of the state's policy, always the same.</param>
    /// <param name="scores">Scores of the arms in that state.</param>
    /// <param name="context">What they were scored for; empty where it is of no matter.</param>
    /// <param name="ranks">Ranks, from 1 to the number of scores.</param>
    /// <param name="probabilities">Takes ranks times scores.</param>
    public void Fill(Ranking ranking, in ArmScores scores, ReadOnlySpan<float> context, int ranks, Span<double> probabilities)
    {
        var key = KeyOf(scores.Arms, context, ranks);
        if (_entries.TryGetValue(key, out var entry) && entry.Is(scores.Arms, context, ranks))
        {
            entry.Probabilities.CopyTo(probabilities);
            return;
        }

        ranking.Probabilities(scores, ranks, probabilities);
        ref var asked = ref _asked[(uint)key % Remembered];
        if (Volatile.Read(ref asked) == key)
        {
            Keep(key, new Entry(scores.Arms.ToArray(), context.ToArray(), ranks, probabilities.ToArray()));
        }

        Volatile.Write(ref asked, key);
    }

    private static int KeyOf(ReadOnlySpan<int> arms, ReadOnlySpan<float> context, int ranks)
    {
        var hash = new HashCode();
        hash.Add(ranks);
        hash.AddBytes(MemoryMarshal.AsBytes(arms));
        hash.AddBytes(MemoryMarshal.AsBytes(context));
        return hash.ToHashCode();
    }

    private void Keep(int key, Entry entry)
    {
        if (Interlocked.Add(ref _numbers, entry.Probabilities.Length) > MostNumbers)
        {
            _entries.Clear();
            Interlocked.Exchange(ref _numbers, entry.Probabilities.Length);
        }

        _entries[key] = entry;
    }
}
