using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Marketing.Model.Neural;

namespace Marketing.Model.Sequence;

/// <summary>Losses of a shard, each times its scale.</summary>
/// <param name="Product">Of the products.</param>
/// <param name="Week">Of the time to the next order.</param>
/// <param name="Spend">Of the spend.</param>
internal readonly record struct ShardLoss(double Product, double Week, double Spend)
{
    public double Total => Product + Week + Spend;

    public static ShardLoss operator +(ShardLoss a, ShardLoss b) => new(a.Product + b.Product, a.Week + b.Week, a.Spend + b.Spend);
}

/// <summary>What the losses of a shard are multiplied with: 1 over how many of each kind the whole batch has.</summary>
/// <param name="Product">For each row of products.</param>
/// <param name="Week">For each outlook.</param>
/// <param name="Spend">For each outlook with a spend.</param>
internal readonly record struct LossScales(float Product, float Week, float Spend);

/// <summary>
/// A causal transformer over histories (Kang and McAuley 2018, sec. III, with full softmax): the vector of a token is the sum of the vectors of its product, its position (or queries and keys are turned by it) and its signs; the
/// blocks look back; the last norm's result is compared with the vectors of all products, which are those of the input, and read by the heads.
/// </summary>
internal sealed unsafe class SequenceNetwork
{
    private readonly Parameter _products;
    private readonly Parameter? _positions;
    private readonly Parameter[] _signs;
    private readonly Parameter _question;
    private readonly Parameter _own;
    private readonly Parameter? _trend;
    private readonly Parameter _gain;
    private readonly Parameter _bias;
    private readonly TransformerBlock[] _blocks;
    private readonly Linear? _heads;
    private readonly CatalogueSoftmax _softmax;
    private readonly SampledSoftmax _sampled;
    private readonly Panels _turned;
    private readonly Parameter? _classes;
    private readonly ProductContent? _content;
    private readonly FloatBlock? _vectors;

    /// <param name="shape">Its size.</param>
    /// <param name="content">What the products are; null where the shape has no content.</param>
    public SequenceNetwork(SequenceShape shape, ProductContent? content = null)
    {
        (Shape, _content) = (shape, content);
        var layout = Layout = new ParameterLayout();
        _products = layout.Matrix("product", shape.Products, shape.Width);
        if (content is not null)
        {
            _classes = layout.Matrix("content", shape.Content, shape.Width);
            _vectors = new FloatBlock((long)shape.Products * shape.Width);
        }

        _positions = shape.Rotary ? null : layout.Matrix("position", shape.Length, shape.Width);
        _question = layout.Matrix("question", 1, shape.Width);
        _signs = [.. shape.Signs.Select((values, sign) => layout.Matrix($"sign{sign}", values, shape.Width))];
        _own = layout.Vector("own", OwnProducts.Classes);
        _trend = shape.Trends > 0 ? layout.Vector("trend", shape.Trends) : null;
        var rotary = shape.Rotary ? new Rotary(shape.Width, shape.Heads, shape.Length) : null;
        _blocks = [.. Enumerable.Range(0, shape.Layers).Select(block => new TransformerBlock(layout, $"block{block}", shape.Width, shape.Heads, shape.Inner, rotary))];
        (_gain, _bias) = (layout.Vector("last.g", shape.Width), layout.Vector("last.b", shape.Width));
        _heads = Outputs > 0 ? new Linear(layout, "heads", shape.Width, Outputs) : null;
        _softmax = new CatalogueSoftmax(shape.Width, shape.Products);
        _sampled = new SampledSoftmax(shape.Width, shape.Products);
        _turned = new Panels(shape.Width, shape.Products);
        Values = new FloatBlock(layout.Length);
    }

    public SequenceShape Shape { get; }

    /// <summary>Where its parameters lie.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Its parameters.</summary>
    public FloatBlock Values { get; }

    /// <summary>The table of products.</summary>
    public Parameter Products => _products;

    /// <summary>The table of what products are, or null.</summary>
    public Parameter? Classes => _classes;

    /// <summary>What the products are, or null.</summary>
    public ProductContent? Content => _content;

    /// <summary>What each class of <see cref="OwnProducts"/> adds to a logit.</summary>
    public float[] OwnNumbers => Values.Span.Slice(_own.Offset, _own.Count).ToArray();

    /// <summary>What each measure of <see cref="Trends"/> is multiplied with; none where trends do not count.</summary>
    public float[] TrendNumbers => _trend is null ? [] : Values.Span.Slice(_trend.Offset, _trend.Count).ToArray();

    private int Outputs => Shape.Weeks + (Shape.Spend ? SpendLoss.Outputs : 0);

    /// <summary>Lays out what depends on the parameters, one of some equal parts; all parts after each change.</summary>
    /// <param name="part">Which part, from 0.</param>
    /// <param name="parts">How many.</param>
    /// <param name="all">Whether the catalogue is laid out, too, which learning from products drawn does not need.</param>
    public void Pack(int part, int parts, bool all)
    {
        if (part == 0)
        {
            foreach (var layer in _blocks.SelectMany(block => block.Layers))
            {
                layer.Pack(Values);
            }

            _heads?.Pack(Values);
        }

        if (all)
        {
            var (first, end) = (_turned.Count * part / parts, _turned.Count * (part + 1) / parts);
            for (var product = first * Gemm.Panel; _vectors is not null && product < Math.Min(Shape.Products, end * Gemm.Panel); product++)
            {
                Compose(product, new Span<float>(_vectors.Data + ((long)product * Shape.Width), Shape.Width));
            }

            _turned.Fill(Vectors, 1, Shape.Width, first, end);
        }
    }

    /// <summary>Adds the gradients of what products are, out of those of the products, for one of some equal parts of the classes.</summary>
    /// <param name="gradients">Gradients of the parameters, those of the products summed up.</param>
    /// <param name="part">Which part, from 0.</param>
    /// <param name="parts">How many.</param>
    public void SpreadContent(FloatBlock gradients, int part, int parts)
    {
        for (var c = Shape.Content * part / parts; _classes is not null && c < Shape.Content * (part + 1) / parts; c++)
        {
            var own = Row(gradients, _classes, c);
            foreach (var product in _content!.With(c))
            {
                TensorPrimitives.MultiplyAdd(Row(gradients, _products, product), _content.Weight(product), own, own);
            }
        }
    }

    /// <summary>The vector of something that is not of the catalogue, by what it is alone; all 0 without content.</summary>
    /// <param name="content">What it and others are.</param>
    /// <param name="product">Its place among them.</param>
    public float[] VectorOf(ProductContent content, int product)
    {
        var vector = new float[Shape.Width];
        foreach (var c in _classes is null ? [] : content.Of(product))
        {
            TensorPrimitives.MultiplyAdd(Row(Values, _classes!, c), content.Weight(product), vector, vector);
        }

        return vector;
    }

    /// <summary>Lays everything out.</summary>
    public void Pack() => Pack(0, 1, all: true);

    /// <summary>Loss of a shard, and its gradients.</summary>
    /// <param name="shard">Tokens and what is to be foretold.</param>
    /// <param name="scales">What losses are multiplied with.</param>
    /// <param name="gradients">Gradients of the parameters, added to; null to leave them out.</param>
    /// <param name="dropout">What is left out.</param>
    /// <param name="arena">Memory.</param>
    /// <param name="drawn">Products that stand for all others, see <see cref="SampledSoftmax"/>; none for the whole catalogue.</param>
    public ShardLoss Learn(TokenShard shard, LossScales scales, FloatBlock? gradients, Dropout dropout, Arena arena, ReadOnlySpan<int> drawn = default)
    {
        var (n, width) = (shard.Count, Shape.Width);
        var count = (long)n * width;
        var mark = arena.Mark();
        var start = CollectionsMarshal.AsSpan(shard.Start);
        var isKey = CollectionsMarshal.AsSpan(shard.IsKey);
        var place = CollectionsMarshal.AsSpan(shard.Position);
        var traces = stackalloc TransformerBlock.Trace[_blocks.Length];
        float* x = arena.Take(count), y = arena.Take(count), normal = arena.Take(count), scale = arena.Take(n);
        Embed(shard, x);
        dropout.At(0).Apply(x, x, count);
        for (var b = 0; b < _blocks.Length; b++)
        {
            traces[b] = _blocks[b].Forward(Values, start, isKey, place, x, dropout.At((uint)b + 1), arena);
        }

        LayerNorm.Forward(x, Values.Data + _gain.Offset, Values.Data + _bias.Offset, y, normal, scale, n, width);
        var dy = gradients is null ? null : arena.TakeZeros(count);
        var loss = Foretell(shard, scales, y, dy, gradients, arena, drawn);
        if (gradients is not null)
        {
            var dx = arena.TakeZeros(count);
            LayerNorm.Backward(dy, normal, scale, Values.Data + _gain.Offset, dx, gradients.Data + _gain.Offset, gradients.Data + _bias.Offset, n, width);
            for (var b = _blocks.Length - 1; b >= 0; b--)
            {
                _blocks[b].Backward(Values, gradients, start, place, traces[b], dx, dropout.At((uint)b + 1), arena);
            }

            dropout.At(0).Apply(dx, dx, count);
            Unembed(shard, dx, gradients);
        }

        arena.Release(mark);
        return loss;
    }

    /// <summary>The last norm's results.</summary>
    /// <param name="shard">Tokens.</param>
    /// <param name="hidden">Receives width numbers a token.</param>
    /// <param name="arena">Memory.</param>
    public void Hidden(TokenShard shard, Span<float> hidden, Arena arena)
    {
        var (n, width) = (shard.Count, Shape.Width);
        var count = (long)n * width;
        var mark = arena.Mark();
        float* x = arena.Take(count), y = arena.Take(count), normal = arena.Take(count), scale = arena.Take(n);
        Embed(shard, x);
        foreach (var block in _blocks)
        {
            var inner = arena.Mark();
            block.Forward(Values, CollectionsMarshal.AsSpan(shard.Start), CollectionsMarshal.AsSpan(shard.IsKey), CollectionsMarshal.AsSpan(shard.Position), x, default, arena);
            arena.Release(inner);
        }

        LayerNorm.Forward(x, Values.Data + _gain.Offset, Values.Data + _bias.Offset, y, normal, scale, n, width);
        new ReadOnlySpan<float>(y, checked((int)count)).CopyTo(hidden);
        arena.Release(mark);
    }

    /// <summary>How a token of one history attends: its shares of all tokens, layer by layer, and in a layer head by head. They add up to 1; those of later tokens and of other questions are 0.</summary>
    /// <param name="shard">One history.</param>
    /// <param name="token">The token that looks.</param>
    /// <param name="arena">Memory.</param>
    /// <returns>Layers times heads rows of one number a token.</returns>
    public float[] Attention(TokenShard shard, int token, Arena arena)
    {
        var (n, stride, mark) = (shard.Count, Neural.Attention.Stride(shard.Count), arena.Mark());
        var shares = new float[Shape.Layers * Shape.Heads * n];
        var x = arena.Take((long)n * Shape.Width);
        Embed(shard, x);
        for (var block = 0; block < _blocks.Length; block++)
        {
            var inner = arena.Mark();
            var trace = _blocks[block].Forward(Values, CollectionsMarshal.AsSpan(shard.Start), CollectionsMarshal.AsSpan(shard.IsKey), CollectionsMarshal.AsSpan(shard.Position), x, default, arena);
            for (var head = 0; head < Shape.Heads; head++)
            {
                // What stands behind the token's own share was never computed.
                new ReadOnlySpan<float>(trace.Weights + (((long)head * n) + token) * stride, token + 1).CopyTo(shares.AsSpan(((block * Shape.Heads) + head) * n));
            }

            arena.Release(inner);
        }

        arena.Release(mark);
        return shares;
    }

    /// <summary>Logits of all products: products of rows with the products' vectors, moved for what somebody has had.</summary>
    /// <param name="hidden">Rows of width numbers.</param>
    /// <param name="moves">What moves each row's logits; none at all leaves them as they are.</param>
    /// <param name="logits">Receives one number a product, row after row.</param>
    public void Logits(ReadOnlySpan<float> hidden, LogitMoves moves, Span<float> logits)
    {
        fixed (float* from = hidden, to = logits)
        {
            Gemm.Multiply(from, Shape.Width, 1, _turned, to, Shape.Products, hidden.Length / Shape.Width, add: false);
        }

        for (var row = 0; row < moves.Own.Count; row++)
        {
            CatalogueSoftmax.Move(moves, Numbers(null), row, logits.Slice(row * Shape.Products, Shape.Products));
        }
    }

    /// <summary>The vector of a product, to which the last norm's result is compared.</summary>
    public ReadOnlyMemory<float> Vector(int product) => VectorRow(product).ToArray();

    /// <summary>What the heads say: logits of the weeks' hazards, then the outputs of the spend.</summary>
    /// <param name="hidden">One row of width numbers.</param>
    /// <param name="outputs">Receives the outputs.</param>
    public void Heads(ReadOnlySpan<float> hidden, Span<float> outputs)
    {
        fixed (float* from = hidden, to = outputs)
        {
            _heads!.Forward(Values, from, to, 1);
        }
    }

    private MoveNumbers Numbers(FloatBlock? gradients) => new()
    {
        Own = Values.Data + _own.Offset,
        Trend = _trend is null ? null : Values.Data + _trend.Offset,
        DOwn = gradients is null ? null : gradients.Data + _own.Offset,
        DTrend = gradients is null || _trend is null ? null : gradients.Data + _trend.Offset,
    };

    // The vectors of all products, and of one.
    private float* Vectors => _vectors is null ? Values.Data + _products.Offset : _vectors.Data;

    private Span<float> VectorRow(int product) => new(Vectors + ((long)product * Shape.Width), Shape.Width);

    private void Compose(int product, Span<float> vector)
    {
        Row(Values, _products, product).CopyTo(vector);
        foreach (var c in _content!.Of(product))
        {
            TensorPrimitives.MultiplyAdd(Row(Values, _classes!, c), _content.Weight(product), vector, vector);
        }
    }

    private Span<float> Row(FloatBlock block, Parameter table, int row) => new(block.Data + table.Offset + ((long)row * Shape.Width), Shape.Width);

    private void Embed(TokenShard shard, float* x)
    {
        for (var t = 0; t < shard.Count; t++)
        {
            var own = new Span<float>(x + ((long)t * Shape.Width), Shape.Width);
            var product = shard.Product[t] == TokenShard.NoProduct ? Row(Values, _question, 0) : VectorRow(shard.Product[t]);
            product.CopyTo(own);
            if (_positions is not null)
            {
                TensorPrimitives.Add(own, Row(Values, _positions, shard.Position[t]), own);
            }

            for (var s = 0; s < _signs.Length; s++)
            {
                TensorPrimitives.Add(own, Row(Values, _signs[s], shard.Signs[s][t]), own);
            }
        }
    }

    private void Unembed(TokenShard shard, float* dx, FloatBlock gradients)
    {
        for (var t = 0; t < shard.Count; t++)
        {
            var own = new ReadOnlySpan<float>(dx + ((long)t * Shape.Width), Shape.Width);
            Add(shard.Product[t] == TokenShard.NoProduct ? Row(gradients, _question, 0) : Row(gradients, _products, shard.Product[t]), own);
            if (_positions is not null)
            {
                Add(Row(gradients, _positions, shard.Position[t]), own);
            }

            for (var s = 0; s < _signs.Length; s++)
            {
                Add(Row(gradients, _signs[s], shard.Signs[s][t]), own);
            }
        }

        static void Add(Span<float> to, ReadOnlySpan<float> more) => TensorPrimitives.Add(to, more, to);
    }

    private ShardLoss Foretell(TokenShard shard, LossScales scales, float* y, float* dy, FloatBlock? gradients, Arena arena, ReadOnlySpan<int> drawn)
    {
        var mark = arena.Mark();
        var asked = arena.Take((long)shard.Asked.Count * Shape.Width);
        var dAsked = dy == null ? null : arena.Take((long)shard.Asked.Count * Shape.Width);
        Gather(y, shard.Asked, asked);
        float* catalogue = Vectors, dCatalogue = gradients is null ? null : gradients.Data + _products.Offset;
        var numbers = Numbers(gradients);
        var product = drawn.IsEmpty
            ? _softmax.Loss(asked, shard.Targets, shard.Moves, numbers, catalogue, _turned, scales.Product, dAsked, dCatalogue, arena)
            : _sampled.Loss(asked, shard.Targets, drawn, shard.Moves, numbers, catalogue, scales.Product, dAsked, dCatalogue, arena);
        if (dy != null)
        {
            Scatter(dAsked, shard.Asked, dy);
        }

        arena.Release(mark);
        var (week, spend) = (0.0, 0.0);
        if (_heads is not null && shard.Outlooks.Count > 0)
        {
            (week, spend) = Outlooks(shard, scales, y, dy, gradients, arena);
        }

        return new ShardLoss(product, week, spend);
    }

    private (double Week, double Spend) Outlooks(TokenShard shard, LossScales scales, float* y, float* dy, FloatBlock? gradients, Arena arena)
    {
        var mark = arena.Mark();
        var (rows, week, spend) = (shard.Outlooks.Count, 0.0, 0.0);
        var tokens = shard.Outlooks.ConvertAll(one => one.Token);
        float* own = arena.Take((long)rows * Shape.Width), outputs = arena.Take((long)rows * Outputs);
        Gather(y, tokens, own);
        _heads!.Forward(Values, own, outputs, rows);
        for (var row = 0; row < rows; row++)
        {
            var (one, to) = (shard.Outlooks[row], (nint)(outputs + ((long)row * Outputs)));
            week += HazardLoss.Row((float*)to, Shape.Weeks, one.Week, one.Seen, one.Weight * scales.Week);
            if (Shape.Spend)
            {
                var last = (float*)to + Shape.Weeks;
                if (float.IsNaN(one.Spend))
                {
                    new Span<float>(last, SpendLoss.Outputs).Clear();
                }
                else
                {
                    spend += SpendLoss.Row(last, one.Spend, one.Weight * scales.Spend);
                }
            }
        }

        if (dy != null)
        {
            var back = arena.Take((long)rows * Shape.Width);
            _heads.Backward(gradients!, own, outputs, back, rows);
            Scatter(back, tokens, dy);
        }

        arena.Release(mark);
        return (week, spend);
    }

    private void Gather(float* from, List<int> tokens, float* to)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            new ReadOnlySpan<float>(from + ((long)tokens[i] * Shape.Width), Shape.Width).CopyTo(new Span<float>(to + ((long)i * Shape.Width), Shape.Width));
        }
    }

    private void Scatter(float* from, List<int> tokens, float* to)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var own = new Span<float>(to + ((long)tokens[i] * Shape.Width), Shape.Width);
            TensorPrimitives.Add(own, new ReadOnlySpan<float>(from + ((long)i * Shape.Width), Shape.Width), own);
        }
    }
}
