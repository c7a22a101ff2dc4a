using System.CommandLine;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class UserCommand
{
    public const string Help = "The people who sign in. They are added and changed in the browser, under Settings.";

    public const string ListHelp = """
        List who may sign in, with role and last sign-in. Also while the program serves.

        Examples:
          marketing user list --json
        """;

    public const string ResetHelp = """
        Give somebody a new random password and print it.
        It is the way back in for a sole administrator who has lost it or is locked out. The lock ends and every session of theirs too.
        Also while the program serves.

        Examples:
          marketing user reset-password ann
        """;

    public static Argument<string> Name { get; } = new("NAME") { Description = "Sign-in name, as 'marketing user list' shows it." };

    public static async Task<int> ListAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var users = await services.GetRequiredService<IAccounts>().ListAsync(cancellation);
        if (context.Json)
        {
            context.Terminal.Json(users.Select(user => new { user.Name, Role = user.Role.ToString().ToLowerInvariant(), user.Created, user.LastSignIn, user.Disabled }));
            return ExitStatus.Succeeded;
        }

        foreach (var user in users)
        {
            var signIn = user.LastSignIn is { } at ? $"last sign-in {at:u}" : "never signed in";
            context.Terminal.Output.WriteLine($"{user.Name}  {user.Role.ToString().ToLowerInvariant()}  {(user.Disabled ? "disabled" : signIn)}");
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> ResetPasswordAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var name = parsed.GetValue(Name)!;
        var password = await services.GetRequiredService<IAccounts>().ResetPasswordAsync(name, CommandContext.Actor, cancellation)
            ?? throw new OperatorException($"Nobody has the name {name}.", "'marketing user list' shows the names.", ExitStatus.BadInput);
        context.Terminal.Output.WriteLine(password);
        await context.Terminal.Error.WriteLineAsync("Sign in with it and choose another under Settings, Users.");
        return ExitStatus.Succeeded;
    }
}
