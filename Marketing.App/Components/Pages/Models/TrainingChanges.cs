using Marketing.App.Components.Widgets;
using Marketing.App.Jobs;
using Marketing.App.Resources;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Marketing.App.Components.Pages.Models;

/// <summary>Starting a training by hand: does it, and says what became of it.</summary>
internal sealed class TrainingChanges(ITurns turns, ISnackbar snackbar, AuthenticationStateProvider sessions, Words words)
{
    /// <summary>Trains one challenger of a kind now.</summary>
    public async Task StartAsync(string kind)
    {
        var (started, _) = await turns.StartTrainingAsync(kind, await sessions.ActorAsync(), CancellationToken.None);
        snackbar.Add(words[started == JobStart.AlreadyAtWork ? "Trainings.Busy" : $"Jobs.Start.{started}"], started == JobStart.Started ? Severity.Success : Severity.Warning);
    }
}
