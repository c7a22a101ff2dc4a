namespace Marketing.Model.Neural;

/// <summary>Memory of one thread for what lives as long as one pass: taken piece by piece, given back all at once, and kept for the next pass.</summary>
internal sealed unsafe class Arena
{
    private const int Line = 16;

    /// <summary>Numbers of a block.</summary>
    public const int Least = 1 << 20;

    private readonly List<FloatBlock> _blocks = [];
    private int _block;
    private long _used;

    /// <summary>Numbers, in any state.</summary>
    public float* Take(long count)
    {
        count = ((count + Line - 1) / Line * Line) + Gemm.Panel;
        while (_block < _blocks.Count && _used + count > _blocks[_block].Length)
        {
            (_block, _used) = (_block + 1, 0);
        }

        if (_block == _blocks.Count)
        {
            _blocks.Add(new FloatBlock(Math.Max(Least, count)));
        }

        var taken = _blocks[_block].Data + _used;
        _used += count;
        return taken;
    }

    /// <summary>Numbers that are all 0.</summary>
    public float* TakeZeros(long count)
    {
        var taken = Take(count);
        new Span<float>(taken, checked((int)count)).Clear();
        return taken;
    }

    /// <summary>Where it stands, for <see cref="Release"/>.</summary>
    public (int Block, long Used) Mark() => (_block, _used);

    /// <summary>Takes back what was taken since.</summary>
    public void Release((int Block, long Used) mark) => (_block, _used) = mark;

    /// <summary>Takes everything back.</summary>
    public void Reset() => Release((0, 0));

    /// <summary>Bytes that it holds.</summary>
    public long Bytes => _blocks.Sum(block => (long)block.Length * sizeof(float));
}
