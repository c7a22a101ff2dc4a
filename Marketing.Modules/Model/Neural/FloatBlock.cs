namespace Marketing.Model.Neural;

/// <summary>Numbers that stay where they are, from the edge of a cache line, with room behind the last for a vector that reads too far; all 0 at first.</summary>
internal sealed unsafe class FloatBlock
{
    private const int Line = 64;
    private const int Slack = 64;

    // Pinned, so that pointers into it hold as long as the block is reachable.
    private readonly float[] _memory;

    public FloatBlock(long length)
    {
        Length = checked((int)length);
        _memory = GC.AllocateArray<float>(checked((int)(length + (Line / sizeof(float)) + Slack)), pinned: true);
        var at = (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _memory[0]);
        Data = (float*)((at + Line - 1) / Line * Line);
    }

    public int Length { get; }

    public float* Data { get; }

    public Span<float> Span => new(Data, Length);
}
