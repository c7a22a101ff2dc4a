using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Baskets;
using Marketing.Model.Recommenders.Blend;
using Marketing.Model.Recommenders.Content;
using Marketing.Model.Recommenders.Factors;
using Marketing.Model.Recommenders.Linear;
using Marketing.Model.Recommenders.Neighbours;
using Marketing.Model.Recommenders.Popularity;
using Marketing.Model.Recommenders.Sequences;
using Marketing.Model.Registry;
using Marketing.Model.Sequence;
using Marketing.Model.Sql;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Support;

/// <summary>The Model module on a data folder of its own; opened again, it knows only what is on disk.</summary>
internal sealed class ModelRig : IDisposable
{
    private readonly ModelOptions _options;

    public ModelRig(ModelOptions? options = null)
    {
        _options = options ?? new ModelOptions();
        Folder = new TestFolder();
        Reopen();
    }

    public TestFolder Folder { get; }

    public ModelRegistry Models { get; private set; } = null!;

    public TrainRecommender Training { get; private set; } = null!;

    public FitMethods Fits { get; private set; } = null!;

    public ModelFiles Files { get; private set; } = null!;

    public static IRecommenderMethod[] Methods() =>
        [new PopularMethod(), new ItemKnnMethod(), new PersonalMethod(), new ContentMethod(), new FollowMethod(), new UserKnnMethod(), new UpCfMethod(), new TifuKnnMethod(), new AlsMethod(), new BprMethod(), new EaseMethod(), new TransformerMethod(), new BlendMethod()];

    public void Reopen()
    {
        var (store, methods, clock) = (new ModelStore(Folder.Database), Methods(), new BusinessClock(Folder.Clock));
        Files = new ModelFiles(Folder.Folder, methods);
        Models = new ModelRegistry(store, Files, clock, Options.Create(_options));
        Fits = new FitMethods(methods, Options.Create(_options));
        Training = new TrainRecommender(Fits, store, Files, Models, clock, Options.Create(_options));
    }

    public void Dispose() => Folder.Dispose();
}
