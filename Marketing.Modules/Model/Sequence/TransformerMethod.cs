using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Popularity;
using Marketing.Model.Training;

namespace Marketing.Model.Sequence;

/// <summary>Fits and reads <c>transformer</c>.</summary>
internal sealed class TransformerMethod : ILongMethod
{
    private const string Width = "d";
    private const string Layers = "layers";
    private const string Heads = "heads";
    private const string Length = "length";
    private const string Dropout = "dropout";
    private const string LearningRate = "learning_rate";
    private const string WeightDecay = "weight_decay";
    private const string Batch = "batch";
    private const string Epochs = "epochs";
    private const string Patience = "patience";
    private const string Signed = "signs";
    private const string Questions = "questions";
    private const string Positions = "positions";
    private const string Learned = "learned";
    private const string Turned = "rotary";
    private const string Baskets = "baskets";
    private const string TrendName = "trends";
    private const string ContentName = "content";
    private const string Weeks = "weeks";
    private const string Horizon = "horizon_days";
    private const string Loss = "loss";
    private const string Sampled = "sampled";
    private const string Negatives = "negatives";
    private const string Seed = "seed";
    private const int Inner = 4;
    private const int MostInFull = 50_000;
    private const int FewestBuckets = 64;
    private const int UsualEpochs = 60;
    private const int FewestSteps = 600;
    private const int StepsOfValidation = 40;

    public string Kind => "transformer";

    public int Cost => 12;

    public IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Whole(Width, 64, 4, 1024),
        MethodParameter.Whole(Layers, 2, 1, 24),
        MethodParameter.Whole(Heads, 2, 1, 64),
        MethodParameter.Whole(Length, 50, 1, 1000),
        MethodParameter.Real(Dropout, 0.5, 0, 0.9),
        MethodParameter.Real(LearningRate, 0.001, 1e-6, 1),
        MethodParameter.Real(WeightDecay, 0, 0, 1),
        MethodParameter.Whole(Batch, 128, 1, 100_000),
        MethodParameter.Whole(Epochs, 0, 0, 100_000),
        MethodParameter.Whole(Patience, 8, 1, 100_000),
        MethodParameter.Word(Loss, "auto", "full", Sampled),
        MethodParameter.Whole(Negatives, 1024, 1, 1_000_000),
        MethodParameter.Flag(Signed, false),
        MethodParameter.Flag(Questions, false),
        MethodParameter.Word(Positions, "auto", Learned, Turned),
        MethodParameter.Flag(Baskets, true),
        MethodParameter.Flag(TrendName, false),
        MethodParameter.Whole(ContentName, 0, 0, 1_000_000),
        MethodParameter.Whole(Weeks, 0, 0, 520),
        MethodParameter.Whole(Horizon, 0, 0, 3650),
        MethodParameter.Whole(Seed, 42, 0, int.MaxValue),
        PopularMethod.HalfLife,
        .. InterestTerms.Weights,
    ];

    public ValueConflict? Conflict(ParameterValues values)
    {
        var (width, heads, weeks, horizon, content) = (values.Whole(Width), values.Whole(Heads), values.Whole(Weeks), values.Whole(Horizon), Content(values));
        return width % heads != 0 ? new($"The width d of transformer, {width}, is no multiple of its {heads} heads", Width, Multiple(width, heads))
            : weeks + horizon > 0 && !values.Flag(Questions) ? new($"The heads of transformer for weeks and horizon_days answer questions, and {Questions} is false", Questions, $"true, or {Weeks} and {Horizon} 0")
            : weeks + horizon > 0 && values.Word(Positions) == Learned ? new($"With learned {Positions} the place of a question of transformer tells whether an order follows; take {Turned}", Positions, $"{Turned} or auto")
            : horizon > 7 * weeks ? new($"The horizon_days of transformer, {horizon}, are more than its {weeks} weeks", Horizon, $"from 0 to {7 * weeks}, or {Weeks} at least {(horizon + 6) / 7}")
            : content is > 0 and < FewestBuckets ? new($"{ContentName} of transformer, {content}, is neither 0 nor at least {FewestBuckets}", ContentName, $"0, or at least {FewestBuckets}")
            : content > 0 && values.Word(Loss) == Sampled ? new($"{ContentName} of transformer, {content}, needs the full loss, and {Loss} is {Sampled}: say {ContentName}=0, or {Loss}=full", ContentName, $"0, or {Loss} full or auto")
            : null;
    }

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation) =>
        Fit(snapshot, values, TrainingCare.Watched(Kind, progress), cancellation);

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, TrainingCare care, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        values = InterestTerms.Settle(snapshot, values);
        var training = TrainingSet.Of(snapshot, values.Interest);
        values = Settle(values, training.Products.Length, care.Note);
        var (asked, toModel) = (Asked(values, values.Shown), ProductBinding.Of(training.Products, snapshot.Products.Id).ToModel);
        var source = new ShopSequences(snapshot, toModel, training.Products.Length, asked, care.Later);
        var content = Content(values) > 0 ? ProductContent.Of(snapshot.Products, training.Catalogue, Content(values)) : null;
        var network = new SequenceNetwork(Shape(values, training.Products.Length), content);
        network.Layout.Initialise(network.Values, SequenceTerms.Deviation, new SeededRandom((ulong)values.Whole(Seed)));
        var trained = source.Count > 0;
        if (trained)
        {
            var warm = care.WarmStart is { } earlier ? WarmStart.Into(network, training.Products, earlier, this, care.Note) : null;
            var terms = Terms(values, training.Products.Length, source.Count);
            var end = new SequenceTraining(network, source, warm is null ? terms : terms.Continued(warm), care).Run(cancellation);
            if (double.IsNaN(end.BestMetric))
            {
                throw new OperatorException(TrainingNotes.NothingFinite, TrainingNotes.LossAtOnceFix);
            }
        }
        else
        {
            network.Pack();
            care.Note?.Invoke(TrainingNotes.NobodyTwice);
        }

        return new TransformerRecommender(values.Shown, training.Products, PopularMethod.Of(snapshot, values), network, asked, trained, source.SpendUnit);
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters)
    {
        var values = ParameterValues.Of(Kind, Parameters, parameters);
        var products = ModelBody.ReadLongs(reader);
        var popularity = ModelBody.ReadFloats(reader, products.Length);
        var (trained, unit) = (reader.ReadBoolean(), reader.ReadDouble());
        if (!(unit > 0) || !double.IsFinite(unit))
        {
            throw new InvalidDataException($"The unit of spend is {unit}.");
        }

        var content = Content(values) > 0 ? ReadContent(reader, products.Length, Content(values)) : null;
        var network = new SequenceNetwork(Shape(values, products.Length), content);
        ModelBody.ReadMatrix(reader, 1, network.Layout.Length).CopyTo(network.Values.Span);
        network.Pack();
        return new TransformerRecommender(parameters, products, popularity, network, Asked(values, parameters), trained, unit);
    }

    private static SequenceShape Shape(ParameterValues values, int products) =>
        new(products, values.Whole(Width), values.Whole(Heads), values.Whole(Layers), Inner * values.Whole(Width), values.Whole(Length))
        {
            Signs = values.Flag(Signed) ? Signs.Classes : [],
            Rotary = values.Word(Positions) is var positions && (positions == Turned || (positions != Learned && values.Flag(Questions))),
            Content = Content(values),
            Trends = values.Flag(TrendName) ? Trends.Measures : 0,
            Weeks = values.Whole(Weeks),
            Spend = values.Whole(Horizon) > 0,
        };

    // What there is next to a width that was meant.
    private static string Multiple(int width, int heads)
    {
        var next = $"{((width / heads) + 1) * heads}";
        return $"a multiple of {Heads}, such as {(width > heads ? $"{width / heads * heads} or {next}" : next)}";
    }

    private static int Content(ParameterValues values) => values.Whole(ContentName);

    private static ProductContent ReadContent(BinaryReader reader, int products, int buckets)
    {
        var start = ReadInts(reader, products + 1, int.MaxValue);
        if (start[0] != 0 || start.AsSpan()[1..].ContainsAnyExceptInRange(0, int.MaxValue) || !start.SequenceEqual(start.Order()))
        {
            throw new InvalidDataException("The classes of the products are out of order.");
        }

        return new ProductContent(buckets, start, ReadInts(reader, start[^1], buckets - 1));
    }

    private static int[] ReadInts(BinaryReader reader, int count, int most)
    {
        if ((long)count * sizeof(int) > reader.BaseStream.Length - reader.BaseStream.Position)
        {
            throw new InvalidDataException($"{count} classes do not fit into the file.");
        }

        var values = new int[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = reader.ReadInt32() is >= 0 and var value && value <= most ? value : throw new InvalidDataException("A class of a product is out of range.");
        }

        return values;
    }

    private static SequenceQuestions Asked(ParameterValues values, IReadOnlyDictionary<string, string> shown) => new(
        new TokenTerms(!InterestTerms.Of(shown).WithoutEvents, values.Flag(Signed)),
        values.Whole(Length),
        values.Flag(Questions),
        values.Flag(Baskets),
        values.Flag(TrendName),
        values.Whole(Weeks),
        values.Whole(Horizon),
        (ulong)values.Whole(Seed));

    // Where nobody said how, products are drawn from a large catalogue, and what they are cannot count: that needs all of them in every step.
    private static ParameterValues Settle(ParameterValues values, int products, Action<string>? note)
    {
        if (Content(values) == 0 || Drawn(values, products) == 0)
        {
            return values;
        }

        note?.Invoke(TrainingNotes.ContentLeftOut(products, MostInFull, Content(values)));
        return values.With(ContentName, 0);
    }

    // The whole catalogue teaches better, and costs as much as there are products.
    private static int Drawn(ParameterValues values, int products) =>
        values.Word(Loss) == Sampled || (values.Word(Loss) == "auto" && products > MostInFull) ? values.Whole(Negatives) : 0;

    private static SequenceTerms Terms(ParameterValues values, int products, int histories)
    {
        // Few histories make few steps of a pass: they are passed more often, and looked at less often.
        var batches = (histories + values.Whole(Batch) - 1) / values.Whole(Batch);
        return new SequenceTerms(
            values.Whole(Epochs) > 0 ? values.Whole(Epochs) : Math.Max(UsualEpochs, FewestSteps / batches),
            values.Whole(Batch),
            (float)values.Real(LearningRate),
            (float)values.Real(WeightDecay),
            (float)values.Real(Dropout),
            values.Whole(Patience),
            (ulong)values.Whole(Seed))
        {
            Drawn = Drawn(values, products),
            ValidateEvery = Math.Max(1, StepsOfValidation / batches),
        };
    }
}
