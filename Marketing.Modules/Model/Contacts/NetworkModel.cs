using Marketing.Model.Neural;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Contacts;

/// <summary>Q as a network with an output an action.</summary>
internal sealed class NetworkModel : ContactModel
{
    // Memory of a pass, one a thread: the network itself never changes.
    [ThreadStatic]
    private static Arena? _arena;

    private readonly StateScale _scale;
    private readonly int[] _hidden;
    private readonly Mlp _network;
    private readonly double _unit;
    private readonly BehaviourTrees _behaviour;

    /// <param name="scale">How states are scaled.</param>
    /// <param name="hidden">Columns of each layer between.</param>
    /// <param name="network">The network, ready to be asked.</param>
    /// <param name="unit">What its outputs are multiplied with.</param>
    /// <param name="behaviour">What the logs choose.</param>
    public NetworkModel(StateScale scale, int[] hidden, Mlp network, double unit, BehaviourTrees behaviour) => (_scale, _hidden, _network, _unit, _behaviour) = (scale, hidden, network, unit, behaviour);

    public override void Values(ReadOnlySpan<float> state, Span<double> q)
    {
        // Products read a little behind the last number of a row.
        Span<float> x = stackalloc float[_scale.Width + Gemm.Panel], y = stackalloc float[q.Length];
        _scale.Apply(state, x[.._scale.Width]);
        _arena ??= new Arena();
        _network.Outputs(x, y, 1, _arena);
        for (var a = 0; a < q.Length; a++)
        {
            q[a] = _unit * y[a];
        }
    }

    public override void Support(ReadOnlySpan<float> state, Span<double> shares, Span<string?> exclusions) => _behaviour.Judge(state, shares, exclusions);

    public override void Write(BinaryWriter writer)
    {
        _behaviour.Write(writer);
        _scale.Write(writer);
        writer.Write(_unit);
        writer.Write(_hidden.Length);
        Array.ForEach(_hidden, writer.Write);
        foreach (var one in _network.Layout.All)
        {
            ModelBody.WriteMatrix(writer, _network.Values.Span.Slice(one.Offset, one.Count).ToArray());
        }
    }

    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public static NetworkModel Read(BinaryReader reader, int features, int actions, SupportTerms terms)
    {
        var (behaviour, scale, unit, layers) = (BehaviourTrees.Read(reader, features, actions, terms), StateScale.Read(reader, features), reader.ReadDouble(), reader.ReadInt32());
        if (layers is < 1 or > 10 || !double.IsFinite(unit))
        {
            throw new InvalidDataException($"A network of {layers} layers is not one of contacts.");
        }

        int[] hidden = [.. Enumerable.Range(0, layers).Select(_ => reader.ReadInt32() is >= 1 and <= ConservativeQ.MostHidden and var width ? width : throw new InvalidDataException("A layer of the network has no size."))];
        var network = new Mlp(scale.Width, hidden, actions);
        foreach (var one in network.Layout.All)
        {
            ModelBody.ReadMatrix(reader, one.Rows, one.Columns).CopyTo(network.Values.Span.Slice(one.Offset, one.Count));
        }

        network.Pack();
        return new NetworkModel(scale, hidden, network, unit, behaviour);
    }
}

/// <summary>Features less their mean, over their standard deviation, as the rows that are learned from have them, and at most ten of those either way.</summary>
/// <param name="mean">Means.</param>
/// <param name="deviation">Standard deviations; 1 for features that are the same everywhere.</param>
internal sealed class StateScale(float[] mean, float[] deviation)
{
    private const float Most = 10;

    /// <summary>Columns that a network takes: one at least.</summary>
    public int Width => Math.Max(1, mean.Length);

    public static StateScale Learn(ContactLog log)
    {
        var width = log.Features.Count;
        var (mean, deviation) = (new float[width], new float[width]);
        for (var feature = 0; feature < width; feature++)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var row = 0; row < log.Rows; row++)
            {
                sum += log.States[(row * width) + feature];
            }

            var middle = sum / log.Rows;
            for (var row = 0; row < log.Rows; row++)
            {
                squares += Math.Pow(log.States[(row * width) + feature] - middle, 2);
            }

            (mean[feature], deviation[feature]) = ((float)middle, squares > 0 ? (float)Math.Sqrt(squares / log.Rows) : 1);
        }

        return new StateScale(mean, deviation);
    }

    public void Apply(ReadOnlySpan<float> state, Span<float> scaled)
    {
        scaled.Clear();
        for (var feature = 0; feature < mean.Length; feature++)
        {
            scaled[feature] = Math.Clamp((state[feature] - mean[feature]) / deviation[feature], -Most, Most);
        }
    }

    public void Write(BinaryWriter writer)
    {
        ModelBody.WriteMatrix(writer, mean);
        ModelBody.WriteMatrix(writer, deviation);
    }

    public static StateScale Read(BinaryReader reader, int features) => new(ModelBody.ReadMatrix(reader, 1, features), ModelBody.ReadMatrix(reader, 1, features));
}
