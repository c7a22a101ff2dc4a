using System.Diagnostics;
using System.Security.Cryptography;
using Marketing.App.Commands;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Model.Training;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.Support;

/// <summary>
/// A long method for tests: counts steps slowly, leaves a checkpoint after each, and ends in any of the ways in which a process can. The
/// same steps give the same bytes, wherever they were broken off.
/// </summary>
internal sealed class PatientMethod : ILongMethod
{
    /// <summary>Command of the test assembly that works as <c>train-worker</c> does, with this method on offer.</summary>
    public const string Worker = "patient-worker";

    public const string Name = "patient";

    /// <summary>Called when a model of the method is read in this process, as it is when one is taken over.</summary>
    public Action? Reading { get; init; }

    public string Kind => Name;

    public int Cost => 900;

    public IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Whole("steps", 20, 1, 1_000_000),
        MethodParameter.Whole("pause_ms", 0, 0, 10_000),
        MethodParameter.Word("fault", "none", "exit", "killed", "memory", "memory-in-threads", "rubbish", "deaf", "refused", "unexpected", "refuses-earlier"),
    ];

    /// <summary>How the child is started: this very assembly.</summary>
    public static WorkerProgram Program() => new("dotnet", typeof(PatientMethod).Assembly.Location, Worker);

    public static async Task<int> WorkAsync()
    {
        await using var services = new ServiceCollection().AddTrainingWorker().AddSingleton<IRecommenderMethod, PatientMethod>().BuildServiceProvider();
        return await TrainWorkerCommand.RunAsync(services.GetRequiredService<ITrainingWorker>(), Console.Out, CancellationToken.None);
    }

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation) =>
        Fit(snapshot, values, new TrainingCare(), cancellation);

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, TrainingCare care, CancellationToken cancellation)
    {
        var steps = values.Whole("steps");
        var (step, state) = Begin(snapshot, values, care);
        for (; step < steps; Save(care.Checkpoint, Stamp(snapshot, values), step, state))
        {
            cancellation.ThrowIfCancellationRequested();
            Thread.Sleep(values.Whole("pause_ms"));
            if (step == steps / 2)
            {
                Break(values.Word("fault"));
            }

            step++;
            for (var i = 0; i < state.Length; i++)
            {
                state[i] = (0.9f * state[i]) + MathF.Sin(step + i);
            }

            care.Watch?.Invoke(new TrainingPoint(1 + (step / 10), step, 1.0 / step, step % 5 == 0 ? 0.1 + (0.001 * step) : null, 1000 + step, (steps - step) * 0.1, (double)step / steps));
        }

        if (care.Checkpoint is { } left)
        {
            File.Delete(left);
        }

        return new PatientRecommender(values.Shown, snapshot.Products.Id, state);
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters)
    {
        Reading?.Invoke();
        var products = ModelBody.ReadLongs(reader);
        return new PatientRecommender(parameters, products, ModelBody.ReadFloats(reader, products.Length));
    }

    private static (int Step, float[] State) Begin(ShopSnapshot snapshot, ParameterValues values, TrainingCare care)
    {
        if (care.Checkpoint is { } path && File.Exists(path))
        {
            using var reader = new BinaryReader(File.OpenRead(path));
            if (reader.ReadString() == Stamp(snapshot, values))
            {
                var step = reader.ReadInt32();
                care.Note?.Invoke($"It goes on from the checkpoint at step {step}.");
                return (step, ModelBody.ReadFloats(reader, snapshot.Products.Count));
            }
        }

        var state = new float[snapshot.Products.Count];
        if (care.WarmStart is { } model && values.Word("fault") != "refuses-earlier")
        {
            care.GoesOn?.Invoke();
            state.AsSpan().Fill(SHA256.HashData(File.ReadAllBytes(model))[0]);
        }

        return (0, state);
    }

    private static string Stamp(ShopSnapshot snapshot, ParameterValues values) => $"{snapshot.AsOf.ToUnixTimeMilliseconds()} {snapshot.Orders.Count} {values.Whole("steps")}";

    private static void Save(string? path, string stamp, int step, float[] state)
    {
        if (path is null)
        {
            return;
        }

        using (var writer = new BinaryWriter(File.Create($"{path}.part")))
        {
            writer.Write(stamp);
            writer.Write(step);
            ModelBody.Write(writer, state);
        }

        try
        {
            File.Move($"{path}.part", path, overwrite: true);
        }
        catch (FileNotFoundException)
        {
            // An erasure came between.
            return;
        }
    }

    private static void Break(string fault)
    {
        switch (fault)
        {
            case "exit":
                Environment.Exit(1);
                break;
            case "killed":
                Process.GetCurrentProcess().Kill();
                break;
            case "memory":
                for (var held = new List<byte[]>(); ; held.Add(new byte[1 << 24]))
                {
                    GC.KeepAlive(held);
                }

            case "memory-in-threads":
                Parallel.For(0, 8, _ => Break("memory"));
                break;
            case "rubbish":
                Console.Out.WriteLine("Segmentation fault, or something like it");
                break;
            case "deaf":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "refused":
                throw new OperatorException("The shop is too small.", "Sell more.");
            case "unexpected":
                throw new InvalidOperationException("The weights are lost.");
        }
    }

    private sealed class PatientRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] state) : StoredRecommender(Name, parameters, products)
    {
        public override void Score(ShopSnapshot snapshot, int customer, Span<float> scores) => Spread(state, Bind(snapshot), scores);

        public override IReadOnlyList<Contribution> Explain(ShopSnapshot snapshot, int customer, int product, int take) => [];

        public override void Write(BinaryWriter writer)
        {
            ModelBody.Write(writer, Products);
            ModelBody.Write(writer, state);
        }
    }
}
