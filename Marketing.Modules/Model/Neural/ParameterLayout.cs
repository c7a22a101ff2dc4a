using Marketing.Kernel.Numerics;

namespace Marketing.Model.Neural;

/// <summary>One array of a network's parameters.</summary>
/// <param name="Name">Name, unique in its network.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Rows">Rows; 1 for a vector.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Decays">Whether weight decay reaches it: matrices shrink, gains and biases do not.</param>
internal sealed record Parameter(string Name, int Offset, int Rows, int Columns, bool Decays)
{
    /// <summary>How many numbers.</summary>
    public int Count => Rows * Columns;
}

/// <summary>
/// Where each array of parameters lies in one long block: values, gradients and moments share the layout, so that an optimiser, a clip and a file
/// are loops over one array.
/// </summary>
internal sealed class ParameterLayout
{
    private const int Line = 16;
    private readonly List<Parameter> _all = [];

    /// <summary>All arrays in order.</summary>
    public IReadOnlyList<Parameter> All => _all;

    /// <summary>Length of a block for them.</summary>
    public int Length { get; private set; }

    /// <summary>How many numbers are learned.</summary>
    public long Learned => _all.Sum(one => (long)one.Count);

    /// <summary>Adds a matrix.</summary>
    public Parameter Matrix(string name, int rows, int columns) => Add(name, rows, columns, decays: true);

    /// <summary>Adds a vector.</summary>
    public Parameter Vector(string name, int count) => Add(name, 1, count, decays: false);

    /// <summary>Fills a block for the start of a training: matrices from N(0, deviation), gains (names ending in <c>.g</c>) with 1, the rest with 0.</summary>
    public void Initialise(FloatBlock values, float deviation, SeededRandom random)
    {
        values.Span.Clear();
        foreach (var one in _all)
        {
            var own = values.Span.Slice(one.Offset, one.Count);
            if (one.Name.EndsWith(".g", StringComparison.Ordinal))
            {
                own.Fill(1);
            }
            else if (one.Decays)
            {
                Initialise(one, values, deviation, random);
            }
        }
    }

    /// <summary>Fills one array from N(0, deviation).</summary>
    public static void Initialise(Parameter one, FloatBlock values, float deviation, SeededRandom random)
    {
        foreach (ref var value in values.Span.Slice(one.Offset, one.Count))
        {
            value = deviation * Normal(random);
        }
    }

    // Box and Muller (1958).
    private static float Normal(SeededRandom random) => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    private Parameter Add(string name, int rows, int columns, bool decays)
    {
        var one = new Parameter(name, Length, rows, columns, decays);
        Length = checked(Length + ((one.Count + Line - 1) / Line * Line));
        _all.Add(one);
        return one;
    }
}
