using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Tests.Support;

/// <summary>
/// Pictures of the reference shop and methods fitted to them, kept for the tests of one class: both questions are asked of the same fit.
/// </summary>
public sealed class RetailFits
{
    private readonly Dictionary<DateTimeOffset, ShopSnapshot> _shops = [];
    private readonly Dictionary<(string Kind, string Parameters, ShopSnapshot Shop), IRecommender> _fits = [];

    /// <summary>The shop as of an instant; asked again, the same picture.</summary>
    internal ShopSnapshot Snapshot(DateTimeOffset asOf) => _shops.TryGetValue(asOf, out var shop) ? shop : _shops[asOf] = RetailProtocol.Shop.Snapshot(asOf);

    /// <summary>A backtest of one method with the parameters of the reference.</summary>
    internal BacktestRig Rig(DateTimeOffset now, string kind, string parameters) =>
        new(Snapshot, now, Methods.Options((kind, parameters)), methods => new Kept(this, methods, parameters));

    private sealed class Kept(RetailFits fits, IRecommenderMethods methods, string values) : IRecommenderMethods
    {
        public IReadOnlyList<string> Kinds => methods.Kinds;

        public IReadOnlyList<MethodParameter> Parameters(string kind) => methods.Parameters(kind);

        public void Check(string kind, IReadOnlyDictionary<string, string> parameters) => methods.Check(kind, parameters);

        public void CheckNightly(string kind, IReadOnlyDictionary<string, string> parameters) => methods.CheckNightly(kind, parameters);

        public IRecommender Fit(string kind, ShopSnapshot snapshot, IReadOnlyDictionary<string, string>? parameters, IProgress<Progress>? progress, CancellationToken cancellation)
        {
            Assert.Null(parameters);
            return fits._fits.TryGetValue((kind, values, snapshot), out var fitted) ? fitted : fits._fits[(kind, values, snapshot)] = methods.Fit(kind, snapshot, null, progress, cancellation);
        }

        public IRecommender FitToward(string kind, ShopSnapshot snapshot, ShopSnapshot later, IReadOnlyDictionary<string, string> parameters, IProgress<Progress>? progress, CancellationToken cancellation) =>
            methods.FitToward(kind, snapshot, later, parameters, progress, cancellation);
    }
}
