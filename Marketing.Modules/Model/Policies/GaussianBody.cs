namespace Marketing.Model.Policies;

/// <summary>Sums of an arm in a saved policy.</summary>
internal static class GaussianBody
{
    public static void Write(BinaryWriter writer, GaussianArm arm)
    {
        writer.Write(arm.Rewards);
        if (arm.Rewards == 0)
        {
            return;
        }

        writer.Write(arm.Weight);
        writer.Write(arm.Sum);
        writer.Write(arm.Squares);
        writer.Write(arm.Clock);
        writer.Write(arm.Prior is not null);
        foreach (var value in (double[])[.. arm.S, .. arm.B, .. arm.Prior ?? []])
        {
            writer.Write(value);
        }
    }

    public static GaussianArm Read(BinaryReader reader, int size)
    {
        var rewards = reader.ReadInt64();
        if (rewards == 0)
        {
            return GaussianArm.Empty(size);
        }

        var (weight, sum, squares, clock, kept) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadBoolean());
        return new GaussianArm(rewards, weight, sum, squares, clock, Numbers(reader, Packed.Size(size)), Numbers(reader, size), kept ? Numbers(reader, size) : null);
    }

    private static double[] Numbers(BinaryReader reader, int count)
    {
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = reader.ReadDouble();
        }

        return numbers;
    }
}
