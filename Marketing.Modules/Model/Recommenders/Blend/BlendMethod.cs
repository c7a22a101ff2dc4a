using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model.Recommenders.Baskets;
using Marketing.Model.Recommenders.Factors;
using Marketing.Model.Recommenders.Linear;
using Marketing.Model.Recommenders.Neighbours;
using Marketing.Model.Recommenders.Popularity;
using Marketing.Model.Recommenders.Sequences;
using Marketing.Model.Sequence;
using Marketing.Model.Training;
using Marketing.Model.Trees;

namespace Marketing.Model.Recommenders.Blend;

/// <summary>
/// Fits and reads <c>blend</c>: candidates of several methods, put in order by LambdaMART on what is known of customer and product.
/// The order is learned without leakage: the members are fitted on the shop as it was some weeks ago, and what people bought since is
/// the truth; then the members are fitted anew on everything. Too little to learn an order from leaves the members' places to be
/// added up (reciprocal rank fusion, Cormack, Clarke and Büttcher 2009). With the large model among the members the training is long.
/// </summary>
internal sealed class BlendMethod : ILongMethod
{
    private const string Window = "window";
    private const string Cuts = "cuts";
    private const string Each = "candidates";
    private const string Customers = "customers";
    private const string Trees = "trees";
    private const string Leaves = "leaves";
    private const string LearningRate = "learning_rate";
    private const string LeastRows = "least_rows";
    private const string Large = "large";
    private const string Seed = "seed";
    private const int FewestLists = 30;
    private const double DayMs = 86_400_000;
    private static readonly TransformerMethod LargeModel = new();
    private static readonly IRecommenderMethod[] All = [new PopularMethod(), new PersonalMethod(), new ItemKnnMethod(), new FollowMethod(), new UserKnnMethod(), new TifuKnnMethod(), new AlsMethod(), new EaseMethod()];

    public string Kind => "blend";

    public int Cost => 20;

    public IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Whole(Window, 91, 1, 3650),
        MethodParameter.Whole(Cuts, 2, 1, 10),
        MethodParameter.Whole(Each, 30, 1, 200),
        MethodParameter.Whole(Customers, 4000, 1, 1_000_000),
        MethodParameter.Whole(Trees, 150, 1, 5000),
        MethodParameter.Whole(Leaves, 15, 2, 1000),
        MethodParameter.Real(LearningRate, 0.06, 0.0001, 1),
        MethodParameter.Whole(LeastRows, 50, 1, 1_000_000),
        MethodParameter.Flag(Large, false),
        MethodParameter.Whole(Seed, 1, 0, int.MaxValue),
        PopularMethod.HalfLife,
        .. InterestTerms.All,
    ];

    // The members know what an earlier blend knew, and more; the large one has been fitted to another shop at each cut.
    public bool StartsFromEarlier => false;

    public bool IsLong(ParameterValues values) => values.Flag(Large);

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation) =>
        Fit(snapshot, values, TrainingCare.Watched(Kind, progress), progress, cancellation);

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, TrainingCare care, CancellationToken cancellation) =>
        Fit(snapshot, values, care, null, cancellation);

    private BlendRecommender Fit(ShopSnapshot snapshot, ParameterValues values, TrainingCare care, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var methods = (values.Flag(Large) ? [.. All, LargeModel] : All).Where(method => method.Obstacle(snapshot, Of(method, values.Shown)) is null).ToArray();
        var lists = new Lists();
        var cuts = values.Whole(Cuts);
        var large = new LargeCare(care, cuts + 2);
        for (var cut = cuts; cut >= 1; cut--)
        {
            var stage = cuts - cut;
            Learn(methods, snapshot, values, cut, lists, () => large.Of(stage), cancellation);
            progress?.Report(new Progress(Kind, (cuts - cut + 1) / (cuts + 2.0)));
        }

        var trees = lists.Count < FewestLists
            ? null
            : LambdaRank.Fit(lists.Rows(Candidates.Width(methods.Length)), new TreeGrowth(values.Whole(Trees), values.Whole(Leaves), values.Real(LearningRate), values.Whole(LeastRows), values.Whole(Seed)), cancellation);
        progress?.Report(new Progress(Kind, (cuts + 1) / (cuts + 2.0)));
        var members = Members(methods, snapshot, values, () => large.Of(cuts + 1), cancellation);
        progress?.Report(new Progress(Kind, 1));
        values = InterestTerms.Settle(snapshot, values);
        return new BlendRecommender(values.Shown, TrainingSet.Of(snapshot, values.Interest).Products, PopularMethod.Of(snapshot, values), members, trees, values.Whole(Each));
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters)
    {
        var products = ModelBody.ReadLongs(reader);
        var popularity = ModelBody.ReadFloats(reader, products.Length);
        var members = new List<StoredRecommender>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var kind = reader.ReadString();
            if (kind == LargeModel.Kind)
            {
                members.Add(LargeModel.Read(reader, ModelBody.ReadParameters(reader)));
                continue;
            }

            var method = Array.Find(All, method => method.Kind == kind) ?? throw new InvalidDataException($"A member is of the kind '{kind}', which a blend does not have.");
            members.Add(method.Read(reader, OfFile(method, parameters)));
        }

        var trees = reader.ReadBoolean() ? TreeEnsemble.Read(reader) : null;
        return trees is not null && trees.Width != Candidates.Width(members.Count)
            ? throw new InvalidDataException($"Trees of {trees.Width} features do not fit {members.Count} members.")
            : new BlendRecommender(parameters, products, popularity, members, trees, ParameterValues.Of(Kind, Parameters, parameters).Whole(Each));
    }

    // A member's defaults, for the large model those of nights, with what the blend says of the weights of signs. What is to be learned of them is learned from the shop that the member sees.
    private static ParameterValues Of(IRecommenderMethod method, IReadOnlyDictionary<string, string> values) =>
        ParameterValues.Of(method.Kind, method.Parameters, method == LargeModel
            ? new Dictionary<string, string>(ModelOptions.OfNights(method.Kind).Concat(InterestTerms.Among(values, method.Parameters)))
            : InterestTerms.Among(values, method.Parameters));

    // A blend that was fitted before there were such weights has none, and neither have its members.
    private static Dictionary<string, string> OfFile(IRecommenderMethod method, IReadOnlyDictionary<string, string> parameters) =>
        Of(method, parameters).Shown.Where(one => parameters.ContainsKey(one.Key) || InterestTerms.All.All(weight => weight.Name != one.Key)).ToDictionary();

    private static StoredRecommender[] Members(IRecommenderMethod[] methods, ShopSnapshot shop, ParameterValues values, Func<TrainingCare> large, CancellationToken cancellation) =>
        Array.ConvertAll(methods, method => method == LargeModel
            ? LargeModel.Fit(shop, Of(method, values.Shown), large(), cancellation)
            : method.Fit(shop, Of(method, values.Shown), null, cancellation));

    // Lists of one cut: what the members knew then, and what was bought in the window behind it.
    private static void Learn(IRecommenderMethod[] methods, ShopSnapshot snapshot, ParameterValues values, int cut, Lists lists, Func<TrainingCare> large, CancellationToken cancellation)
    {
        var window = (long)(values.Whole(Window) * DayMs);
        var start = snapshot.AsOf.ToUnixTimeMilliseconds() - (cut * window);
        if (snapshot.Orders.Count == 0 || start <= snapshot.Orders.Time[0])
        {
            return;
        }

        var past = EarlierShop.Of(snapshot, start);
        var members = Members(methods, past, values, large, cancellation);
        var truth = Truth(snapshot, start, start + window);
        var wanted = Interest.Of(past, InterestTerms.Settle(past, values).Interest).Wanted;
        var customers = Some([.. Enumerable.Range(0, snapshot.Customers.Count).Where(c => truth[c] is not null && !wanted.Row(c).IsEmpty)], values.Whole(Customers), new SeededRandom((ulong)values.Whole(Seed) + (ulong)cut));
        var found = new (float[][] Rows, bool[] Hits, bool[] Fresh)[customers.Length];
        Parallel.For(0, customers.Length, HeavyWork.Loop(cancellation), i => found[i] = Lists.Of(members, past, customers[i], values.Whole(Each), truth[customers[i]]!));
        foreach (var (rows, hits, fresh) in found)
        {
            lists.Add(rows, hits, fresh);
        }
    }

    // An order of a few thousand customers' lists is that of everybody's; a large shop's would not fit into memory.
    private static int[] Some(int[] customers, int most, SeededRandom random)
    {
        if (customers.Length <= most)
        {
            return customers;
        }

        for (var i = 0; i < most; i++)
        {
            var other = i + random.NextInt(customers.Length - i);
            (customers[i], customers[other]) = (customers[other], customers[i]);
        }

        Array.Resize(ref customers, most);
        Array.Sort(customers);
        return customers;
    }

    private static HashSet<int>?[] Truth(ShopSnapshot shop, long from, long until)
    {
        var (orders, truth) = (shop.Orders, new HashSet<int>?[shop.Customers.Count]);
        for (var o = 0; o < orders.Count; o++)
        {
            if (orders.Time[o] >= from && orders.Time[o] < until && orders.Customer[o] is >= 0 and var customer)
            {
                for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1]; line++)
                {
                    (truth[customer] ??= []).Add(orders.LineProduct[line]);
                }
            }
        }

        return truth;
    }

    /// <summary>Lists to learn from: of each customer all candidates, and once more those that are new to them, which are asked for as often.</summary>
    private sealed class Lists
    {
        private readonly List<float[]> _rows = [];
        private readonly List<bool> _hits = [];
        private readonly List<uint> _list = [];

        public uint Count { get; private set; }

        public RankedRows Rows(int width) => new(width, _rows, _hits, _list);

        public static (float[][] Rows, bool[] Hits, bool[] Fresh) Of(StoredRecommender[] members, ShopSnapshot past, int customer, int each, HashSet<int> truth)
        {
            var candidates = Candidates.Of(members, past, customer, each);
            var (pairs, bought) = (PairFeatures.Of(past), Interactions.Of(past).Bought);
            var person = pairs.Know(customer);
            var rows = new float[candidates.Products.Length][];
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = new float[Candidates.Width(members.Length)];
                candidates.Fill(i, pairs, person, rows[i]);
            }

            return (rows, Array.ConvertAll(candidates.Products, truth.Contains), Array.ConvertAll(candidates.Products, product => !bought.Contains(customer, product)));
        }

        public void Add(float[][] rows, bool[] hits, bool[] fresh)
        {
            AddOne(rows, hits, _ => true);
            AddOne(rows, hits, i => fresh[i]);
        }

        // A list without a hit, or of hits alone, teaches no order.
        private void AddOne(float[][] rows, bool[] hits, Func<int, bool> isIn)
        {
            var own = Enumerable.Range(0, rows.Length).Where(isIn).ToArray();
            var hit = own.Count(i => hits[i]);
            if (hit == 0 || hit == own.Length)
            {
                return;
            }

            Count++;
            foreach (var i in own)
            {
                _rows.Add(rows[i]);
                _hits.Add(hits[i]);
                _list.Add(Count);
            }
        }
    }
}
