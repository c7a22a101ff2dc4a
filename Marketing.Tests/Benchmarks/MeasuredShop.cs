using System.IO.Compression;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Execution;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Model;
using Marketing.Strategy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketing.Tests.Benchmarks;

/// <summary>All modules on a folder of their own, as the host composes them, without the host.</summary>
internal sealed class MeasuredShop : IDisposable
{
    private readonly ServiceProvider _services;

    public MeasuredShop()
    {
        Folder = new DataFolder(Path.Combine(Path.GetTempPath(), "marketing-benchmarks", Guid.NewGuid().ToString("N")));
        var configuration = new ConfigurationBuilder().Build();
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddKernel(Folder)
            .AddData(configuration)
            .AddFeatures(configuration)
            .AddModel(configuration)
            .AddStrategy(configuration)
            .AddExecution(configuration)
            .AddEvaluation(configuration)
            .BuildServiceProvider();
        Get<IDatabaseCare>().Open();
        Get<IShop>().OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    public DataFolder Folder { get; }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The carried orders as a plain file, as other programs read them.</summary>
    public static string PlainOrders()
    {
        var path = Path.Combine(Path.GetTempPath(), "marketing-benchmarks", "online_retail_II.csv");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var source = new BrotliStream(EmbeddedText.Open("Data/Demo/online_retail_II.csv.br"), CompressionMode.Decompress);
            using var target = File.Create(path + ".partial");
            source.CopyTo(target);
            target.Close();
            File.Move(path + ".partial", path);
        }

        return path;
    }

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(Folder.Root, recursive: true);
    }
}
