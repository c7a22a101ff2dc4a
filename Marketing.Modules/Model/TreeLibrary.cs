using System.Runtime.InteropServices;
using Microsoft.ML.Trainers.LightGbm;

namespace Marketing.Model;

/// <summary>The native library that grows trees.</summary>
public static partial class TreeLibrary
{
    private const string WaitPolicy = "OMP_WAIT_POLICY";

    /// <summary>Whether LightGBM can be loaded on this machine; ML.NET's FastTree stands in where it cannot.</summary>
    public static bool IsThere { get; } = TryLoad();

    // Its threads wait for one another many times a tree. As OpenMP has it they wait spinning, and where others need the processors too they
    // spin for a thread that cannot run: a fit of four seconds took sixty. OpenMP reads how to wait when it is loaded, and from the
    // environment of the process only, which .NET's own variables do not reach. What the operator set holds.
    private static bool TryLoad()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetEnvironment(WaitPolicy, "passive", overwrite: 0);
        }

        return NativeLibrary.TryLoad("lib_lightgbm", typeof(LightGbmRankingTrainer).Assembly, null, out _);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
