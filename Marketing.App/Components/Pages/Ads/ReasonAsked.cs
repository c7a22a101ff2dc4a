using Marketing.App.Components.Pages.Models;
using MudBlazor;

namespace Marketing.App.Components.Pages.Ads;

/// <summary>Asks for the reason that is kept with a change.</summary>
internal static class ReasonAsked
{
    /// <summary>The reason, or null when the person thought better of it.</summary>
    /// <param name="dialogs">The dialogs of the page.</param>
    /// <param name="title">What is to be done.</param>
    /// <param name="text">What it will do, and to how many.</param>
    /// <param name="action">Words on the button that does it.</param>
    public static async Task<string?> ReasonAsync(this IDialogService dialogs, string title, string text, string action)
    {
        var parameters = new DialogParameters<ModelChangeDialog>
        {
            { dialog => dialog.Text, text },
            { dialog => dialog.Action, action },
            { dialog => dialog.NeedsReason, true },
        };
        var dialog = await dialogs.ShowAsync<ModelChangeDialog>(title, parameters);
        return await dialog.Result is { Canceled: false, Data: string reason } ? reason : null;
    }
}
