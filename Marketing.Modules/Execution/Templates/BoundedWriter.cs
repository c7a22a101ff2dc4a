using System.Text;

namespace Marketing.Execution.Templates;

/// <summary>Keeps what is written until there is too much of it.</summary>
internal sealed class BoundedWriter(int letters) : StringWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        Take(1);
        base.Write(value);
    }

    public override void Write(string? value)
    {
        Take(value?.Length ?? 0);
        base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Take(count);
        base.Write(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Take(buffer.Length);
        base.Write(buffer);
    }

    private void Take(int count)
    {
        if (GetStringBuilder().Length + count > letters)
        {
            throw new TemplateException($"The template writes more than {letters:N0} letters. Shorten it, or loop over fewer products.");
        }
    }
}
