using FluentValidation;
using Marketing.App.Hosting;
using Marketing.Kernel;
using Microsoft.Extensions.Options;

namespace Marketing.App.Commands;

/// <summary>Turns whatever goes wrong into a plain message and an exit status; a stack trace goes to the log file only.</summary>
internal static class PlainFailure
{
    public static async Task<int> GuardAsync(CommandContext context, Func<Task<int>> work, CancellationToken cancellation)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Say(context, ExitStatus.Stopped, "Stopped.", "What was confirmed so far is kept.");
        }
        catch (Exception e)
        {
            return Explain(context, e);
        }
    }

    private static int Explain(CommandContext context, Exception e)
    {
        switch (e)
        {
            case OperatorException operatorError:
                Log(context, operatorError);
                return Say(context, operatorError.ExitCode, operatorError.Message, operatorError.Fix);
            case ValidationException typed:
                return Say(context, ExitStatus.BadInput, string.Join(' ', typed.Errors.Select(error => error.ErrorMessage).DefaultIfEmpty(typed.Message)), null);
            case OptionsValidationException setting:
                return Say(context, ExitStatus.Failed, $"A setting does not do: {string.Join(' ', setting.Failures)}", $"Mend it in {Path.Combine(context.Root, "appsettings.json")}, in the environment or in --set.");
            case InvalidOperationException { InnerException: FormatException or InvalidCastException or OverflowException or ArgumentException } when e.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal):
                return Say(context, ExitStatus.Failed, $"A setting does not do: {e.Message}", $"Write it in the form of its kind (true, 12, 0.5, 02:30 ...) in {Path.Combine(context.Root, "appsettings.json")}, in the environment or in --set.");
            case AggregateException { InnerExceptions: [var only] }:
                return Explain(context, only);
            case IOException or UnauthorizedAccessException:
                Log(context, e);
                return Say(context, ExitStatus.Failed, e.Message, "Check the path, the rights and the free space.");
            default:
                var path = Log(context, e);
                return Say(context, ExitStatus.Failed, $"The program met an error that it did not expect: {e.Message.ReplaceLineEndings(" ")}", path is null ? null : $"Details are in {path}.");
        }
    }

    private static int Say(CommandContext context, int status, string message, string? fix)
    {
        context.Terminal.Error.WriteLine($"marketing: {message}");
        if (!string.IsNullOrEmpty(fix))
        {
            context.Terminal.Error.WriteLine($"           {fix}");
        }

        return status;
    }

    private static string? Log(CommandContext context, Exception e)
    {
        if (!Directory.Exists(context.Root))
        {
            return null;
        }

        using var log = new FileLog(context.Root, TimeProvider.System);
        return log.Write(LogLevel.Critical, "Marketing", "The command failed.", e);
    }
}
