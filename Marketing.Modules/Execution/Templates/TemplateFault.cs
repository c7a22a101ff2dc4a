namespace Marketing.Execution.Templates;

/// <summary>Where a template is wrong, and how to mend it.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Problem">What is wrong, with the fix.</param>
internal sealed record TemplateFault(int Line, int Column, string Problem)
{
    public override string ToString() => $"line {Line}, column {Column}: {Problem}";
}

/// <summary>A template cannot be carried out for a message.</summary>
internal sealed class TemplateException(string message, Exception? inner = null) : Exception(message, inner);
