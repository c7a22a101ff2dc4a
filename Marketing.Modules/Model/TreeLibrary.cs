using System.Runtime.InteropServices;
using Microsoft.ML.Trainers.LightGbm;

namespace Marketing.Model;

/// <summary>The native library that grows trees.</summary>
public static class TreeLibrary
{
    /// <summary>Whether LightGBM can be loaded on this machine; ML.NET's FastTree stands in where it cannot.</summary>
    public static bool IsThere { get; } = NativeLibrary.TryLoad("lib_lightgbm", typeof(LightGbmRankingTrainer).Assembly, null, out _);
}
