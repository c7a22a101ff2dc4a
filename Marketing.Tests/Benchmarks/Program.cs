using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

namespace Marketing.Tests.Benchmarks;

/// <summary>Measures; speed is never asserted in a test. <c>dotnet run -c Release --project Marketing.Tests -- --filter '*'</c>.</summary>
internal static class Program
{
    public static void Main(string[] arguments) =>
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments, ManualConfig.Create(DefaultConfig.Instance).WithOptions(ConfigOptions.DisableOptimizationsValidator));
}
