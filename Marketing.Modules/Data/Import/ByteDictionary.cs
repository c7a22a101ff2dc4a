using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Marketing.Data.Import;

/// <summary>Numbers short UTF-8 texts from 0 in the order in which they come; looking one up allocates nothing.</summary>
internal sealed class ByteDictionary
{
    private int[] _buckets = new int[1024];
    private Entry[] _entries = new Entry[512];

    public int Count { get; private set; }

    /// <summary>The text of a number.</summary>
    public byte[] this[int index] => _entries[index].Key;

    /// <summary>The number of a text; a new one when the text had none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Number(ReadOnlySpan<byte> key, out bool added)
    {
        var hash = Hash(key);
        ref var bucket = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        for (var i = bucket - 1; i >= 0; i = _entries[i].Next)
        {
            ref var entry = ref _entries[i];
            if (entry.Hash == hash && key.SequenceEqual(entry.Key))
            {
                added = false;
                return i;
            }
        }

        added = true;
        var index = Count++;
        if (index == _entries.Length)
        {
            Grow();
            bucket = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        }

        _entries[index] = new Entry(key.ToArray(), hash, bucket - 1);
        bucket = index + 1;
        return index;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, _entries.Length * 2);
        _buckets = new int[_entries.Length * 2];
        for (var i = 0; i < Count - 1; i++)
        {
            ref var bucket = ref _buckets[_entries[i].Hash & (uint)(_buckets.Length - 1)];
            _entries[i] = _entries[i] with { Next = bucket - 1 };
            bucket = i + 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ReadOnlySpan<byte> key)
    {
        var hash = (ulong)key.Length * 0x9E3779B97F4A7C15UL;
        while (key.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key));
            key = key[8..];
        }

        ulong rest = 0;
        foreach (var value in key)
        {
            rest = (rest << 8) | value;
        }

        hash = Mix(hash ^ rest);
        return (uint)(hash ^ (hash >> 32));
    }

    // The finalizer of SplitMix64 (Steele, Lea, Flood 2014), one round.
    private static ulong Mix(ulong value) => BitOperations.RotateLeft(value * 0xBF58476D1CE4E5B9UL, 31) * 0x94D049BB133111EBUL;

    private readonly record struct Entry(byte[] Key, uint Hash, int Next);
}
