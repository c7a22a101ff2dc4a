using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Fluid;
using Fluid.Values;

namespace Marketing.Execution.Templates;

/// <summary>
/// A Liquid template in a sandbox: it sees the words of <see cref="TemplateVocabulary"/> and nothing else, what it writes is encoded
/// for HTML, and its steps and letters are bounded.
/// </summary>
internal sealed partial class MailTemplate
{
    private const int FilterWork = 20;
    private const string Worked = "worked";
    private static readonly FluidParser Parser = new();
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly IFluidTemplate _template;
    private readonly TemplateOptions _options;
    private readonly int _letters;

    private MailTemplate(string text, IFluidTemplate template, TemplateOptions options, int letters)
    {
        NamesAds = TemplateInspection.Of(text, template).NamesAds;
        _template = template;
        _options = options;
        _letters = letters;
    }

    /// <summary>Whether advertisements stand in it.</summary>
    public bool NamesAds { get; }

    /// <summary>Where a template is wrong, or null.</summary>
    public static TemplateFault? Check(string text)
    {
        if (TemplateTags.Fault(text) is { } shape)
        {
            return shape;
        }

        if (Parser.TryParse(text, out var template, out var error))
        {
            return TemplateInspection.Find(text, template);
        }

        // The parser's message: "Invalid 'if' tag at (1:6)", then the source.
        var sentence = error.Split('\n')[0].Trim();
        var place = Place().Match(sentence);
        return place.Success
            ? new TemplateFault(int.Parse(place.Groups[1].ValueSpan), int.Parse(place.Groups[2].ValueSpan), $"{sentence[..place.Index].Trim()}. Check the braces and the word before them.")
            : new TemplateFault(1, 1, sentence);
    }

    /// <summary>Reads a template that has been checked.</summary>
    /// <exception cref="TemplateException">It does not parse, or names what does not exist.</exception>
    public static MailTemplate Read(string text, ExecutionOptions options) => Check(text) is { } fault
        ? throw new TemplateException($"The template cannot be used, {fault}")
        : new MailTemplate(text, Parser.Parse(text), Sandbox(options), options.TemplateLetters);

    /// <summary>Writes the template for one message as HTML.</summary>
    /// <exception cref="TemplateException">It takes too many steps, writes too much, or fails.</exception>
    public string ToHtml(MailContent content) => Write(content, Html);

    /// <summary>Writes the template for one message as one line of plain text.</summary>
    /// <exception cref="TemplateException">It takes too many steps, writes too much, or fails.</exception>
    public string ToLine(MailContent content) => WhiteSpace().Replace(Write(content, NullEncoder.Default), " ").Trim();

    private string Write(MailContent content, TextEncoder encoder)
    {
        var context = new TemplateContext(_options, StringComparer.Ordinal);
        foreach (var (name, value) in content.ToValues())
        {
            context.SetValue(name, FluidValue.Create(value, _options));
        }

        try
        {
            using var writer = new BoundedWriter(_letters);
            // Nothing in the sandbox waits for anything.
            _template.RenderAsync(writer, context, encoder, isolateContext: false).AsTask().GetAwaiter().GetResult();
            return writer.ToString();
        }
        catch (Exception e) when (e.Message.StartsWith("The maximum ", StringComparison.Ordinal))
        {
            // The engine names either its statements or its recursion; nothing in the sandbox can call itself.
            throw new TemplateException($"The template takes more than {_options.MaxSteps:N0} steps for one message. Put fewer loops inside each other, or loop over fewer products.", e);
        }
        catch (Exception e) when (e is not TemplateException and not OutOfMemoryException)
        {
            throw new TemplateException($"The template cannot be carried out: {e.Message}", e);
        }
    }

    private static TemplateOptions Sandbox(ExecutionOptions limits)
    {
        var options = new TemplateOptions { MaxSteps = limits.TemplateSteps, StrictFilters = true };
        var offered = options.Filters.Where(filter => TemplateVocabulary.Filters.Contains(filter.Key)).ToList();
        options.Filters.Clear();
        foreach (var (name, filter) in offered)
        {
            options.Filters.AddFilter(name, (input, arguments, context) => Bounded(name, filter, limits.TemplateLetters, input, arguments, context));
        }

        return options;
    }

    private static async ValueTask<FluidValue> Bounded(string name, FilterDelegate filter, int letters, FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        // Every letter of the input may become a whole replacement.
        var largest = Size(input);
        Charge(context, largest, letters);
        for (var i = 0; i < arguments.Count; i++)
        {
            var length = Size(arguments.At(i));
            Charge(context, length, letters);
            largest = name.StartsWith("replace", StringComparison.Ordinal) || name == "join" ? largest * Math.Max(1, length) : largest + length;
        }

        return largest <= letters
            ? await filter(input, arguments, context).ConfigureAwait(false)
            : throw new TemplateException($"The filter '{name}' would write more than {letters:N0} letters. Use it on less.");
    }

    // Places of a list count like letters: a list of empty ones grows as well.
    private static long Size(FluidValue value) => value is ArrayValue list ? list.Values.Sum(entry => 1 + Size(entry)) : value.ToStringValue().Length;

    // A step that works through much is not one step.
    private static void Charge(TemplateContext context, long size, int letters)
    {
        var worked = (context.AmbientValues.TryGetValue(Worked, out var before) ? (long)before : 0) + size;
        context.AmbientValues[Worked] = worked;
        if (worked > (long)letters * FilterWork)
        {
            throw new TemplateException($"The filters work through more than {(long)letters * FilterWork:N0} letters for one message. Use fewer of them, or shorter texts.");
        }
    }

    [GeneratedRegex(@"\s*at \((\d+):(\d+)\)")]
    private static partial Regex Place();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex WhiteSpace();
}
