using Fluid;
using Fluid.Ast;

namespace Marketing.Execution.Templates;

/// <summary>Looks through a parsed template for names that do not exist and for what is not offered, before anybody gets a mail.</summary>
internal sealed class TemplateInspection : AstVisitor
{
    private readonly string _text;
    private readonly HashSet<string> _own = ["forloop", "empty", "blank", "nil", "null"];
    private readonly Dictionary<string, IReadOnlyList<string>> _entries = [];
    private TemplateFault? _fault;

    private TemplateInspection(string text) => _text = text;

    /// <summary>Whether it names the advertisements.</summary>
    public bool NamesAds { get; private set; }

    /// <summary>The first fault, or null.</summary>
    public static TemplateFault? Find(string text, IFluidTemplate template) => Of(text, template)._fault;

    /// <summary>Looks through a template.</summary>
    public static TemplateInspection Of(string text, IFluidTemplate template)
    {
        var inspection = new TemplateInspection(text);
        inspection.VisitTemplate(template);
        return inspection;
    }

    protected override Statement VisitAssignStatement(AssignStatement assignStatement)
    {
        _own.Add(assignStatement.Identifier);
        return base.VisitAssignStatement(assignStatement);
    }

    // What these two hold back is kept in memory without a bound.
    protected override Statement VisitCaptureStatement(CaptureStatement captureStatement)
    {
        Note("capture", "capture is not offered. Use assign with the filter append, or write the text where it is needed.");
        return captureStatement;
    }

    protected override Statement VisitIfChangedStatement(IfChangedStatement ifChangedStatement)
    {
        Note("ifchanged", "ifchanged is not offered. Compare with if.");
        return ifChangedStatement;
    }

    protected override Statement VisitForStatement(ForStatement forStatement)
    {
        _own.Add(forStatement.Identifier);
        if (forStatement.Source is MemberExpression { Segments: [IdentifierSegment { Identifier: var list }] } && TemplateVocabulary.MembersOf(list) is { } members)
        {
            _entries[forStatement.Identifier] = members;
        }

        if (forStatement.Range is { } range)
        {
            VisitRangeExpression(range);
        }

        return base.VisitForStatement(forStatement);
    }

    // A range of a billion numbers would be built in memory before the first step is counted.
    protected override Expression VisitRangeExpression(RangeExpression rangeExpression)
    {
        Note("..", "Ranges such as (1..5) are not offered. Loop over the products, with limit: 5 for the first five.");
        return rangeExpression;
    }

    protected override Statement VisitIncludeStatement(IncludeStatement includeStatement)
    {
        Note("include", "Templates stand alone: include is not offered. Copy the text here.");
        return includeStatement;
    }

    protected override Statement VisitRenderStatement(RenderStatement renderStatement)
    {
        Note("render", "Templates stand alone: render is not offered. Copy the text here.");
        return renderStatement;
    }

    protected override Expression VisitFilterExpression(FilterExpression filterExpression)
    {
        if (!TemplateVocabulary.Filters.Contains(filterExpression.Name))
        {
            Note(filterExpression.Name, $"There is no filter '{filterExpression.Name}'. There are {string.Join(", ", TemplateVocabulary.Filters.Order())}.");
        }

        return base.VisitFilterExpression(filterExpression);
    }

    protected override Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        var names = memberExpression.Segments.Select(segment => (segment as IdentifierSegment)?.Identifier).ToList();
        NamesAds |= names[0] == TemplateVocabulary.Ads && !_own.Contains(TemplateVocabulary.Ads);
        if (names[0] is { } root && !IsKnown(root, names.Count > 1 ? names[1] : null))
        {
            var written = names.Count > 1 && names[1] is { } member ? $"{root}.{member}" : root;
            Note(written, $"There is nothing called '{written}'. There are {TemplateVocabulary.Sentence}.");
        }

        return base.VisitMemberExpression(memberExpression);
    }

    private bool IsKnown(string root, string? member) => root switch
    {
        _ when _entries.TryGetValue(root, out var entry) => member is null || entry.Contains(member),
        _ when _own.Contains(root) || TemplateVocabulary.MembersOf(root) is not null => true,
        _ => TemplateVocabulary.Objects.TryGetValue(root, out var members) && (member is null || members.Contains(member)),
    };

    // The parsed form has no positions: the first place inside a tag where the words stand is named.
    private void Note(string words, string problem)
    {
        if (_fault is not null)
        {
            return;
        }

        _fault = TemplateTags.At(_text, TemplateTags.Place(_text, words), problem);
    }
}
