using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Evaluation;

/// <summary>A recommender to be measured on files.</summary>
/// <param name="Model">Method.</param>
/// <param name="Parameters">Values that differ from the defaults, by the field's names.</param>
public sealed record LabModel(string Model, IReadOnlyDictionary<string, string> Parameters);

/// <summary>What to measure on which files.</summary>
/// <param name="Train">CSV with the header <c>user,item[,value][,timestamp][,event]</c>, in any order of columns; timestamps are seconds or milliseconds since 1970, or dates; an event is <c>purchase</c>, <c>cart</c> or <c>view</c>, and only purchases are to be found.</param>
/// <param name="Test">The same form; what of it stands in the training file is not excluded from the truth unless <paramref name="ExcludeSeen"/> says so.</param>
/// <param name="Model">Model measured.</param>
/// <param name="Against">Model it is compared with on the same users, or null.</param>
/// <param name="ExcludeSeen">Whether what a user has in the training file is kept out of ranking and truth.</param>
public sealed record LabQuestion(string Train, string Test, LabModel Model, LabModel? Against, bool ExcludeSeen)
{
    /// <summary>Values to search, by parameter: successive halving on a part of the training file that is held out; empty for no search.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Search { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>CSV with the header <c>item,name[,category][,brand]</c>, one row an item, or null; for methods that look at what items are.</summary>
    public string? Items { get; init; }

    /// <summary>Seed of the resampling and of methods that have one.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Processors that loops use, or null for all.</summary>
    public int? Threads { get; init; }
}

/// <summary>A measured recommender.</summary>
/// <param name="Model">Method.</param>
/// <param name="Parameters">All its parameters, by the field's names.</param>
/// <param name="Metrics">Figures with bootstrap intervals.</param>
/// <param name="FitSeconds">Time to fit.</param>
/// <param name="ScoreSeconds">Time to rank for all users of the test file.</param>
/// <param name="CpuSeconds">Processor time of the fit, by the whole process.</param>
/// <param name="PeakBytes">Largest memory of the process until the end of the ranking.</param>
public sealed record LabMeasured(string Model, IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<Metric> Metrics, double FitSeconds, double ScoreSeconds, double CpuSeconds, long PeakBytes);

/// <summary>One step of a search.</summary>
/// <param name="Parameters">Parameters tried.</param>
/// <param name="Users">Training users that it was fitted on.</param>
/// <param name="Ndcg">NDCG@10 on the part held out.</param>
public sealed record LabTrial(IReadOnlyDictionary<string, string> Parameters, int Users, double Ndcg);

/// <summary>One place of a list.</summary>
/// <param name="User">User as the file names it.</param>
/// <param name="Rank">From 1.</param>
/// <param name="Item">Item as the file names it.</param>
/// <param name="Score">Its score.</param>
public sealed record LabPlace(string User, int Rank, string Item, float Score);

/// <summary>What came out.</summary>
/// <param name="Measured">The model.</param>
/// <param name="Against">The other model, or null.</param>
/// <param name="Paired">Mean differences to the other model on the same users, with paired bootstrap intervals; empty without one.</param>
/// <param name="Trials">Steps of the search, in order; empty without one.</param>
/// <param name="Rows">Rows and users by name: <c>train test users items evaluated</c>.</param>
/// <param name="Places">The model's lists.</param>
public sealed record LabReport(LabMeasured Measured, LabMeasured? Against, IReadOnlyList<Metric> Paired, IReadOnlyList<LabTrial> Trials, IReadOnlyDictionary<string, long> Rows, IEnumerable<LabPlace> Places);

/// <summary>Methods on plain files: for comparison with other systems, and for proving every figure. Needs no shop.</summary>
public interface ILaboratory
{
    /// <summary>Fits and measures a recommender over the full catalogue of both files; no candidate is sampled.</summary>
    /// <exception cref="OperatorException">A file cannot be read, names a wrong value, or a model or parameter is not known; the message names file, row and column.</exception>
    Task<LabReport> RecommendAsync(LabQuestion question, IProgress<Progress>? progress, CancellationToken cancellation);
}

/// <summary>What to measure on sequences.</summary>
/// <param name="Train">A line a user, <c>user item item ...</c> in order of time, with spaces or tabs between; users with fewer than three items are left out.</param>
/// <param name="Model">Model measured.</param>
public sealed record SequenceQuestion(string Train, LabModel Model)
{
    /// <summary>Seed of the resampling and of methods that have one.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Processors that loops use, or null for all.</summary>
    public int? Threads { get; init; }
}

/// <summary>Methods on sequences, leave-one-out. Needs no shop.</summary>
public interface ISequenceLaboratory
{
    /// <summary>
    /// Fits a recommender on all items of each user but the last two and ranks the full catalogue less what the user has had, for the last item
    /// from all before it (<c>ndcg@10 hit@10 hit@20 coverage@10</c>) and for the one before it likewise (<c>validation_ndcg@10 validation_hit@10</c>);
    /// who has had that item before is not asked. Rows are <c>train users items left_out evaluated validated</c>; the lists are those for the last item.
    /// </summary>
    /// <exception cref="OperatorException">The file cannot be read or a row is wrong, or a model or parameter is not known; the message names file and row.</exception>
    Task<LabReport> MeasureAsync(SequenceQuestion question, IProgress<Progress>? progress, CancellationToken cancellation);
}
