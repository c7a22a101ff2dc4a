using System.Diagnostics;
using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Evaluation.Laboratory;

/// <summary>What the kinds of the laboratory have in common: checking, fitting and timing a model.</summary>
internal static class LabMethods
{
    private const int BadInput = 2;
    private const string Seed = "seed";

    /// <summary>A slip is told before a long file is read.</summary>
    /// <exception cref="OperatorException">The model, a parameter or a value of it is not known.</exception>
    public static void Check(IRecommenderMethods methods, LabModel model, IReadOnlyDictionary<string, IReadOnlyList<string>> search) => Check("recommend", () =>
    {
        methods.Check(model.Model, model.Parameters);
        foreach (var (name, values) in search)
        {
            foreach (var value in values)
            {
                methods.Check(model.Model, new Dictionary<string, string> { [name] = value });
            }
        }
    });

    /// <summary>Does a check and says in the words of the command line what it finds.</summary>
    /// <exception cref="OperatorException">The check has failed.</exception>
    public static void Check(string command, Action check)
    {
        try
        {
            check();
        }
        catch (ArgumentException e)
        {
            throw new OperatorException(e.Message.Split(" (Parameter")[0], $"'marketing lab {command} --help' lists the models with their parameters.", BadInput);
        }
    }

    /// <summary>Fits a model; one with a seed of its own gets the question's unless it names one.</summary>
    /// <param name="methods">Methods on offer.</param>
    /// <param name="model">The model.</param>
    /// <param name="past">What it learns from.</param>
    /// <param name="later">What comes behind, to stop by, or null.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static IRecommender Fit(IRecommenderMethods methods, LabModel model, ShopSnapshot past, ShopSnapshot? later, long seed, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var parameters = Seeded(model, methods.Parameters(model.Model), seed);
        return later is null
            ? methods.Fit(model.Model, past, parameters, progress, cancellation)
            : methods.FitToward(model.Model, past, later, parameters, progress, cancellation);
    }

    /// <summary>Parameters of a model with the question's seed, where it has one and none is given.</summary>
    public static Dictionary<string, string> Seeded(LabModel model, IReadOnlyList<MethodParameter> known, long seed)
    {
        var parameters = new Dictionary<string, string>(model.Parameters);
        if (known.Any(parameter => parameter.Name == Seed))
        {
            parameters.TryAdd(Seed, seed.ToString(CultureInfo.InvariantCulture));
        }

        return parameters;
    }

    /// <summary>Fits a model and takes the time, by the clock and of the processors.</summary>
    public static (T Fitted, double Seconds, double CpuSeconds) Timed<T>(Func<T> fit)
    {
        using var process = Process.GetCurrentProcess();
        var (started, processor) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var fitted = fit();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        return (fitted, seconds, (process.TotalProcessorTime - processor).TotalSeconds);
    }

    /// <summary>Largest memory of the process until now.</summary>
    public static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
