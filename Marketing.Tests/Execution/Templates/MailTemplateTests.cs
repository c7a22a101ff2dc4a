using Marketing.Data;
using Marketing.Execution;
using Marketing.Execution.Templates;
using Marketing.Kernel;

namespace Marketing.Tests.Execution.Templates;

public sealed class MailTemplateTests
{
    private static readonly ExecutionOptions _limits = new() { TemplateSteps = 2_000, TemplateLetters = 50_000 };

    [Theory]
    [InlineData("Hello\n{% if customer.name %}\nthere", 3, "Check the braces")]
    [InlineData("Hello\n{{ customer.name | }}", 2, "Check the braces")]
    [InlineData("Hello\n\n  {{ customer.nam }}", 3, "There is nothing called 'customer.nam'. There are shop.name")]
    [InlineData("{{ System.IO }}", 1, "There is nothing called")]
    [InlineData("a\n{{ customer.name | upper }}", 2, "There is no filter 'upper'. There are abs")]
    [InlineData("a\n{{ customer.name | raw }}", 2, "There is no filter 'raw'")]
    [InlineData("a\n{% for product in products %}\n{{ product.cost }}{% endfor %}", 3, "product.cost")]
    [InlineData("a\n{% for i in (1..1000000000) %}x{% endfor %}", 2, "Loop over the products")]
    [InlineData("a\n{% assign all = (1..1000000000) %}", 2, "Loop over the products")]
    [InlineData("a\n{% include 'other' %}", 2, "include is not offered")]
    [InlineData("a\n{% render 'other' %}", 2, "render is not offered")]
    [InlineData("a\n{% capture x %}{{ customer.name }}{% endcapture %}", 2, "capture is not offered")]
    [InlineData("a\n{% for product in products %}{% ifchanged %}x{% endifchanged %}{% endfor %}", 2, "ifchanged is not offered")]
    public void A_fault_is_named_with_its_line_and_the_fix(string text, int line, string words)
    {
        var fault = MailTemplate.Check(text);
        Assert.NotNull(fault);
        Assert.Contains(words, fault.Problem);
        Assert.Equal(line, fault.Line);
        Assert.StartsWith($"line {line}, column ", fault.ToString());
        var draft = new CampaignDraft("Cups", "win-back", "Hello", text, 0.1, 3);
        Assert.Contains($"line {line}", Assert.Single(new CampaignDraftValidator().Validate(draft).Errors).ErrorMessage);
    }

    [Fact]
    public void A_fault_in_a_text_full_of_braces_is_found_without_delay()
    {
        var text = "{% raw %}" + string.Concat(Enumerable.Repeat("{{ ", 60_000)) + "{% endraw %}{{ shop.motto }}";
        Assert.Contains("shop.motto", MailTemplate.Check(text)!.Problem);
    }

    [Theory]
    [InlineData("{% for a in products %}{% for b in products %}{% for c in products %}{% for d in products %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}", "steps")]
    [InlineData("{% for a in products %}{% for b in products %}{{ customer.name }}{% endfor %}{% endfor %}", "letters")]
    [InlineData("{{ customer.name | replace: 'x', customer.name }}", "letters")]
    public void A_template_without_end_is_cut_off_with_the_fix(string text, string words)
    {
        var refused = Assert.Throws<TemplateException>(() => MailTemplate.Read(text, _limits).ToHtml(Content(new string('x', 1_000))));
        Assert.True(refused.Message.Contains(words, StringComparison.Ordinal), refused.Message);
    }

    [Theory]
    [InlineData("{% assign p = products %}", "{% assign p = p | concat: p %}")]
    [InlineData("{% assign p = 'x,,,,,,,,x' | split: ',' %}", "{% assign p = p | concat: p %}")]
    [InlineData("{% assign p = 'xxxxxxxx' %}", "{% assign p = p | append: p %}")]
    [InlineData("{% assign p = 'xxxxxxxx' %}", "{% assign p = p | replace: 'x', p %}")]
    public void What_doubles_again_and_again_in_memory_is_cut_off(string start, string again)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var template = MailTemplate.Read(start + string.Concat(Enumerable.Repeat(again, 20)), _limits);
        Assert.Throws<TemplateException>(() => template.ToHtml(Content()));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    [Fact]
    public void Many_costly_filters_are_cut_off_too()
    {
        var template = MailTemplate.Read(string.Concat(Enumerable.Repeat("{% assign b = customer.name | upcase %}", 1_500)), _limits);
        Assert.Contains("filters", Assert.Throws<TemplateException>(() => template.ToHtml(Content(new string('x', 40_000)))).Message);
    }

    [Theory]
    [InlineData("{% if customer.name %}", "{% endif %}", 15_000, "40 blocks")]
    [InlineData("{% for product in products %}", "{% endfor %}", 3_000, "40 blocks")]
    [InlineData("{% comment %}", "{% endcomment %}", 10_000, "40 blocks")]
    [InlineData("{{ customer.name", "}}", 1, null)]
    public void A_template_too_deep_for_the_program_is_refused_before_it_is_read(string open, string close, int times, string? words)
    {
        var whole = string.Concat(Enumerable.Repeat(open, times)) + string.Concat(Enumerable.Repeat(close, times));
        var fault = MailTemplate.Check("\n" + whole);
        Assert.Equal(words is null, fault is null);
        Assert.Contains(words ?? "", fault?.ToString() ?? "");
        Assert.Equal(words is null ? 0 : 2, fault?.Line ?? 0);
    }

    [Theory]
    [InlineData(" | upcase")]
    [InlineData(" | append: 'x'")]
    public void A_tag_without_end_is_refused_before_it_is_read(string part)
    {
        var text = "{{ customer.name" + string.Concat(Enumerable.Repeat(part, 10_000)) + " }}";
        Assert.Contains("more than 2,000 letters", MailTemplate.Check(text)!.Problem);
        Assert.Contains("more than 2,000 letters", MailTemplate.Check("{% if customer.name" + string.Concat(Enumerable.Repeat(" and customer.name", 10_000)) + " %}{% endif %}")!.Problem);
    }

    [Fact]
    public void Loops_inside_loops_may_come_as_often_as_the_products_need()
    {
        var text = string.Concat(Enumerable.Repeat("{% for product in products %}{% for own in product.because %}{{ own }}{% endfor %}{% endfor %}", 4));
        Assert.Equal(string.Concat(Enumerable.Repeat("AnnSaucer", 48)), MailTemplate.Read(text, _limits).ToHtml(Content()));
    }

    [Theory]
    [InlineData("{{ customer.name }}")]
    [InlineData("{{ customer.name | append: '' }}")]
    [InlineData("{% assign n = customer.name %}{{ n }}")]
    [InlineData("{{ customer.name | split: 'x' | first }}")]
    [InlineData("{{ customer.name | split: 'x' | join: 'x' }}")]
    [InlineData("{{ customer.name | escape_once }}")]
    [InlineData("{{ customer.missing | default: customer.name }}")]
    [InlineData("{{ customer.name | replace: 'q', customer.name }}")]
    [InlineData("{% for product in products %}{{ product.because | first }}{% endfor %}")]
    public void Whatever_comes_from_outside_is_encoded_for_html(string text)
    {
        var html = MailTemplate.Read(text.Replace("customer.missing", "customer.language", StringComparison.Ordinal), _limits).ToHtml(Content(name: "<script>alert(\"1\")</script>", language: null));
        Assert.DoesNotContain("<script", html);
        Assert.Contains("&lt;script&gt;", html);
    }

    [Theory]
    [InlineData("Ann\r\nBcc: other@x.test")]
    [InlineData("Ann\n\n<html>")]
    [InlineData("Ann\u2028Bcc: other@x.test")]
    [InlineData("Ann\u0085Bcc: other@x.test")]
    [InlineData("Ann\0\u001bBcc: other@x.test")]
    public void A_subject_is_one_line_whatever_a_name_holds(string name)
    {
        var subject = MailTemplate.Read("Hello\n{{ customer.name }}", _limits).ToLine(Content(name));
        Assert.DoesNotContain(subject, letter => char.IsControl(letter) || letter is '\u2028' or '\u2029');
        Assert.StartsWith("Hello Ann", subject);
    }

    [Fact]
    public void The_products_are_written_with_price_and_reason()
    {
        const string text = "{% for product in products limit: 2 %}{{ product.name }}|{{ product.code }}|{{ product.price }}|{{ product.because | join: ', ' }};{% endfor %}{{ products.size }} {{ shop.name }} {{ campaign.name }} {{ campaign.audience }} {{ customer.key }} {{ customer.country }}";
        var line = MailTemplate.Read(text, _limits).ToLine(Content("Ann"));
        Assert.Equal("Cup 1|P1|£2.50|Ann, Saucer;Cup 2|P2|£2.50|Ann, Saucer;12 Tea & Cups Cups win-back 17 France", line);
    }

    private static MailContent Content(string name = "Ann", string? language = "en") => new(
        "Tea & Cups",
        new CustomerRecord(new CustomerId(1), "17", "ann@x.test", name, "France", MailConsent: true, "form v1", language, ""),
        "Cups",
        "win-back",
        [.. Enumerable.Range(1, 12).Select(p => new MailProduct($"Cup {p}", $"P{p}", "£2.50", [name, "Saucer"]))]);
}
