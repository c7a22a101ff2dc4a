using Marketing.Kernel;
using Microsoft.AspNetCore.Diagnostics;

namespace Marketing.App.Hosting;

/// <summary>What a browser or a program gets when a request breaks: plain words, never a stack trace; the details are in the log.</summary>
internal static class ErrorAnswer
{
    public static IApplicationBuilder UseErrorAnswer(this IApplicationBuilder app) => app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = WriteAsync });

    private static Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(context.Features.Get<IExceptionHandlerFeature>()?.Error switch
        {
            OperatorException e => $"{e.Message}\n{e.Fix}\n",
            _ => "The program met an error that it did not expect.\nTry again; the details are in the log file of the data folder.\n",
        });
    }
}
