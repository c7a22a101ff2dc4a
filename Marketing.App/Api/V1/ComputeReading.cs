using System.Globalization;
using Marketing.Evaluation;
using Marketing.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api.V1;

/// <summary>What training costs and brings, over HTTP.</summary>
internal static class ComputeReading
{
    public const int MostDays = 3650;

    public static void MapComputeReading(this IEndpointRouteBuilder api) => api.MapGet("/models/compute", ReadAsync).RequireAuthorization(ApiKeyScheme.Needs(ApiScopes.Read));

    private static async Task<IResult> ReadAsync(string? days, [FromServices] ICompute compute, CancellationToken cancellation)
    {
        var wanted = ICompute.UsualDays;
        return days is not null && (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out wanted) || wanted is < 1 or > MostDays)
            ? Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong days", $"'days' is a whole number from 1 to {MostDays:N0}.")
            : Results.Json(Shown(await compute.ReadAsync(wanted, cancellation)));
    }

    /// <summary>The report as programs read it.</summary>
    public static object Shown(ComputeReport report) => new
    {
        from = report.Period.Start,
        until = report.Period.End,
        report.Currency,
        report.PricePerHour,
        priceIsAssumed = report.IsPriceAssumed,
        report.LastTurnCpuSeconds,
        report.CpuSeconds,
        report.Cost,
        report.ShareNeverWon,
        report.SkipAfter,
        report.TryAgainAfter,
        methods = report.Methods.Select(method => new
        {
            method.Purpose,
            method.Kind,
            inCharge = method.IsChampion,
            method.Versions,
            method.CpuSeconds,
            method.PaidWith,
            trainingsWithoutVersion = method.WithoutVersion,
            cpuSecondsWithoutVersion = method.WithoutVersionCpuSeconds,
            method.LastCpuSeconds,
            method.PeakBytes,
            method.FileBytes,
            method.Cost,
            figure = method.Figure,
            method.Baseline,
            gain = method.Gain,
            method.CostOfPoint,
            method.HasWon,
            choice = method.Choice?.Choice.ToString(),
            measuredWithoutPaying = method.Choice?.Measured,
            skippedTurns = method.Choice?.Skipped,
            method.SkippedSince,
            forcedBy = method.Forced?.Actor,
        }),
    };
}
