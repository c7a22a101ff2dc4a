using MudBlazor;

namespace Marketing.App.Components.Widgets;

/// <summary>Asking before something that cannot be undone.</summary>
internal static class Confirmation
{
    private static readonly DialogOptions Options = new() { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true };

    /// <summary>Asks, and says whether the answer was yes.</summary>
    /// <param name="dialogs">The dialogs of the page.</param>
    /// <param name="title">What is to be done.</param>
    /// <param name="text">What it will do, and to how many.</param>
    /// <param name="confirm">Words on the button that does it.</param>
    /// <param name="typed">What must be typed first, or null.</param>
    /// <param name="destructive">Whether something is lost.</param>
    public static async Task<bool> ConfirmAsync(this IDialogService dialogs, string title, string text, string confirm, string? typed = null, bool destructive = false) =>
        await dialogs.ChooseAsync(title, text, confirm, null, typed, destructive) is not null;

    /// <summary>Asks, and says whether something more is wanted; null when the answer was no.</summary>
    /// <param name="dialogs">The dialogs of the page.</param>
    /// <param name="title">What is to be done.</param>
    /// <param name="text">What it will do, and to how many.</param>
    /// <param name="confirm">Words on the button that does it.</param>
    /// <param name="choice">Words of something more that may be ticked, or null.</param>
    /// <param name="typed">What must be typed first, or null.</param>
    /// <param name="destructive">Whether something is lost.</param>
    public static async Task<bool?> ChooseAsync(this IDialogService dialogs, string title, string text, string confirm, string? choice, string? typed, bool destructive)
    {
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { dialog => dialog.Title, title },
            { dialog => dialog.Text, text },
            { dialog => dialog.Confirm, confirm },
            { dialog => dialog.Typed, typed },
            { dialog => dialog.Choice, choice },
            { dialog => dialog.IsDestructive, destructive },
        };
        var dialog = await dialogs.ShowAsync<ConfirmDialog>(title, parameters, Options);
        return await dialog.Result is { Canceled: false, Data: bool chosen } ? chosen : null;
    }
}
