using Marketing.App.Api.V1;
using Marketing.Kernel;
using Microsoft.AspNetCore.Diagnostics;

namespace Marketing.App.Hosting;

/// <summary>What a browser or a program gets when a request breaks: plain words, never a stack trace; the details are in the log.</summary>
internal static class ErrorAnswer
{
    public static IApplicationBuilder UseErrorAnswer(this IApplicationBuilder app) => app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = WriteAsync });

    private static Task WriteAsync(HttpContext context)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (ApiModule.IsAsked(context.Request))
        {
            return WriteProblemAsync(context, error);
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(error switch
        {
            OperatorException e => $"{e.Message}\n{e.Fix}\n",
            _ => "The program met an error that it did not expect.\nTry again; the details are in the log file of the data folder.\n",
        });
    }

    private static Task WriteProblemAsync(HttpContext context, Exception? error) => error switch
    {
        BadHttpRequestException wrong => Problem.WriteAsync(context, wrong.StatusCode, "The request cannot be read", "The connection or the request broke off. Send it again."),
        OperatorException e => Problem.WriteAsync(context, context.Response.StatusCode, "Not done", $"{e.Message} {e.Fix}"),
        _ => Problem.WriteAsync(context, context.Response.StatusCode, "Not done", "The program met an error that it did not expect. Try again; the details are in the log file of the data folder."),
    };
}
