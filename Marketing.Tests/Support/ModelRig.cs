using Marketing.Data.Snapshots;
using Marketing.Kernel;
using Marketing.Kernel.Access;
using Marketing.Kernel.Sql;
using Marketing.Model;
using Marketing.Model.Outlooks;
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
using Marketing.Model.Training;
using Microsoft.Extensions.Logging.Abstractions;
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

    public Trainings Trainings { get; private set; } = null!;

    /// <summary>Settings of long trainings; in force after <see cref="Reopen"/>.</summary>
    public TrainingOptions LongTraining { get; } = new() { MemoryMegabytes = 1024 };

    /// <summary>What is started for a long training; in force after <see cref="Reopen"/>.</summary>
    public WorkerProgram Worker { get; set; } = new("dotnet", Repository.Program, WorkerProgram.Command);

    /// <summary>How long its process may take to end; in force after <see cref="Reopen"/>.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Methods beside those of the program; in force after <see cref="Reopen"/>.</summary>
    public IReadOnlyList<IRecommenderMethod> More { get; set; } = [];

    public FitMethods Fits { get; private set; } = null!;

    public ModelFiles Files { get; private set; } = null!;

    public static IRecommenderMethod[] Methods() =>
        [new PopularMethod(), new ItemKnnMethod(), new PersonalMethod(), new ContentMethod(), new FollowMethod(), new UserKnnMethod(), new UpCfMethod(), new TifuKnnMethod(), new AlsMethod(), new BprMethod(), new EaseMethod(), new TransformerMethod(), new BlendMethod()];

    public void Reopen()
    {
        var (store, methods, clock) = (new ModelStore(Folder.Database), Methods().Concat(More).ToArray(), new BusinessClock(Folder.Clock));
        Files = new ModelFiles(Folder.Folder, methods, [new RfmCellsMethod()]);
        Models = new ModelRegistry(store, Files, clock, Options.Create(_options));
        Fits = new FitMethods(methods, Options.Create(_options));
        var (rows, versions, training) = (new ModelTrainingsStore(Folder.Database), new KeepVersion(store, Files, Models, clock, Options.Create(_options)), Options.Create(LongTraining));
        Trainings = new Trainings(
            Fits, rows, new TrainingBase(rows, store, Files, training), Files, versions, new SnapshotFile(), Folder.Folder, Worker,
            new AuditLog(new KernelAccessStore(Folder.Database), Folder.Clock), Folder.Clock, Options.Create(_options), training, NullLogger<Trainings>.Instance)
        { Grace = Grace };
        Training = new TrainRecommender(Fits, Files, versions, Trainings, Options.Create(_options));
    }

    public void Dispose() => Folder.Dispose();
}
