using FluentValidation;
using Marketing.App.Access;
using Marketing.App.Resources;
using Marketing.Kernel;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Severity = MudBlazor.Severity;

namespace Marketing.App.Components.Pages.Settings;

/// <summary>Changes to users as a person makes them: does, writes it down, says so, offers the way back.</summary>
internal sealed class UserChanges(IAccounts accounts, IAuditLog audit, Sessions sessions, ISnackbar snackbar, AuthenticationStateProvider people, Words words)
{
    /// <summary>Adds a user.</summary>
    /// <returns>What does not do; empty when the user was added.</returns>
    public Task<IReadOnlyList<string>> AddAsync(string name, string password, Role role) => TryAsync(async () =>
    {
        var user = await accounts.CreateAsync(name, password, role, CancellationToken.None);
        await WriteAsync("user.create", user, new { user.Name, role = role.ToString() });
        snackbar.Add(words["Access.Added", user.Name], Severity.Success);
    });

    /// <summary>Sets a new password.</summary>
    /// <returns>What does not do; empty when it was set.</returns>
    public Task<IReadOnlyList<string>> SetPasswordAsync(User user, string password) => TryAsync(async () =>
    {
        await accounts.SetPasswordAsync(user.Id, password, CancellationToken.None);
        sessions.Recheck();
        await WriteAsync("user.password", user, new { user.Name });
        snackbar.Add(words["Access.PasswordChanged", user.Name], Severity.Success);
    });

    /// <summary>Gives another role or lets somebody in or out.</summary>
    /// <param name="before">The user as shown.</param>
    /// <param name="after">The user as wanted.</param>
    /// <param name="shown">Shows the list again after the change was taken back.</param>
    public async Task ChangeAsync(User before, User after, Func<Task>? shown)
    {
        var refused = await TryAsync(async () =>
        {
            await accounts.ChangeAsync(after.Id, after.Role, after.Disabled, CancellationToken.None);
            sessions.Recheck();
            var action = after.Role != before.Role ? "user.role" : after.Disabled ? "user.disable" : "user.enable";
            await WriteAsync(action, after, new { after.Name, before = before.Role.ToString(), role = after.Role.ToString(), after.Disabled });
            Say(before, after, shown);
        });
        foreach (var message in refused)
        {
            snackbar.Add(message, Severity.Error);
        }
    }

    private void Say(User before, User after, Func<Task>? shown)
    {
        var text = after.Role != before.Role
            ? words["Access.RoleChanged", after.Name, words[$"Access.Role.{after.Role}"]]
            : words[after.Disabled ? "Access.WasDisabled" : "Access.WasEnabled", after.Name];
        snackbar.Add(text, Severity.Success, options =>
        {
            if (shown is not null)
            {
                options.Action = words["Access.Undo"];
                options.OnClick = async _ =>
                {
                    await ChangeAsync(after, before, shown: null);
                    await shown();
                };
            }
        });
    }

    private async Task WriteAsync(string action, User user, object detail)
    {
        var actor = (await people.GetAuthenticationStateAsync()).User.Identity?.Name ?? throw new InvalidOperationException("Nobody is signed in.");
        await audit.WriteAsync(actor, action, $"user {user.Id.Value}", detail, CancellationToken.None);
    }

    private async Task<IReadOnlyList<string>> TryAsync(Func<Task> change)
    {
        try
        {
            await change();
            return [];
        }
        catch (ValidationException refused)
        {
            return AccountMessages.Of(words, refused);
        }
    }
}
