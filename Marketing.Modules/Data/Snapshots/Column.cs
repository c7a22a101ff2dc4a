using System.Runtime.CompilerServices;

namespace Marketing.Data.Snapshots;

/// <summary>A column that grows row by row and is then taken as an array.</summary>
internal sealed class Column<T>
{
    private T[] _items = new T[1024];

    public int Count { get; private set; }

    public ReadOnlySpan<T> Span => _items.AsSpan(0, Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, _items.Length * 2);
        }

        _items[Count++] = item;
    }

    /// <summary>The rows as an array of exactly their number; the column is not used after it.</summary>
    public T[] Take()
    {
        Array.Resize(ref _items, Count);
        return _items;
    }
}
