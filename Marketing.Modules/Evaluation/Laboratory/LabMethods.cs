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
    /// <param name="command">Command whose help lists the models.</param>
    /// <param name="methods">Methods on offer.</param>
    /// <param name="seed">Seed of those that have one and name none.</param>
    /// <param name="models">What is to be fitted.</param>
    /// <exception cref="OperatorException">A model, a parameter or a value of it is not known, or two values do not go together.</exception>
    public static void Check(string command, IRecommenderMethods methods, long seed, params IEnumerable<LabModel> models) => Check(command, () =>
    {
        foreach (var model in models)
        {
            methods.Check(model.Model, Seeded(model, methods.Parameters(model.Model), seed));
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
        catch (ConflictingValuesException e)
        {
            throw new OperatorException(e.Message, $"--{e.Parameter} must be {e.Wanted}; {Help(command)}", BadInput, e);
        }
        catch (ArgumentException e)
        {
            throw new OperatorException(e.Message.Split(" (Parameter")[0], Help(command), BadInput, e);
        }
    }

    /// <summary>Fits a model; one with a seed of its own gets the question's unless it names one.</summary>
    /// <param name="command">Command whose help lists the models.</param>
    /// <param name="methods">Methods on offer.</param>
    /// <param name="model">The model.</param>
    /// <param name="past">What it learns from.</param>
    /// <param name="later">What comes behind, to stop by, or null.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperatorException">The model does not do for what it is to learn from.</exception>
    public static IRecommender Fit(string command, IRecommenderMethods methods, LabModel model, ShopSnapshot past, ShopSnapshot? later, long seed, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var parameters = Seeded(model, methods.Parameters(model.Model), seed);
        try
        {
            return later is null
                ? methods.Fit(model.Model, past, parameters, progress, cancellation)
                : methods.FitToward(model.Model, past, later, parameters, progress, cancellation);
        }
        catch (UnfitMethodException unfit)
        {
            // A shop has settings; here there is what was typed.
            throw new OperatorException(unfit.Message, $"Give {unfit.Kind} other parameters as --NAME VALUE, or measure another model; {Help(command)}", BadInput, unfit);
        }
    }

    private static string Help(string command) => $"'marketing lab {command} --help' lists the models with their parameters.";

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
