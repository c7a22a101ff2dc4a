using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Kernel;
using Marketing.Model;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Marketing.App.Components.Pages.Models;

/// <summary>Putting another version in charge: asks, does, writes it down, says so.</summary>
internal sealed class ModelChanges(IModels models, IRecommenderTraining nights, ITrainingEconomy economy, IAuditLog audit, IDialogService dialogs, ISnackbar snackbar, AuthenticationStateProvider sessions, Words words)
{
    /// <summary>Puts a version in charge after a person gave a reason. False when they thought better of it.</summary>
    public async Task<bool> PromoteAsync(ModelVersion version, ModelVersion? champion)
    {
        var text = champion is null
            ? words["Models.PromoteFirst", Phrases.Model(words, version)]
            : words["Models.PromoteText", Phrases.Model(words, version), Phrases.Model(words, champion)];
        if (await AskAsync(words["Models.PromoteOne", Phrases.Model(words, version)], text, words["Models.Promote"], needsReason: true, Unmeasured(version, champion)) is not { } reason)
        {
            return false;
        }

        var actor = await sessions.ActorAsync();
        await models.PromoteAsync(version.Id, actor, reason, CancellationToken.None);
        await audit.WriteAsync(actor, "model.promote", $"model {version.Id.Value}", new { purpose = version.Purpose, before = champion?.Id.Value, reason }, CancellationToken.None);
        snackbar.Add(words["Models.Promoted", Phrases.Model(words, version)], Severity.Success);
        return true;
    }

    /// <summary>Puts the champion before the present one in charge again. False when the person thought better of it.</summary>
    public async Task<bool> RollBackAsync(string purpose, ModelVersion champion, ModelVersion earlier)
    {
        var text = words["Models.RollBackText", Phrases.Model(words, earlier), Phrases.Model(words, champion)];
        if (await AskAsync(words["Models.RollBackTitle"], text, words["Models.RollBack"], needsReason: false) is null)
        {
            return false;
        }

        var actor = await sessions.ActorAsync();
        var now = await models.RollBackAsync(purpose, actor, CancellationToken.None);
        if (now is null)
        {
            snackbar.Add(words["Models.NothingEarlier"], Severity.Warning);
            return false;
        }

        await audit.WriteAsync(actor, "model.roll-back", $"model {now.Id.Value}", new { purpose, before = champion.Id.Value }, CancellationToken.None);
        snackbar.Add(words["Models.Promoted", Phrases.Model(words, now)], Severity.Success);
        return true;
    }

    /// <summary>Lets nights choose the champion of a purpose again.</summary>
    public async Task ReleaseAsync(string purpose)
    {
        if (await models.ReleaseAsync(purpose, CancellationToken.None))
        {
            await audit.WriteAsync(await sessions.ActorAsync(), "model.release", purpose, null, CancellationToken.None);
        }

        snackbar.Add(words["Models.Released"], Severity.Success);
    }

    /// <summary>Wants a method trained in the next turn although it has not paid, or takes that back.</summary>
    public async Task ForceAsync(string purpose, string kind, bool wanted)
    {
        var actor = await sessions.ActorAsync();
        if (wanted)
        {
            await economy.ForceAsync(purpose, kind, actor, CancellationToken.None);
        }
        else if (!await economy.WithdrawAsync(purpose, kind, CancellationToken.None))
        {
            // A turn has fulfilled the wish meanwhile, or somebody else has taken it back.
            return;
        }

        await audit.WriteAsync(actor, wanted ? "model.force" : "model.unforce", purpose, new { kind }, CancellationToken.None);
        snackbar.Add(words[wanted ? "Compute.Forced" : "Compute.Unforced", Phrases.Method(words, kind)], Severity.Success);
    }

    // Whoever puts a version in charge that nobody has compared should know it, and what would compare it.
    private string? Unmeasured(ModelVersion version, ModelVersion? champion) => version.Metrics.Count > 0 ? null
        : $"{words[champion is null ? "Models.NeverMeasured" : "Models.NeverCompared", Phrases.Model(words, version)]} {words[version.Purpose != ModelPurposes.Recommend || nights.Kinds.Contains(version.Kind) ? "Models.NightMeasures" : "Models.NoNightMeasures", Phrases.Method(words, version.Kind)]}";

    private async Task<string?> AskAsync(string title, string text, string action, bool needsReason, string? warning = null)
    {
        var parameters = new DialogParameters<ModelChangeDialog>
        {
            { dialog => dialog.Text, text },
            { dialog => dialog.Action, action },
            { dialog => dialog.NeedsReason, needsReason },
            { dialog => dialog.Warning, warning },
        };
        var dialog = await dialogs.ShowAsync<ModelChangeDialog>(title, parameters);
        var result = await dialog.Result;
        return result is { Canceled: false, Data: string reason } ? reason : null;
    }
}
