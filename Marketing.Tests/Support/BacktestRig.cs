using Marketing.Data;
using Marketing.Data.Shop;
using Marketing.Data.Sql;
using Marketing.Evaluation;
using Marketing.Evaluation.Backtests;
using Marketing.Evaluation.Sql;
using Marketing.Features;
using Marketing.Features.Frame;
using Marketing.Kernel;
using Marketing.Model;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Support;

/// <summary>Backtests of a shop that a test holds in its hand, stored in a data folder of their own.</summary>
internal sealed class BacktestRig : IDisposable
{
    private readonly ModelRig _model;

    public BacktestRig(Func<DateTimeOffset, ShopSnapshot> shop, DateTimeOffset now, ModelOptions? options = null, Func<IRecommenderMethods, IRecommenderMethods>? fits = null)
    {
        _model = new ModelRig(options);
        var snapshots = new StandingShop(shop(now), shop);
        var features = new BuildFrame(snapshots, new NoTreatments(), Options.Create(new FeaturesOptions()));
        var clock = new BusinessClock(_model.Folder.Clock);
        Backtests = new RunBacktest(new ShopSettings(new DataShopStore(_model.Folder.Database), clock), snapshots, _model.Training, fits?.Invoke(_model.Fits) ?? _model.Fits, _model.Trainings, features, new RecencySegments(), new EvaluationStore(_model.Folder.Database), clock, Options.Create(new EvaluationOptions()));
    }

    public RunBacktest Backtests { get; }

    public void Dispose() => _model.Dispose();
}
