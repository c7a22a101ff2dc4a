using Marketing.Kernel.Processing;

namespace Marketing.Tests.Kernel.Processing;

public sealed class MemoryGrowthTests
{
    [Fact]
    public void What_is_held_at_the_peak_is_told_also_after_it_is_gone()
    {
        const int size = 256 << 20;

        // What others left as garbage must not be collected in between: it would hide the growth.
        GC.Collect();
        using var memory = new MemoryGrowth();
        Hold(memory, size);
        GC.Collect();
        Assert.True(memory.Read() > size / 2);
    }

    // In a method of its own, so that nothing holds the array afterwards.
    private static void Hold(MemoryGrowth memory, int size)
    {
        var held = new byte[size];
        Array.Fill(held, (byte)1);
        memory.Read();
        GC.KeepAlive(held);
    }
}
