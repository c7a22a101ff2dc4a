using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Marketing.Tests.Support;

namespace Marketing.Tests.Benchmarks;

/// <summary>Measures; speed is never asserted in a test. <c>dotnet run -c Release --project Marketing.Tests -- --filter '*'</c>.</summary>
internal static class Program
{
    public static async Task Main(string[] arguments)
    {
        if (arguments is [PatientMethod.Worker])
        {
            Environment.ExitCode = await PatientMethod.WorkAsync();
            return;
        }

        if (arguments is [IntakeLoad.Name, .. var scenes])
        {
            await IntakeLoad.RunAsync(scenes);
            return;
        }

        if (arguments is [RecommendLoad.Name, .. var load])
        {
            await RecommendLoad.RunAsync(load);
            return;
        }

        if (arguments is [RecommendScale.Name, .. var scale])
        {
            RecommendScale.Run(scale);
            return;
        }

        if (arguments is [NeuralSpeed.Name, .. var threads])
        {
            NeuralSpeed.Run(threads);
            return;
        }

        if (arguments is [RetailRanking.Name, .. var retail])
        {
            RetailRanking.Run(retail);
            return;
        }

        if (arguments is [RetailOutlooks.Name, .. var outlooks])
        {
            RetailOutlooks.Run(outlooks);
            return;
        }

        if (arguments is [PromotionLifts.Name])
        {
            PromotionLifts.Run();
            return;
        }

        if (arguments is [CarParts.Name, .. var methods])
        {
            CarParts.Run(methods);
            return;
        }

        if (arguments is [ManySeriesSpeed.Name, var method, var count, var days])
        {
            ManySeriesSpeed.Run(method, int.Parse(count, CultureInfo.InvariantCulture), int.Parse(days, CultureInfo.InvariantCulture));
            return;
        }

        if (arguments is [DailyDemand.Name, var which, .. var rest])
        {
            DailyDemand.Run(which, neural: !rest.Contains("plain"));
            return;
        }

        if (arguments is [YearEnd.Name])
        {
            await YearEnd.RunAsync();
            return;
        }

        if (arguments is [ForecastCompetition.Name, .. var kinds])
        {
            ForecastCompetition.Run(kinds);
            return;
        }

        if (arguments is [AdLoad.Name, .. var ads])
        {
            await AdLoad.RunAsync(ads);
            return;
        }

        if (arguments is [AdScale.Name, .. var many])
        {
            await AdScale.RunAsync(many);
            return;
        }

        if (arguments is [AdSpeed.Name])
        {
            await AdSpeed.RunAsync();
            return;
        }

        if (arguments is [PolicySpeed.Name])
        {
            PolicySpeed.Run();
            return;
        }

        if (arguments is [PolicyRegret.Name, .. var worlds])
        {
            PolicyRegret.Run(worlds);
            return;
        }

        if (arguments is [ContactReturns.Name, var logs])
        {
            ContactReturns.Run(logs);
            return;
        }

        if (arguments is [SimulatedSettings.Name, .. var seeds])
        {
            SimulatedSettings.Run(seeds);
            return;
        }

        if (arguments is [FileLoad.Name, .. var sizes])
        {
            await FileLoad.RunAsync(sizes);
            return;
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments, ManualConfig.Create(DefaultConfig.Instance).WithOptions(ConfigOptions.DisableOptimizationsValidator));
    }
}
